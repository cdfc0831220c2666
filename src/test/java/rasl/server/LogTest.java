package rasl.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The log, for people in a terminal and for programs elsewhere. */
class LogTest {
  private static final List<String> TRIAL = List.of("start");
  private static final List<String> PRODUCTION = List.of("start", "--prod");
  private static final Map<String, String> NONE = Map.of();

  private static String line(
      String logger, String message, @Nullable Throwable thrown, KeyValuePair... pairs) {
    var event =
        new LoggingEvent(
            "test", new LoggerContext().getLogger(logger), Level.WARN, message, thrown, null);
    event.setKeyValuePairs(List.of(pairs));
    return new LogLine().convert(event);
  }

  @Test
  void aFailureIsOneLineWithItsLastCause() {
    var thrown = new IllegalStateException("outer", new IOException("No space\nleft"));
    assertThat(line("rasl.x", "a file is not stored", thrown, new KeyValuePair("tenant", 7)))
        .isEqualTo("a file is not stored tenant=7 (IOException: No space left)");
  }

  @Test
  void aCallIsOneShortLine() {
    assertThat(
            line(
                "rasl.access",
                "request",
                null,
                new KeyValuePair("method", "GET"),
                new KeyValuePair("route", "/api/v2/sources"),
                new KeyValuePair("status", 200),
                new KeyValuePair("request_id", "r1"),
                new KeyValuePair("client", "127.0.0.1"),
                new KeyValuePair("duration_ms", 3.14159)))
        .isEqualTo("GET /api/v2/sources 200, 3.1 ms, tenant -, request r1");
  }

  @Test
  void peopleReadLinesAndProgramsReadJson() {
    assertThat(LogDestination.properties(PRODUCTION, NONE, false)).isEmpty();
    assertThat(LogDestination.properties(PRODUCTION, NONE, true))
        .containsEntry("rasl.log.all", "LINES")
        .containsEntry("rasl.log.warnings", "LINES");
    assertThat(LogDestination.properties(TRIAL, NONE, true))
        .containsEntry("rasl.log.all", "FILE")
        .containsEntry("rasl.log.warnings", "WARNINGS");
    assertThat(LogDestination.properties(List.of("doctor"), NONE, true))
        .containsEntry("rasl.log.level", "warn")
        .containsEntry("rasl.log.all", "LINES");
  }

  @Test
  void theFormatCanBeChosen() {
    assertThat(LogDestination.properties(TRIAL, Map.of("RASL_LOG_FORMAT", "json"), true))
        .doesNotContainKey("rasl.log.all");
    assertThat(LogDestination.properties(PRODUCTION, Map.of("RASL_LOG_FORMAT", "text"), false))
        .containsEntry("rasl.log.all", "LINES")
        .doesNotContainKey("rasl.log.mark");
    assertThat(LogDestination.properties(TRIAL, Map.of("NO_COLOR", "1"), true))
        .doesNotContainKey("rasl.log.mark");
  }
}
