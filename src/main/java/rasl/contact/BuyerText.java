package rasl.contact;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.http.PlainText;

/** Makes what a shop says fit into the fields of a contact: cut rather than refused. */
final class BuyerText {
  private static final int NAME = 255;
  private static final int EMAIL = 191;
  private static final int ZIP = 20;
  private static final int ADDRESS = 500;

  private BuyerText() {}

  static Optional<String> name(Optional<String> text) {
    return cut(text, NAME);
  }

  static @Nullable String line(Optional<String> text) {
    return cut(text, NAME).orElse(null);
  }

  static @Nullable String zip(Optional<String> text) {
    return cut(text, ZIP).orElse(null);
  }

  static @Nullable String address(Optional<String> text) {
    return cut(text, ADDRESS).orElse(null);
  }

  /** Empty where it is none: a cut one would be somebody else's. */
  static Optional<String> email(Optional<String> text) {
    return text.map(PlainText::trim)
        .filter(email -> PlainText.length(email) <= EMAIL)
        .filter(email -> ContactInput.isEmail(email) && PlainText.fault(email).isEmpty());
  }

  private static Optional<String> cut(Optional<String> text, int most) {
    return text.map(raw -> PlainText.trim(raw.replaceAll("\\p{Cntrl}+", " ")))
        .filter(plain -> !plain.isEmpty())
        .map(
            plain ->
                plain.codePointCount(0, plain.length()) <= most
                    ? plain
                    : plain.substring(0, plain.offsetByCodePoints(0, most)));
  }
}
