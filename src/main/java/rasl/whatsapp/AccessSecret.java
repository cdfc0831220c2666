package rasl.whatsapp;

import java.util.regex.Pattern;

/** A secret of Meta's (access token, app secret, verify token) that does not print. */
public record AccessSecret(String text) {
  /** A chosen verify token has at least so many characters, since everybody may guess at it. */
  public static final int LEAST_VERIFY_TOKEN = 16;

  /** What can stand in a header, since that is where a token goes. */
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

  /** Whether it has no blanks and no special characters, such as come along from a web page. */
  public boolean isPlain() {
    return PRINTABLE.matcher(text).matches();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
