package rasl.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * What happened, for people: one short line, without a stack trace unless the log says everything
 * (RASL_LOG=debug). {@code logback.xml} calls it {@code %line}.
 */
public final class LogLine extends ClassicConverter {
  private static final String CALLS = "rasl.access";

  @Override
  public String convert(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    String words = oneLine(event.getLoggerName().equals(CALLS) ? call(event) : words(event));
    if (thrown == null) {
      return words;
    }
    return isEverythingLogged()
        ? words + System.lineSeparator() + ThrowableProxyUtil.asString(thrown).stripTrailing()
        : words + oneLine(" (" + cause(thrown) + ")");
  }

  private static String words(ILoggingEvent event) {
    return pairs(event).stream()
        .map(pair -> " " + pair.key + "=" + pair.value)
        .collect(Collectors.joining("", event.getFormattedMessage(), ""));
  }

  /** Of a call people want to know the path, what came of it, and how long that took. */
  private static String call(ILoggingEvent event) {
    Map<String, Object> all =
        pairs(event).stream()
            .filter(pair -> pair.value != null)
            .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value, (_, last) -> last));
    Function<String, String> value = name -> Objects.toString(all.get(name), "-");
    String took =
        all.get("duration_ms") instanceof Number millis
            ? String.format(Locale.ROOT, "%.1f ms", millis.doubleValue())
            : "-";
    return "%s %s %s, %s, tenant %s, request %s"
        .formatted(
            value.apply("method"),
            value.apply("route"),
            value.apply("status"),
            took,
            value.apply("tenant"),
            value.apply("request_id"));
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event) {
    return Objects.requireNonNullElse(event.getKeyValuePairs(), List.of());
  }

  /** The last cause: what the system or the database said. */
  private static String cause(IThrowableProxy thrown) {
    IThrowableProxy last = thrown;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    String name = last.getClassName().substring(last.getClassName().lastIndexOf('.') + 1);
    return last.getMessage() == null ? name : name + ": " + last.getMessage();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  private static boolean isEverythingLogged() {
    return LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root
        && root.getEffectiveLevel().toInt() <= Level.DEBUG_INT;
  }
}
