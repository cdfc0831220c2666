package rasl.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the body of a delivery is laid out. */
enum Format {
  /** As contract 4.1 has it: RASL's own. */
  N8N,
  /** {@code type}, {@code timestamp} and {@code data}, as standardwebhooks.com recommends. */
  STANDARD;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Format> parse(String text) {
    return Arrays.stream(values()).filter(format -> format.text().equals(text)).findFirst();
  }

  static List<String> texts() {
    return Arrays.stream(values()).map(Format::text).toList();
  }
}
