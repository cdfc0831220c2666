package rasl.shop.connect;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a shop proves that a call is its own. */
public enum Verification {
  /** By an HMAC-SHA256 of the raw body under the secret. */
  SIGNATURE,
  /** By the secret alone in {@code Authorization}, as Salla's strategy Token does. */
  TOKEN,
  /** By a user name and the secret as its password, in Basic authentication (RFC 7617). */
  BASIC;

  /** As the API writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Verification> of(String text) {
    return Stream.of(values()).filter(one -> one.text().equals(text)).findFirst();
  }
}
