package rasl.shop.connect;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.crypto.Base62;

/** The secret that a shop signs with, or shows; it does not print. */
public record ShopSecret(String text) {
  static final String RULE = "must have 8 to 255 printable ASCII characters, without blanks.";

  private static final int NEW_LENGTH = 40;

  /** What a shop's form, a header and a command line can hold as it is. */
  private static final Pattern GOOD = Pattern.compile("[\\x21-\\x7e]{8,255}");

  /** A new one of 238 random bits. */
  static ShopSecret create(SecureRandom random) {
    return new ShopSecret(Base62.random(random, NEW_LENGTH));
  }

  /** One that was chosen elsewhere; empty where it breaks the {@link #RULE}. */
  static Optional<ShopSecret> parse(String text) {
    return GOOD.matcher(text).matches() ? Optional.of(new ShopSecret(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
