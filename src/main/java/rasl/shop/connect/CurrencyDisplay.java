package rasl.shop.connect;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How amounts are written for customers. */
public enum CurrencyDisplay {
  /** As the reader's language writes it, such as {@code ر.س.} or {@code $}. */
  SYMBOL,
  /** By its ISO 4217 code, such as {@code SAR}. */
  CODE;

  /** As the API writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<CurrencyDisplay> of(String text) {
    return Stream.of(values()).filter(one -> one.text().equals(text)).findFirst();
  }

  static List<String> texts() {
    return Stream.of(values()).map(CurrencyDisplay::text).toList();
  }
}
