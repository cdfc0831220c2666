package rasl.contact;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A person as WhatsApp names them: by a number, by a business-scoped user id, or by both. At least
 * one of the two is there.
 *
 * @param phone the digits that WhatsApp has for them ({@code wa_id}); empty where it hides them
 * @param userId such as {@code US.13491208655302741918}; empty where WhatsApp does not tell it
 */
public record WhatsAppUser(String phone, String userId) {
  /** Meta says {@code CC.} and up to 128 letters and digits, and may say otherwise tomorrow. */
  private static final Pattern USER_ID = Pattern.compile("[\\x21-\\x7e]{1,160}");

  public WhatsAppUser {
    if (phone.isEmpty() && userId.isEmpty()) {
      throw new IllegalArgumentException("nobody");
    }
  }

  /** The person, where either text can be what it should be. */
  public static Optional<WhatsAppUser> of(String phone, String userId) {
    String digits = Phone.isDigits(phone) ? phone : "";
    String id = USER_ID.matcher(userId).matches() ? userId : "";
    return digits.isEmpty() && id.isEmpty()
        ? Optional.empty()
        : Optional.of(new WhatsAppUser(digits, id));
  }

  /** By what name they are shown where they have none: the digits, else the user id. */
  public String id() {
    return phone.isEmpty() ? userId : phone;
  }

  boolean hasPhone() {
    return !phone.isEmpty();
  }

  boolean hasUserId() {
    return !userId.isEmpty();
  }

  /** The digits as a contact's key; only where there is a phone. */
  String phoneKey() {
    return new Phone(phone).digits();
  }

  /** What a contact must remember beside its phone, since it is another spelling; else empty. */
  Optional<String> waId(String phoneKey) {
    return hasPhone() && !phone.equals(phoneKey) ? Optional.of(phone) : Optional.empty();
  }

  /** Not the number itself: it is personal data, and this goes into logs. */
  @Override
  public String toString() {
    return hasPhone() ? new Phone(phone).toString() : "user " + userId.length();
  }
}
