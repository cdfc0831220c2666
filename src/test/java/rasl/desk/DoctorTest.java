package rasl.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rasl.cli.Operations.Finding;
import rasl.cli.Operations.Verdict;
import rasl.config.Config;
import rasl.config.Mode;
import rasl.job.DeadJobs;

/** What the doctor finds in a database. */
class DoctorTest {
  @TempDir private Path folder;

  private List<Finding> examine(java.util.function.Supplier<Doctor.Contents> contents) {
    Map<String, String> settings =
        Map.of("RASL_DATA_DIR", folder.toString(), "RASL_PORT", "0", "RASL_SIMULATOR_PORT", "0");
    return new Doctor(Config.from(settings, Mode.TRIAL), Clock.systemUTC()).examine(contents);
  }

  @Test
  void aTemplateThatOutlivesItsCodesIsAWarning() {
    String words = "acme: WhatsApp may deliver login (en) for 15 minutes";
    assertThat(
            examine(
                () ->
                    new Doctor.Contents(
                        3, List.of(words), Map.of(), List.of(), List.of(), List.of())))
        .contains(new Finding(Verdict.WARNING, "codes", words))
        .anySatisfy(finding -> assertThat(finding.words()).contains("3 tenants"));
    assertThat(
            examine(
                () ->
                    new Doctor.Contents(
                        3, List.of(), Map.of(), List.of(), List.of(), List.of("acme: off"))))
        .contains(new Finding(Verdict.WARNING, "webhooks", "acme: off"))
        .noneMatch(finding -> finding.what().equals("codes"));
  }

  @Test
  void jobsThatWereGivenUpAreAWarningForEachKind() {
    var dead = new DeadJobs("message.send", 3, Instant.parse("2026-03-01T10:00:00.5Z"));
    assertThat(
            examine(
                () ->
                    new Doctor.Contents(
                        3, List.of(), Map.of(), List.of(dead), List.of(), List.of())))
        .anySatisfy(
            finding -> {
              assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
              assertThat(finding.what()).isEqualTo("jobs");
              assertThat(finding.words())
                  .contains("3 of kind message.send", "2026-03-01T10:00:00Z");
            });
  }

  @Test
  void aDatabaseThatCannotBeReachedIsBad() {
    assertThat(
            examine(
                () -> {
                  throw new IllegalStateException("it is gone");
                }))
        .contains(new Finding(Verdict.BAD, "database", "it is gone"));
  }
}
