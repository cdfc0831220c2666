package rasl.message;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rasl.contact.Contact;
import rasl.contact.Phone;

/**
 * Replaces merge fields such as {@code @{contact_first_name}} (contract 2.5, rule 3). A missing
 * value merges as empty; an unknown field stays as it is.
 */
final class Merge {
  private static final Pattern FIELD = Pattern.compile("@\\{([a-z_]+)}");

  private Merge() {}

  /**
   * Replaces the fields.
   *
   * @param contact whose values they are; empty for one that the message is about to make
   */
  static String apply(String text, Optional<Contact> contact, Phone phone) {
    if (!text.contains("@{")) {
      return text;
    }
    return FIELD
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    value(match.group(1), contact, phone).orElse(match.group())));
  }

  private static Optional<String> value(String field, Optional<Contact> contact, Phone phone) {
    return switch (field) {
      case "contact_first_name" ->
          Optional.of(contact.map(Contact::firstname).orElse(phone.digits()));
      case "contact_last_name" -> Optional.of(contact.map(Contact::lastname).orElse(""));
      case "contact_email" -> Optional.of(contact.map(Contact::email).orElse(""));
      case "contact_phone" ->
          Optional.of(
              contact.isPresent() ? contact.map(Contact::phone).orElse("") : phone.international());
      default -> Optional.empty();
    };
  }
}
