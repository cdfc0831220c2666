package rasl.audit;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last entry of a chain. Kept elsewhere, it proves later that no entry up to it was changed or
 * taken away.
 *
 * @param number 0 where there is no entry yet
 * @param hash empty where there is no entry yet
 */
@SuppressWarnings("ArrayRecordComponent") // compared by same() alone
public record Head(long number, byte[] hash) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  static final Head NONE = new Head(0, new byte[0]);

  /** The number, a colon, and the hash in hexadecimal digits. */
  public String text() {
    return number + ":" + HexFormat.of().formatHex(hash);
  }

  /** Reads what {@link #text} wrote, of at least one entry. */
  public static Optional<Head> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new Head(Long.parseLong(matcher.group(1)), HexFormat.of().parseHex(matcher.group(2))))
        : Optional.empty();
  }

  boolean same(Head other) {
    return number == other.number && Arrays.equals(hash, other.hash);
  }
}
