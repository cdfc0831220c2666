package rasl.message.accept;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rasl.contact.Contact;
import rasl.contact.Newcomer;
import rasl.contact.Phone;

/**
 * Replaces merge fields such as {@code @{contact_first_name}} (contract 2.5, rule 3). A missing
 * value merges as empty; an unknown field stays as it is. Values are data that others wrote, such
 * as the names that customers choose in WhatsApp: they are put in as one line.
 */
final class Merge {
  private static final Pattern FIELD = Pattern.compile("@\\{([a-z_]+)}");

  /** White space of any kind, and characters that move the print. */
  private static final Pattern GAP = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

  private Merge() {}

  /**
   * Replaces the fields.
   *
   * @param contact whose values they are; empty for one that the message is about to make
   * @param newcomer what is said of that one
   */
  static String apply(
      String text, Optional<Contact> contact, Optional<Newcomer> newcomer, Phone phone) {
    if (!text.contains("@{")) {
      return text;
    }
    return FIELD
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    value(match.group(1), contact, newcomer, phone)
                        .map(Merge::oneLine)
                        .orElse(match.group())));
  }

  private static String oneLine(String value) {
    return GAP.matcher(value).replaceAll(" ").strip();
  }

  private static Optional<String> value(
      String field, Optional<Contact> contact, Optional<Newcomer> newcomer, Phone phone) {
    Optional<Newcomer> said = contact.isPresent() ? Optional.empty() : newcomer;
    return switch (field) {
      case "contact_first_name" ->
          Optional.of(
              contact
                  .map(Contact::firstname)
                  .or(() -> said.flatMap(Newcomer::firstname))
                  .orElse(phone.digits()));
      case "contact_last_name" ->
          Optional.of(
              contact.map(Contact::lastname).or(() -> said.flatMap(Newcomer::lastname)).orElse(""));
      case "contact_email" ->
          Optional.of(
              contact.map(Contact::email).or(() -> said.flatMap(Newcomer::email)).orElse(""));
      case "contact_phone" ->
          Optional.of(
              contact.isPresent() ? contact.map(Contact::phone).orElse("") : phone.international());
      default -> Optional.empty();
    };
  }
}
