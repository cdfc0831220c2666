package rasl.shop.connect;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The software that a shop runs on. */
public enum Platform {
  WOOCOMMERCE(true),
  /** Signs with a secret that Shopify gives: none can be chosen. */
  SHOPIFY(false),
  SALLA(true),
  ZID(true),
  /** Any other, such as a shop that the tenant has written. */
  CUSTOM(true);

  private final boolean takesSecrets;

  Platform(boolean takesSecrets) {
    this.takesSecrets = takesSecrets;
  }

  /** As the API writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the platform takes a secret that others have chosen. */
  boolean takesSecrets() {
    return takesSecrets;
  }

  /** The ways in which it can prove that a call is its own, the usual one first. */
  List<Verification> verifications() {
    return switch (this) {
      case WOOCOMMERCE, SHOPIFY -> List.of(Verification.SIGNATURE);
      case SALLA -> List.of(Verification.SIGNATURE, Verification.TOKEN);
      case ZID -> List.of(Verification.BASIC);
      case CUSTOM -> List.of(Verification.SIGNATURE, Verification.BASIC);
    };
  }

  static Optional<Platform> of(String text) {
    return Stream.of(values()).filter(one -> one.text().equals(text)).findFirst();
  }

  /** The platform that is stored under this text. */
  public static Platform stored(String text) {
    return of(text).orElseThrow(() -> new IllegalStateException("there is no platform " + text));
  }

  static List<String> texts() {
    return Stream.of(values()).map(Platform::text).toList();
  }
}
