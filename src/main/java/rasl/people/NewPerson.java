package rasl.people;

import rasl.http.Fields;
import rasl.http.PlainText;

/** An account to be made. */
public record NewPerson(String email, String name, String password) {
  private static final int MOST_NAME = 255;
  private static final int LEAST_PASSWORD = 10;
  private static final int MOST_PASSWORD = 256;

  /** Reads the fields of one, but for the e-mail; faults are noted, and {@code orRefuse} tells. */
  public static NewPerson from(Fields in, String email) {
    String name = in.requiredText("name", MOST_NAME);
    String password = newPassword(in, email);
    return in.orRefuse(() -> new NewPerson(email, name, password));
  }

  /** As {@link #from(Fields, String)}, with the e-mail among the fields. */
  public static NewPerson from(Fields in) {
    return from(in, Emails.read(in));
  }

  /** Reads the required field {@code email}; a fault is noted. */
  public static String email(Fields in) {
    return Emails.read(in);
  }

  /** Reads a password that is to be somebody's; a fault is noted. */
  static String newPassword(Fields in, String email) {
    String password = in.requiredText("password", MOST_PASSWORD);
    if (!in.isFaulty("password")) {
      if (password.codePointCount(0, password.length()) < LEAST_PASSWORD) {
        in.fault("password", "The password must have at least " + LEAST_PASSWORD + " characters.");
      } else if (PlainText.folded(password).equals(Emails.key(email))) {
        in.fault("password", "The password must not be the email.");
      }
    }
    return password;
  }

  @Override
  public String toString() {
    return "NewPerson[" + email + "]";
  }
}
