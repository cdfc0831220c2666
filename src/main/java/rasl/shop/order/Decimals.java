package rasl.shop.order;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Exact amounts of money as text, with the digits behind the point that their currency has. */
public final class Decimals {
  /** More digits are no amount of money; they would only cost time. */
  private static final int LONGEST = 30;

  private Decimals() {}

  /**
   * An amount as a platform writes it, such as {@code 12.5} or {@code "1500.00"}: {@code 12.500} in
   * KWD, {@code 1500} in JPY. Digits beyond those of the currency stay where they are not 0.
   *
   * @param currency ISO 4217; an unknown one leaves the digits as they are
   * @return null where the text is no number
   */
  static @Nullable String amount(Optional<String> text, String currency) {
    Optional<BigDecimal> number = text.flatMap(Decimals::number);
    return number.map(value -> scaled(value, currency).toPlainString()).orElse(null);
  }

  /** A number as people and platforms write it; the digits may be those of any script. */
  public static Optional<BigDecimal> number(String text) {
    String plain = text.replace("٫", ".").replace("٬", "").replace(" ", "");
    String one = plain.matches("[^.]*,\\d{3}.*[.].*") ? plain.replace(",", "") : plain;
    if (one.length() > LONGEST || one.indexOf('e') >= 0 || one.indexOf('E') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(one));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static BigDecimal scaled(BigDecimal value, String currency) {
    BigDecimal bare = value.stripTrailingZeros();
    int digits = digits(currency).orElse(value.scale());
    return bare.setScale(Math.max(digits, Math.max(0, bare.scale())), RoundingMode.UNNECESSARY);
  }

  private static Optional<Integer> digits(String currency) {
    try {
      int digits = Currency.getInstance(currency).getDefaultFractionDigits();
      return digits < 0 ? Optional.empty() : Optional.of(digits);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
