package rasl.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.contact.Contact;
import rasl.contact.ContactStore;
import rasl.contact.Phone;
import rasl.conversation.Conversation;
import rasl.conversation.ConversationStore;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.http.PlainText;
import rasl.tenant.TenantStore;
import rasl.whatsapp.Connection;
import rasl.whatsapp.ConnectionStore;
import rasl.whatsapp.WhatsAppUpdate.Called;
import rasl.whatsapp.WhatsAppUpdate.Inbound;

/**
 * Stores what customers write: each message once, its sender as a contact (made where unknown, even
 * over the plan's limit: nothing that a customer writes is dropped), and the window opened.
 */
final class InboundMessages {
  private static final Logger log = LoggerFactory.getLogger(InboundMessages.class);

  private static final int MAX_NAME = 255;

  private final TenantStore tenants;
  private final ConnectionStore connections;
  private final ContactStore contacts;
  private final ConversationStore conversations;
  private final Threads threads;
  private final InboundStore store;
  private final EventLog events;

  InboundMessages(
      TenantStore tenants,
      ConnectionStore connections,
      ContactStore contacts,
      ConversationStore conversations,
      Threads threads,
      InboundStore store,
      EventLog events) {
    this.tenants = tenants;
    this.connections = connections;
    this.contacts = contacts;
    this.conversations = conversations;
    this.threads = threads;
    this.store = store;
    this.events = events;
  }

  /** What customers did, in the order of its arrival. */
  record Heard(List<Inbound> messages, List<Called> calls) {
    Heard() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  /** A sign of life: who gave it, by what name, and when. */
  private record Sign(String from, String name, Instant at) {}

  void store(TenantTx tx, Heard heard, Instant now) {
    if (heard.messages().isEmpty() && heard.calls().isEmpty()) {
      return;
    }
    Optional<Connection> connection = connections.find(tx);
    if (connection.isEmpty()) {
      log.warn("customers wrote to tenant {}, which has no connection", tx.tenant());
      return;
    }
    List<Inbound> fresh = fresh(tx, heard.messages());
    List<Sign> signs = signs(fresh, heard.calls());
    if (signs.isEmpty()) {
      return;
    }
    Map<String, Contact> senders = senders(tx, signs, now);
    Set<Long> senderIds =
        senders.values().stream().map(Contact::id).collect(Collectors.toCollection(TreeSet::new));
    Map<Long, Conversation> found = threads.of(tx, connection.get().id(), senderIds, now);
    if (!fresh.isEmpty()) {
      List<Long> ids = store.insertAll(tx, fresh, senders, found, connection.get(), now);
      events.recordAll(
          tx, ids.stream().map(id -> Event.happened("message.received", "message", id)).toList());
    }
    conversations.heard(tx, last(signs, senders, found), now);
  }

  /** Those that are not stored yet, each once, from senders that can be told. */
  private List<Inbound> fresh(TenantTx tx, List<Inbound> received) {
    Set<String> seen =
        new HashSet<>(store.known(tx, received.stream().map(Inbound::wamid).toList()));
    var fresh = new ArrayList<Inbound>();
    for (Inbound message : received) {
      if (!Phone.isDigits(message.from())) {
        log.warn("a message of type {} from a sender without a phone", message.type());
      } else if (seen.add(message.wamid())) {
        fresh.add(message);
      }
    }
    return fresh;
  }

  private static List<Sign> signs(List<Inbound> messages, List<Called> calls) {
    return Stream.concat(
            messages.stream().map(one -> new Sign(one.from(), one.profileName(), one.at())),
            calls.stream()
                .filter(one -> Phone.isDigits(one.from()))
                .map(one -> new Sign(one.from(), one.profileName(), one.at())))
        .toList();
  }

  /** The senders, by the id that WhatsApp has for them; those who are unknown are made. */
  private Map<String, Contact> senders(TenantTx tx, List<Sign> signs, Instant now) {
    Set<String> ids = signs.stream().map(Sign::from).collect(Collectors.toSet());
    Map<String, Contact> senders = new HashMap<>(contacts.byWhatsAppIds(tx, ids));
    Map<String, String> unknown = new TreeMap<>();
    for (Sign sign : signs) {
      if (!senders.containsKey(sign.from())) {
        unknown.merge(new Phone(sign.from()).digits(), firstname(sign), (one, _) -> one);
      }
    }
    if (!unknown.isEmpty()) {
      Map<String, Contact> made = threads.leads(tx, unknown, Map.of(), tenants.settings(tx), now);
      for (String id : ids) {
        Contact lead = made.get(new Phone(id).digits());
        if (lead != null) {
          senders.putIfAbsent(id, lead);
        }
      }
    }
    contacts.learnWhatsAppIds(tx, othersThanPhones(senders));
    return senders;
  }

  /** WhatsApp's ids that differ from the phone, by contact. */
  private static Map<Long, String> othersThanPhones(Map<String, Contact> senders) {
    var others = new HashMap<Long, String>();
    senders.forEach(
        (id, contact) -> {
          if (!id.equals(Recipients.digits(contact))) {
            others.put(contact.id(), id);
          }
        });
    return others;
  }

  /** The profile name, within the limit of a contact's field. */
  private static String firstname(Sign sign) {
    String name = PlainText.trim(sign.name());
    if (name.isEmpty()) {
      return sign.from();
    }
    return PlainText.length(name) <= MAX_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_NAME));
  }

  private static Map<Long, Instant> last(
      List<Sign> signs, Map<String, Contact> senders, Map<Long, Conversation> threads) {
    var last = new TreeMap<Long, Instant>();
    for (Sign sign : signs) {
      long thread = InboundStore.thread(sign.from(), senders, threads).id();
      last.merge(thread, sign.at(), (one, other) -> one.isAfter(other) ? one : other);
    }
    return last;
  }
}
