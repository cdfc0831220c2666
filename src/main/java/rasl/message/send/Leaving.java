package rasl.message.send;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rasl.contact.Contact;
import rasl.contact.ContactStore;
import rasl.contact.MarketingConsent;
import rasl.db.TenantTx;
import rasl.message.MessageStatus;
import rasl.message.accept.Recipients;
import rasl.message.accept.WindowRule;
import rasl.message.progress.MessageStore;
import rasl.tenant.TenantStore;
import rasl.whatsapp.Connection;

/**
 * Judges once more what did not leave at once: a customer may have opted out since, and a window
 * may have shut. What was asked for a moment ago was judged a moment ago.
 */
public final class Leaving {
  private static final Duration MOMENT = Duration.ofSeconds(5);
  private static final String OPTED_OUT = "the contact had opted out when it was to leave";
  private static final String NO_MARKETING =
      "the contact had stopped marketing messages when it was to leave";
  private static final String SHUT =
      "the customer service window was shut when it was to leave: the customer had not written"
          + " within 24 hours";

  private final ContactStore contacts;
  private final MarketingConsent marketing;
  private final TenantStore tenants;
  private final WindowRule window;

  public Leaving(
      ContactStore contacts, MarketingConsent marketing, TenantStore tenants, WindowRule window) {
    this.contacts = contacts;
    this.marketing = marketing;
    this.tenants = tenants;
    this.window = window;
  }

  /** Why messages may not leave any more, by message; the others may. */
  Map<Long, String> refused(
      TenantTx tx, List<MessageStore.Outgoing> messages, Connection connection, Instant now) {
    List<MessageStore.Outgoing> late =
        messages.stream().filter(message -> isLate(message, now)).toList();
    if (late.isEmpty()) {
      return Map.of();
    }
    Map<String, Contact> owners = owners(tx, late);
    Map<Long, Contact> addressees = addressees(tx, late);
    Set<String> shut = shut(tx, late, connection, now);
    Set<Long> unadvertised = stopped(tx, late, owners, addressees);
    Map<Long, String> refused = new HashMap<>();
    for (MessageStore.Outgoing message : late) {
      List<Contact> people = people(message, owners, addressees);
      if (!message.acknowledges() && people.stream().anyMatch(Contact::isOptedOut)) {
        refused.put(message.id(), OPTED_OUT);
      } else if (message.marketing()
          && people.stream().anyMatch(contact -> unadvertised.contains(contact.id()))) {
        refused.put(message.id(), NO_MARKETING);
      } else if (message.needsWindow() && shut.contains(message.to().id())) {
        refused.put(message.id(), SHUT);
      }
    }
    return refused;
  }

  /** Whose contact it is, and who has the phone. */
  private static List<Contact> people(
      MessageStore.Outgoing message, Map<String, Contact> owners, Map<Long, Contact> addressees) {
    return Stream.of(
            Optional.ofNullable(owners.get(message.to().phone())),
            Optional.ofNullable(addressees.get(message.contactId().orElse(0))))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Which of the people who were to get marketing have stopped it. */
  private Set<Long> stopped(
      TenantTx tx,
      List<MessageStore.Outgoing> late,
      Map<String, Contact> owners,
      Map<Long, Contact> addressees) {
    Set<Long> people =
        late.stream()
            .filter(MessageStore.Outgoing::marketing)
            .flatMap(message -> people(message, owners, addressees).stream())
            .map(Contact::id)
            .collect(Collectors.toSet());
    return marketing.stopped(tx, people);
  }

  /** Whether it is to be judged once more before it leaves. */
  static boolean isLate(MessageStore.Outgoing message, Instant now) {
    return message.status() == MessageStatus.SCHEDULED
        || message.dueAt().plus(MOMENT).isBefore(now);
  }

  private Map<String, Contact> owners(TenantTx tx, List<MessageStore.Outgoing> late) {
    return contacts
        .byPhones(tx, late.stream().map(message -> message.to().phone()).distinct().toList())
        .stream()
        .collect(Collectors.toMap(Recipients::digits, Function.identity()));
  }

  private Map<Long, Contact> addressees(TenantTx tx, List<MessageStore.Outgoing> late) {
    List<Long> ids =
        late.stream().flatMap(message -> message.contactId().stream().boxed()).distinct().toList();
    return contacts.byIds(tx, ids).stream()
        .collect(Collectors.toMap(Contact::id, Function.identity()));
  }

  private Set<String> shut(
      TenantTx tx, List<MessageStore.Outgoing> late, Connection connection, Instant now) {
    List<String> customers =
        late.stream()
            .filter(MessageStore.Outgoing::needsWindow)
            .map(message -> message.to().id())
            .distinct()
            .toList();
    return customers.isEmpty()
        ? Set.of()
        : window.shut(
            tx,
            window.until(tx, customers, connection, now),
            connection,
            tenants.settings(tx),
            now);
  }
}
