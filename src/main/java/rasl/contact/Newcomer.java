package rasl.contact;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.http.Fields;
import rasl.http.JsonFields;
import rasl.tenant.TenantSettings;

/**
 * What a send says of the contact that is made for it where the phone has none (contract 2.5). What
 * is not said is as in every contact that is made by itself.
 *
 * @param countryId where {@code country} is an id
 * @param country where it is a name or code: kept as words, in the description
 */
public record Newcomer(
    Optional<String> firstname,
    Optional<String> lastname,
    Optional<String> email,
    Optional<Long> countryId,
    Optional<String> country,
    Optional<Long> assignedId,
    List<Long> groups) {
  private static final int MAX_NAME = 255;
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

  /**
   * Reads the object {@code contact}; what is wrong is noted. Empty where nothing is said.
   *
   * @param in the whole request
   */
  public static Optional<Newcomer> from(Fields in) {
    return in.object("contact").map(Newcomer::read).filter(said -> !said.isEmpty());
  }

  private static Newcomer read(Fields in) {
    Optional<String> country = in.textOrNumber("country", MAX_NAME);
    Optional<Long> countryId =
        country
            .filter(text -> ID.matcher(text).matches())
            .map(Long::valueOf)
            .filter(id -> id <= JsonFields.MAX_ID);
    return new Newcomer(
        in.text("firstname", MAX_NAME),
        in.text("lastname", MAX_NAME),
        ContactInput.email(in),
        countryId,
        countryId.isPresent() ? Optional.empty() : country,
        in.id("assigned_id"),
        in.idsOrCommaList("groups").stream().distinct().sorted().toList());
  }

  private boolean isEmpty() {
    return equals(
        new Newcomer(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of()));
  }

  /** As a contact to be made, with the tenant's defaults. */
  Contact contact(long id, Phone phone, TenantSettings defaults, Instant now) {
    @Nullable Long assignee = defaults.defaultAssignee().memberId();
    return new Contact(
        id,
        firstname.orElse(phone.digits()),
        lastname.orElse(""),
        null,
        "lead",
        email.orElse(null),
        phone.international(),
        defaults.defaultStatus().orElseThrow(),
        defaults.defaultSource().orElseThrow(),
        country.map(text -> "Country: " + text).orElse(null),
        null,
        null,
        null,
        null,
        countryId.orElse(null),
        assignedId.isPresent() ? assignedId.get() : assignee,
        groups,
        false,
        now,
        now);
  }
}
