package rasl.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One wide line and one measurement per call. Neither holds bodies, queries or tokens, nor a path
 * as it was sent: paths and queries can hold phone numbers.
 */
final class CallLog {
  private static final Logger LOG = LoggerFactory.getLogger("rasl.access");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final MeterRegistry meters;

  CallLog(MeterRegistry meters) {
    this.meters = meters;
  }

  Running begin() {
    return new Running(System.nanoTime());
  }

  /** A call under way. */
  final class Running {
    private final long startedAt;

    private Running(long startedAt) {
      this.startedAt = startedAt;
    }

    void end(Call call, int status, long bytes) {
      var took = Duration.ofNanos(System.nanoTime() - startedAt);
      String method = call.raw().method();
      String known = METHODS.contains(method) ? method : "OTHER";
      String route = call.route().map(Routes.Route::path).orElse("none");
      line(call, status, known, route)
          .addKeyValue("bytes", bytes)
          .addKeyValue("duration_ms", millis(took))
          .log("request");
      meters
          .timer(
              "http.server.requests",
              "method",
              known,
              "route",
              route,
              "status",
              Integer.toString(status))
          .record(took);
    }
  }

  private static LoggingEventBuilder line(Call call, int status, String method, String route) {
    boolean own =
        call.caller().filter(it -> it.principal() instanceof Principal.Server).isPresent();
    LoggingEventBuilder line =
        LOG.atLevel(own ? Level.DEBUG : Level.INFO)
            .addKeyValue("method", method)
            .addKeyValue("route", route)
            .addKeyValue("status", status)
            .addKeyValue("request_id", call.requestId())
            .addKeyValue("client", call.clientAddress());
    call.person().ifPresent(person -> named(line, new Principal.Person(person)));
    call.caller()
        .ifPresent(
            caller ->
                named(line.addKeyValue("tenant", caller.tenant().value()), caller.principal()));
    return line;
  }

  private static LoggingEventBuilder named(LoggingEventBuilder line, Principal who) {
    return switch (who) {
      case Principal.Token(var id) -> line.addKeyValue("token_id", id);
      case Principal.OperatorToken(var id) -> line.addKeyValue("operator_token_id", id);
      case Principal.Member(var id, _, var person) ->
          line.addKeyValue("member_id", id).addKeyValue("session_id", person.sessionId());
      case Principal.Person(var person) ->
          line.addKeyValue("person_id", person.personId())
              .addKeyValue("session_id", person.sessionId());
      case Principal.Server _ -> line.addKeyValue("token_id", 0);
    };
  }

  private static double millis(Duration took) {
    return took.toNanos() / 1e6;
  }
}
