package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;

/** What the database ends in time is no fault of the server: the caller may come again. */
class PassingFaultsTest {
  private static TestHouse house;

  @BeforeAll
  static void start() {
    var routes = new Routes();
    for (String state : List.of("57014", "55P03", "40P01", "57P01", "25P03", "53100", "42P01")) {
      routes.add("GET", "/t/read/" + state, Scope.SOURCES_READ, (_, _) -> fail(state));
      routes.add("POST", "/t/change/" + state, Scope.SOURCES_WRITE, (_, _) -> fail(state));
    }
    house = new TestHouse(new NoDb(), routes, HttpModule.Settings.STANDARD, List.of());
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  private static Answer fail(String state) {
    throw new CompletionException(new DatabaseException(new SQLException("ended", state)));
  }

  @ParameterizedTest
  @CsvSource({
    "57014, query_too_slow, busy",
    "55P03, busy, busy",
    "40P01, busy, busy",
    "57P01, '', ''",
    "25P03, '', ''",
    "53100, '', ''"
  })
  void callMayComeAgain(String state, String whenRead, String whenChanged) {
    assertThat(reason("GET", "/t/read/" + state)).isEqualTo(whenRead);
    assertThat(reason("POST", "/t/change/" + state)).isEqualTo(whenChanged);
  }

  /** An operator who looks for a network fault does not find a full disk. */
  @ParameterizedTest
  @CsvSource({"53100, the disk of the database is full", "57P01, the database cannot be reached"})
  void logNamesWhatTheOperatorHasToLookAt(String state, String line) {
    var log = (Logger) LoggerFactory.getLogger(PassingFaults.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    try {
      assertThat(reason("POST", "/t/change/" + state)).isEmpty();
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list).extracting(ILoggingEvent::getMessage).containsExactly(line);
  }

  @Test
  void faultOfOursIsNone() {
    assertThat(house.api(TestHouse.ALL).send("GET", "/t/read/42P01", null).status()).isEqualTo(500);
  }

  private static String reason(String method, String path) {
    var reply = house.api(TestHouse.ALL).send(method, path, method.equals("POST") ? "{}" : null);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).hasValue("5");
    return reply.error().path("details").path("reason").asString("");
  }
}
