package rasl.otp;

import java.util.List;
import java.util.Optional;
import rasl.contact.PhoneField;
import rasl.contact.PhoneReader;
import rasl.contact.WrittenPhone;
import rasl.http.Fields;
import rasl.message.CodeText;
import rasl.tenant.PhoneRules;

/**
 * A request to send a code, or to send a new one, well formed.
 *
 * @param code the caller's own; empty for one that is made
 * @param expiryMinutes how long it is valid
 * @param additional what the template's body takes beyond code and minutes
 */
record SendCode(
    WrittenPhone phone,
    Optional<Long> contactId,
    String templateName,
    String language,
    Optional<String> code,
    int expiryMinutes,
    String purpose,
    List<String> additional,
    Optional<String> endUserIp) {
  private static final int MAX_NAME = 512;
  private static final int MAX_LANGUAGE = 10;
  private static final String USUAL_LANGUAGE = "en";
  private static final int MAX_MINUTES = 60;
  private static final long USUAL_MINUTES = 10;
  private static final int MOST_ADDITIONAL = 20;
  private static final int MAX_ADDITIONAL = 1024;

  /**
   * @param rules how the tenant's phones are read
   */
  static SendCode from(Fields in, PhoneReader phones, PhoneRules rules) {
    return from(in, CodeText.optional(in), phones, rules);
  }

  /** As {@link #from}, of a resend: its code is always a new one. */
  static SendCode again(Fields in, PhoneReader phones, PhoneRules rules) {
    return from(in, Optional.empty(), phones, rules);
  }

  private static SendCode from(
      Fields in, Optional<String> code, PhoneReader phones, PhoneRules rules) {
    Optional<WrittenPhone> phone = PhoneField.read(in, phones, rules, OtpFields.MAX_PHONE);
    Optional<Long> contactId = in.id("contact_id");
    String templateName = in.requiredText("template_name", MAX_NAME);
    String language = in.text("language", MAX_LANGUAGE).orElse(USUAL_LANGUAGE);
    int minutes = in.integer("expiry_minutes", 1, MAX_MINUTES).orElse(USUAL_MINUTES).intValue();
    String purpose = OtpFields.purpose(in);
    List<String> additional = in.texts("additional_params", MOST_ADDITIONAL, MAX_ADDITIONAL);
    Optional<String> ip = OtpFields.endUserIp(in);
    return in.orRefuse(
        () ->
            new SendCode(
                phone.orElseThrow(),
                contactId,
                templateName,
                language,
                code,
                minutes,
                purpose,
                additional,
                ip));
  }

  /** Not the code. */
  @Override
  public String toString() {
    return "a code by " + templateName + " for " + purpose;
  }
}
