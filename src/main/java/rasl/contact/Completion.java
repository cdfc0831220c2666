package rasl.contact;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.http.PlainText;

/** What becomes of a contact by what a shop says of its person. */
final class Completion {
  private Completion() {}

  /** What a new contact has besides what the shop says. */
  record Defaults(@Nullable Long status, long source, @Nullable Long assignee, List<Long> groups) {}

  /** A new contact. */
  static Contact made(
      long id, Phone phone, Buyer said, Optional<String> email, Defaults defaults, Instant now) {
    Optional<String> first = BuyerText.name(said.firstname());
    Optional<String> last = BuyerText.name(said.lastname());
    return new Contact(
        id,
        first.or(() -> last).orElse(phone.digits()),
        first.isPresent() ? last.orElse("") : "",
        BuyerText.line(said.home().company()),
        "customer",
        email.orElse(null),
        phone.international(),
        defaults.status(),
        defaults.source(),
        null,
        BuyerText.line(said.home().city()),
        BuyerText.line(said.home().state()),
        BuyerText.zip(said.home().zip()),
        BuyerText.address(said.home().street()),
        null,
        defaults.assignee(),
        defaults.groups(),
        false,
        now,
        now);
  }

  /**
   * The same contact with what was empty. An address is taken whole or not at all: parts of two
   * would lead nowhere.
   *
   * @param email one that nobody else has, where the contact has none
   */
  static Contact of(Contact c, Buyer said, Optional<String> email, List<Long> groups, Instant now) {
    boolean nameless = isNameless(c);
    Optional<String> first = BuyerText.name(said.firstname());
    boolean homeless = c.address() == null && c.city() == null && c.zip() == null;
    Buyer.Home home = homeless ? said.home() : Buyer.Home.NONE;
    return new Contact(
        c.id(),
        nameless ? first.orElse(c.firstname()) : c.firstname(),
        lastname(c, said, nameless, first),
        c.company() == null ? BuyerText.line(said.home().company()) : c.company(),
        c.type(),
        c.email() == null ? email.orElse(null) : c.email(),
        c.phone(),
        c.statusId(),
        c.sourceId(),
        c.description(),
        c.city() == null ? BuyerText.line(home.city()) : c.city(),
        c.state() == null ? BuyerText.line(home.state()) : c.state(),
        c.zip() == null ? BuyerText.zip(home.zip()) : c.zip(),
        c.address() == null ? BuyerText.address(home.street()) : c.address(),
        c.countryId(),
        c.assignedId(),
        groups,
        c.isOptedOut(),
        c.createdAt(),
        now);
  }

  /** A contact that was made by itself is called by its phone. */
  private static boolean isNameless(Contact c) {
    @Nullable String phone = ContactWrites.phoneKey(c);
    String digits = c.firstname().startsWith("+") ? c.firstname().substring(1) : c.firstname();
    return phone != null && digits.equals(phone);
  }

  /** A last name belongs to its first name: it is not put behind another. */
  private static String lastname(Contact c, Buyer said, boolean nameless, Optional<String> first) {
    boolean same =
        first
            .filter(name -> PlainText.folded(name).equals(PlainText.folded(c.firstname())))
            .isPresent();
    return c.lastname().isEmpty() && (nameless || same)
        ? BuyerText.name(said.lastname()).orElse("")
        : c.lastname();
  }
}
