package rasl.otp;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import rasl.http.Fields;

/**
 * The text of a code: 4 to 15 letters or digits (15 is WhatsApp's limit). Letters are those of
 * ASCII, and compared as they are: {@code a} is not {@code A}. Digits of other scripts are taken
 * for 0 to 9, since that is how an Arabic keyboard types them.
 */
final class CodeText {
  static final int MOST = 15;

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{4," + MOST + "}");
  private static final int SIX_DIGITS = 1_000_000;

  private CodeText() {}

  /** A code of six digits, each as likely as any other. */
  static String random(RandomGenerator random) {
    return "%06d".formatted(random.nextInt(SIX_DIGITS));
  }

  /** The field {@code code} where it is there; a fault is noted where it is no code. */
  static Optional<String> optional(Fields in) {
    return in.text("code", MOST).map(text -> checked(in, text));
  }

  /** The field {@code code}; where it is missing or no code, a fault is noted. */
  static String required(Fields in) {
    String text = in.requiredText("code", MOST);
    return text.isEmpty() ? text : checked(in, text);
  }

  private static String checked(Fields in, String text) {
    String code = withPlainDigits(text);
    if (!CODE.matcher(code).matches()) {
      in.fault("code", "The code must have 4 to 15 letters (A to Z, a to z) or digits.");
    }
    return code;
  }

  private static String withPlainDigits(String text) {
    var plain = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
