package rasl.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Reads the body of {@code POST /control/faults}. */
final class FaultParser {
  private static final long MAX_DELAY_MS = Duration.ofMinutes(10).toMillis();

  private static final List<String> CALLS =
      List.of(Fault.MESSAGES, "read", "media", "download", "templates", "numbers");

  private FaultParser() {}

  static Fault parse(ControlFields body) {
    String to = body.object("match").flatMap(match -> match.number("to")).orElse("");
    String call = call(body);
    int status = body.integer("http_status", 200, 599).orElse(0L).intValue();
    if (status > 200 && status < 400) {
      throw ControlRefusedException.wrong("'http_status' must be 200, or from 400 to 599");
    }
    int code = body.integer("code", 0, 9_999_999).orElse((long) Fault.NO_CODE).intValue();
    int subcode = body.integer("error_subcode", 0, 9_999_999).orElse(0L).intValue();
    Boolean isTransient = body.flag("is_transient").orElse(null);
    int times = body.integer("times", 1, 1_000_000).orElse(1L).intValue();
    long delay = body.integer("delay_ms", 0, MAX_DELAY_MS).orElse(0L);
    Fault.Drop drop = drop(body);
    if (code == Fault.NO_CODE && (subcode != 0 || isTransient != null)) {
      throw ControlRefusedException.wrong("'error_subcode' and 'is_transient' need a 'code'");
    }
    if (status == 0 && code == Fault.NO_CODE && delay == 0 && drop == Fault.Drop.NO) {
      throw ControlRefusedException.wrong(
          "A fault needs 'http_status', 'code', 'delay_ms' or 'drop_connection'");
    }
    return new Fault(call, to, status, code, subcode, isTransient, times, delay, drop);
  }

  private static String call(ControlFields body) {
    String call = body.object("match").flatMap(it -> it.text("call")).orElse(Fault.MESSAGES);
    if (!CALLS.contains(call)) {
      throw ControlRefusedException.wrong("'call' must be one of " + String.join(", ", CALLS));
    }
    return call;
  }

  private static Fault.Drop drop(ControlFields body) {
    String drop = body.text("drop_connection").orElse("");
    return switch (drop) {
      case "" -> Fault.Drop.NO;
      case "before", "after" -> Fault.Drop.valueOf(drop.toUpperCase(Locale.ROOT));
      default ->
          throw ControlRefusedException.wrong("'drop_connection' must be \"before\" or \"after\"");
    };
  }
}
