package rasl.message;

import java.text.Normalizer;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import rasl.http.Fields;

/**
 * The text of a one-time code: 4 to 15 letters or digits (15 is WhatsApp's limit). Letters are
 * those of ASCII, and compared as they are: {@code a} is not {@code A}. Digits of other scripts are
 * taken for 0 to 9, since that is how an Arabic keyboard types them. Blanks, hyphens and characters
 * that nobody sees are no part of a code: people type {@code 482 913}, and what they copy out of a
 * message brings marks of direction along.
 */
public final class CodeText {
  static final int MOST = 15;

  /** What is wrong with a text that is no code, as the end of "The code field …". */
  public static final String RULE = "must have 4 to 15 letters (A to Z, a to z) or digits.";

  /** The most characters of a code with all that is no part of it. */
  private static final int MOST_WRITTEN = 64;

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{4," + MOST + "}");

  /** White space, hyphens and dashes, and what is not shown. */
  private static final Pattern BETWEEN =
      Pattern.compile("[\\s\\p{Z}\\p{Pd}\\p{Cf}\\p{M}\\u2212\\u2043]");

  private static final int SIX_DIGITS = 1_000_000;

  private CodeText() {}

  /** A code of six digits, each as likely as any other. */
  public static String random(RandomGenerator random) {
    return "%06d".formatted(random.nextInt(SIX_DIGITS));
  }

  /** The code that somebody wrote; empty where it is none. */
  public static Optional<String> read(String written) {
    String plain = withPlainDigits(Normalizer.normalize(written, Normalizer.Form.NFKC));
    String code = BETWEEN.matcher(plain).replaceAll("");
    return CODE.matcher(code).matches() ? Optional.of(code) : Optional.empty();
  }

  /** The field {@code code} where it is there; a fault is noted where it is no code. */
  public static Optional<String> optional(Fields in) {
    return in.text("code", MOST_WRITTEN).map(text -> checked(in, text));
  }

  /** The field {@code code}; where it is missing or no code, a fault is noted. */
  public static String required(Fields in) {
    String text = in.requiredText("code", MOST_WRITTEN);
    return text.isEmpty() ? text : checked(in, text);
  }

  private static String checked(Fields in, String text) {
    Optional<String> code = read(text);
    if (code.isEmpty()) {
      in.fault("code", "The code " + RULE);
    }
    return code.orElse("");
  }

  private static String withPlainDigits(String text) {
    var plain = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
