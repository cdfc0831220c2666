package rasl.http.list;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time that a value of a filter stands for: a bare date its whole day in UTC, a time its
 * millisecond, since answers show no more of a time; one written more exactly its microsecond,
 * which is all that the database keeps.
 *
 * @param from the first moment
 * @param until the first moment after it
 */
record TimeSpan(Instant from, Instant until) {
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]{5,18})([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)");

  /** Reads {@code YYYY-MM-DD} or ISO 8601 with offset, written {@code +03:00}, 0300 or 03. */
  static Optional<TimeSpan> parse(String text) {
    try {
      if (DATE.matcher(text).matches()) {
        Instant from = LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        return Optional.of(new TimeSpan(from, from.plus(1, ChronoUnit.DAYS)));
      }
      // A plus sign that was not percent-encoded arrives as a blank.
      Matcher time = TIME.matcher(text.replace(' ', '+'));
      return time.matches() ? Optional.of(moment(time.group(1), time.group(2))) : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty(); // Such as the 31st of February.
    }
  }

  private static TimeSpan moment(String local, String offset) {
    Instant from =
        LocalDateTime.parse(local)
            .toInstant(ZoneOffset.of(offset.toUpperCase(Locale.ROOT)))
            .truncatedTo(ChronoUnit.MICROS);
    boolean whole = from.equals(from.truncatedTo(ChronoUnit.MILLIS));
    return new TimeSpan(from, from.plus(1, whole ? ChronoUnit.MILLIS : ChronoUnit.MICROS));
  }
}
