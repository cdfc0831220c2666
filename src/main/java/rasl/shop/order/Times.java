package rasl.shop.order;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the times of the platforms. */
final class Times {
  /** Salla's, such as {@code Mon Nov 10 2025 17:18:13 GMT+0300}. */
  private static final DateTimeFormatter OF_JAVASCRIPT =
      DateTimeFormatter.ofPattern("EEE MMM dd yyyy HH:mm:ss 'GMT'xx", Locale.ROOT);

  private Times() {}

  /**
   * Null where it is none.
   *
   * @param zone of a time that names none
   */
  static @Nullable Instant instant(Optional<String> text, ZoneId zone) {
    return text.flatMap(written -> parse(written, zone)).orElse(null);
  }

  /** The same, of times that are in UTC where they name no zone. */
  static @Nullable Instant utc(Optional<String> text) {
    return instant(text, ZoneOffset.UTC);
  }

  /** An object with {@code date} and {@code timezone}, as PHP writes a time. */
  static @Nullable Instant ofPhp(Part time) {
    return instant(time.text("date"), zone(time.text("timezone")));
  }

  private static ZoneId zone(Optional<String> name) {
    try {
      return name.isPresent() ? ZoneId.of(name.get()) : ZoneOffset.UTC;
    } catch (DateTimeException _) {
      return ZoneOffset.UTC;
    }
  }

  private static Optional<Instant> parse(String written, ZoneId zone) {
    try {
      if (written.contains("GMT")) {
        String plain = written.replaceAll(" \\(.*\\)$", "");
        return Optional.of(OffsetDateTime.parse(plain, OF_JAVASCRIPT).toInstant());
      }
      String iso = written.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
      return Optional.of(
          iso.matches(".*T.*(Z|[+-]\\d{2}:?\\d{2})$")
              ? OffsetDateTime.parse(withColon(iso)).toInstant()
              : LocalDateTime.parse(iso).atZone(zone).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static String withColon(String iso) {
    return iso.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2");
  }
}
