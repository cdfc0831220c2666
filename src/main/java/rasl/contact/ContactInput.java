package rasl.contact;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.http.Fields;
import rasl.http.PlainText;
import rasl.tenant.PhoneRules;

/**
 * What a body says of a contact (contract 2.4). Of a field that was not sent, the value here means
 * nothing.
 *
 * @param sent the names of the fields that were sent, null included
 * @param written the phone; where it was sent, it can be read somehow
 */
record ContactInput(
    Set<String> sent,
    String firstname,
    String lastname,
    String type,
    Optional<WrittenPhone> written,
    @Nullable Long statusId,
    @Nullable Long sourceId,
    @Nullable String company,
    @Nullable String email,
    @Nullable String description,
    @Nullable String city,
    @Nullable String state,
    @Nullable String zip,
    @Nullable String address,
    @Nullable Long countryId,
    @Nullable Long assignedId,
    List<Long> groups,
    boolean isOptedOut) {

  private static final String OPTED_OUT = "is_opted_out";
  static final List<String> TYPES = List.of("lead", "customer", "guest");
  private static final List<String> ALWAYS =
      List.of("firstname", "lastname", "type", "phone", "status_id", "source_id");

  /** What contacts that WhatsApp brought may have nothing in. */
  private static final Set<String> MAY_BE_EMPTY =
      Set.of("lastname", "phone", "status_id", "source_id");

  private static final List<String> OPTIONAL =
      List.of(
          "company",
          "email",
          "description",
          "city",
          "state",
          "zip",
          "address",
          "country_id",
          "assigned_id",
          "groups",
          OPTED_OUT);
  private static final int MAX_NAME = 255;
  private static final int MAX_EMAIL = 191;
  private static final int MAX_ZIP = 20;
  private static final int MAX_ADDRESS = 500;
  private static final int MAX_DESCRIPTION = 65_535;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s,;<>]+@[^@\\s,;<>]+");

  /** The fields of a contact to be made. */
  static ContactInput toCreate(Fields in, PhoneReader phones, PhoneRules rules) {
    return read(in, new TreeSet<>(ALWAYS), Set.of(), phones, rules);
  }

  /** As {@link #toCreate}, of a contact that was answered or exported before. */
  static ContactInput toCreateAgain(Fields in, PhoneReader phones, PhoneRules rules) {
    return read(in, new TreeSet<>(ALWAYS), MAY_BE_EMPTY, phones, rules);
  }

  /**
   * The fields of a contact that are to change.
   *
   * @param empty the fields that are empty, as those of contacts that WhatsApp brought may be, and
   *     may stay so
   */
  static ContactInput toChange(Fields in, Set<String> empty, PhoneReader phones, PhoneRules rules) {
    return read(in, new TreeSet<>(), empty, phones, rules);
  }

  /** The fields of {@link #MAY_BE_EMPTY} that a contact has nothing in. */
  static Set<String> empty(Contact contact) {
    var empty = new TreeSet<String>();
    if (contact.lastname().isEmpty()) {
      empty.add("lastname");
    }
    if (contact.phone() == null) {
      empty.add("phone");
    }
    if (contact.statusId() == null) {
      empty.add("status_id");
    }
    if (contact.sourceId() == null) {
      empty.add("source_id");
    }
    return empty;
  }

  private static ContactInput read(
      Fields in, Set<String> sent, Set<String> empty, PhoneReader phones, PhoneRules rules) {
    ALWAYS.stream().filter(in::has).forEach(sent::add);
    OPTIONAL.stream().filter(in::has).forEach(sent::add);
    var required = new Required(in, sent, empty);
    Optional<WrittenPhone> written =
        required.isLookedFor("phone") ? PhoneField.ofContact(in, phones, rules) : Optional.empty();
    var optional = new Optionals(in);
    boolean optedOut = optedOut(in, sent);
    var made =
        new ContactInput(
            Set.copyOf(sent),
            required.text("firstname"),
            required.text("lastname"),
            required.type(),
            written,
            required.id("status_id"),
            required.id("source_id"),
            optional.text("company", MAX_NAME),
            email(in).orElse(null),
            optional.text("description", MAX_DESCRIPTION),
            optional.text("city", MAX_NAME),
            optional.text("state", MAX_NAME),
            optional.text("zip", MAX_ZIP),
            optional.text("address", MAX_ADDRESS),
            optional.id("country_id"),
            optional.id("assigned_id"),
            in.idsOrRecords("groups").stream().distinct().sorted().toList(),
            optedOut);
    return in.orRefuse(() -> made);
  }

  /** A null is as if nothing had been sent: by it nobody opts in again. */
  private static boolean optedOut(Fields in, Set<String> sent) {
    Optional<Boolean> said = in.bool(OPTED_OUT);
    if (said.isEmpty()) {
      sent.remove(OPTED_OUT);
    }
    return said.orElse(false);
  }

  /** Reads the email; a fault is noted. */
  static Optional<String> email(Fields in) {
    Optional<String> email = in.text("email", MAX_EMAIL);
    if (email.isPresent() && !isEmail(email.get())) {
      in.fault("email", "The email must be an email address.");
    }
    return email;
  }

  /** Whether the text can be an email address. */
  static boolean isEmail(String text) {
    return EMAIL.matcher(text).matches();
  }

  /** What emails are compared by; null where there is none. */
  @Nullable String emailKey() {
    return email == null ? null : PlainText.folded(email);
  }

  /** Fields that are required where they are looked at. */
  private record Required(Fields in, Set<String> looked, Set<String> empty) {
    /** What is empty already may be sent empty. */
    boolean isLookedFor(String name) {
      return looked.contains(name)
          && (!empty.contains(name) || in.text(name, Integer.MAX_VALUE).isPresent());
    }

    String text(String name) {
      return isLookedFor(name) ? in.requiredText(name, MAX_NAME) : "";
    }

    String type() {
      String type = text("type");
      if (!type.isEmpty() && !TYPES.contains(type)) {
        in.fault("type", "The type must be one of " + String.join(", ", TYPES) + ".");
      }
      return type;
    }

    @Nullable Long id(String name) {
      if (!looked.contains(name)) {
        return null;
      }
      return empty.contains(name) ? in.id(name).orElse(null) : Long.valueOf(in.requiredId(name));
    }
  }

  private record Optionals(Fields in) {
    @Nullable String text(String name, int max) {
      return in.text(name, max).orElse(null);
    }

    @Nullable Long id(String name) {
      return in.id(name).orElse(null);
    }
  }
}
