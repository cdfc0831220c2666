package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rasl.http.Scope;

/**
 * Everything on the page about phone verification that a reader can run is run, in the order of the
 * page. It needs {@code sh}, {@code curl} and {@code node}.
 */
@Tag("process")
class PhoneVerificationPageTest {
  private static final Path PAGE = Path.of("docs", "phone-verification.md");

  /** A block of code: its language, the file that it is saved as, and its text. */
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```([a-z]+)(?: file=(\\S+))?\\n(.*?)^```$");

  /** What people type by mistake is a wrong code, and ends no program. */
  private static final List<String> MISTYPED =
      List.of(
          """
          for code in 12 '48"2 9!' 'wéird-code'; do
            node phone-verification.mjs check +966550000002 "$code"
            java PhoneVerification.java check +966550000003 "$code"
          done
          """);

  @TempDir private Path folder;

  @Test
  void everyBlockOfThePageRuns() throws IOException, InterruptedException {
    List<String> shell = new ArrayList<>();
    List<String> files = new ArrayList<>();
    var blocks = BLOCK.matcher(Files.readString(PAGE));
    while (blocks.find()) {
      String language = blocks.group(1);
      String text = blocks.group(3);
      if (blocks.group(2) != null) {
        Files.writeString(folder.resolve(blocks.group(2)), text);
        files.add(blocks.group(2));
      } else if (language.equals("sh")) {
        shell.add(text);
      } else {
        assertThat(language).as("a block that nobody can run").isEqualTo("text");
      }
    }
    assertThat(files).containsExactly("phone-verification.mjs", "PhoneVerification.java");
    assertThat(shell).hasSize(6);
    shell.addAll(MISTYPED);
    String said = run(String.join("\n", shell));
    assertThat(said)
        .contains(
            "\"template_name\":\"login_code\"", // the list, and the send
            "\"code_sent\":true",
            "\"verified_at\":",
            "{ verified: true }");
    assertThat(said.lines().filter(line -> line.equals("true")))
        .as("Java's send, and its check")
        .hasSize(2);
    assertThat(said.lines().filter(line -> line.contains("verified: false")))
        .as("JavaScript's checks of what is no code")
        .hasSize(3);
    assertThat(said.lines().filter(line -> line.equals("false"))).as("Java's").hasSize(3);
  }

  private String run(String script) throws IOException, InterruptedException {
    try (TestApp app = TestApp.start()) {
      var process = new ProcessBuilder("sh", "-eu", "-c", script).directory(folder.toFile());
      process.redirectErrorStream(true);
      process.redirectOutput(folder.resolve("said").toFile());
      var environment = process.environment();
      environment.put("RASL_URL", app.url());
      environment.put("SIMULATOR_URL", app.simulatorUrl().toString());
      environment.put(
          "TOKEN", app.token(app.sandboxTenant(), EnumSet.allOf(Scope.class), OptionalInt.empty()));
      environment.put(
          "PATH",
          Path.of(System.getProperty("java.home"), "bin")
              + System.getProperty("path.separator")
              + System.getenv("PATH"));
      Process running = process.start();
      boolean ended = running.waitFor(120, TimeUnit.SECONDS);
      if (!ended) {
        running.destroyForcibly();
      }
      String said = Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
      assertThat(ended).as(said).isTrue();
      assertThat(running.exitValue()).as(said).isZero();
      return said;
    }
  }
}
