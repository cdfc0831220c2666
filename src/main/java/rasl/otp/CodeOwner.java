package rasl.otp;

import rasl.contact.Phone;

/**
 * Whom a code is for, and what for: of each there is one code that counts.
 *
 * @param phone as it was asked for
 * @param purpose the caller's own word, 1 to {@link #MOST_PURPOSE} characters, compared as it is
 */
record CodeOwner(Phone phone, String purpose) {
  static final int MOST_PURPOSE = 50;
  static final String USUAL_PURPOSE = "authentication";

  /** The phone as codes are kept by: the same for every way to write it. */
  String line() {
    return phone.line();
  }
}
