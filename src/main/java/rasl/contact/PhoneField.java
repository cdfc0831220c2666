package rasl.contact;

import java.util.Optional;
import rasl.http.Fields;
import rasl.tenant.PhoneRules;

/** The field {@code phone} of requests that send something, or ask for what was sent. */
public final class PhoneField {
  private static final String PHONE = "phone";
  private static final int LEAST = 10;
  private static final int MOST_OF_CONTACT = 20;

  /** With what nobody sees. */
  private static final int MOST_WRITTEN = 100;

  /** What is said of digits that are no number. */
  public static final String INVALID =
      "The phone is not a valid phone number; written with its country code it looks like"
          + " +966501234567.";

  private PhoneField() {}

  /**
   * Reads it; what is wrong with it is noted, and it may then be empty.
   *
   * @param rules how the tenant's numbers are read
   * @param most the most characters that it may have
   */
  public static Optional<WrittenPhone> read(
      Fields in, PhoneReader phones, PhoneRules rules, int most) {
    return read(in, phones, rules, LEAST, most);
  }

  /** The phone of a contact, which may be shorter; empty where a fault was noted. */
  static Optional<WrittenPhone> ofContact(Fields in, PhoneReader phones, PhoneRules rules) {
    return read(in, phones, rules, 1, MOST_OF_CONTACT);
  }

  private static Optional<WrittenPhone> read(
      Fields in, PhoneReader phones, PhoneRules rules, int least, int most) {
    String written = in.requiredText(PHONE, MOST_WRITTEN);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> fault = fault(written, least, most);
    if (fault.isPresent()) {
      in.fault(PHONE, fault.get());
      return Optional.empty();
    }
    WrittenPhone phone = phones.read(written, rules);
    if (phone.isHopeless()) {
      in.fault(PHONE, INVALID);
      return Optional.empty();
    }
    return Optional.of(phone);
  }

  /** What nobody sees does not count as a character. */
  private static Optional<String> fault(String written, int least, int most) {
    int length = PhoneReader.plain(written).length();
    if (length > most && PhoneReader.fault(written).isEmpty()) {
      return Optional.of("The phone must not have more than " + most + " characters.");
    }
    return PhoneReader.fault(written)
        .or(
            () ->
                length < least
                    ? Optional.of("The phone must have at least " + least + " characters.")
                    : Optional.empty());
  }
}
