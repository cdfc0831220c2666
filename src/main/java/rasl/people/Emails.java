package rasl.people;

import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.Fields;
import rasl.http.PlainText;

/** The e-mails by which people are named. */
final class Emails {
  static final int MOST = 191;
  private static final Pattern FORM = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

  private Emails() {}

  /** Reads the required field {@code email}; a fault is noted. */
  static String read(Fields in) {
    String email = in.requiredText("email", MOST);
    if (!in.isFaulty("email") && !isOne(email)) {
      in.fault("email", "The email must be an email address.");
    }
    return email;
  }

  static boolean isOne(String text) {
    return text.length() <= MOST && FORM.matcher(text).matches();
  }

  /** What e-mails are compared by. */
  static String key(String email) {
    return PlainText.folded(PlainText.trim(email));
  }

  /** The e-mail as it is stored; empty where it is none. */
  static Optional<String> of(String text) {
    return Optional.of(PlainText.trim(text)).filter(Emails::isOne);
  }
}
