package rasl.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
import rasl.tenant.TenantStore;
import rasl.whatsapp.Connection;
import rasl.whatsapp.ConnectionStore;
import rasl.whatsapp.WhatsAppUpdate.Inbound;

/**
 * Stores what customers write: each message once, its sender as a contact (made where unknown, even
 * over the plan's limit: nothing that a customer writes is dropped), and the window opened.
 */
final class InboundMessages {
  private static final Logger log = LoggerFactory.getLogger(InboundMessages.class);

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

  void store(TenantTx tx, List<Inbound> received, Instant now) {
    Optional<Connection> connection = connections.find(tx);
    if (connection.isEmpty()) {
      log.warn("{} messages for tenant {}, which has no connection", received.size(), tx.tenant());
      return;
    }
    List<Inbound> fresh = fresh(tx, received);
    if (fresh.isEmpty()) {
      return;
    }
    Map<String, Contact> senders = senders(tx, fresh, now);
    Set<Long> senderIds = senders.values().stream().map(Contact::id).collect(Collectors.toSet());
    Map<Long, Conversation> found = threads.of(tx, connection.get().id(), senderIds, now);
    List<Long> ids = store.insertAll(tx, fresh, senders, found, connection.get(), now);
    conversations.heard(tx, lastInbound(fresh, senders, found, now), now);
    events.recordAll(
        tx, ids.stream().map(id -> Event.happened("message.received", "message", id)).toList());
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

  /** The senders, by the id that WhatsApp has for them; those who are unknown are made. */
  private Map<String, Contact> senders(TenantTx tx, List<Inbound> fresh, Instant now) {
    Set<String> ids = fresh.stream().map(Inbound::from).collect(Collectors.toSet());
    Map<String, Contact> senders = contacts.byWhatsAppIds(tx, ids);
    Map<String, String> unknown = new LinkedHashMap<>();
    for (Inbound message : fresh) {
      if (!senders.containsKey(message.from())) {
        String name = message.profileName().strip();
        String digits = new Phone(message.from()).digits();
        unknown.putIfAbsent(digits, name.isEmpty() ? digits : name);
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

  /** WhatsApp's word for the time, but never later than now: a window is not opened ahead. */
  private static Map<Long, Instant> lastInbound(
      List<Inbound> fresh,
      Map<String, Contact> senders,
      Map<Long, Conversation> threads,
      Instant now) {
    var last = new HashMap<Long, Instant>();
    for (Inbound message : fresh) {
      long thread = InboundStore.thread(message, senders, threads).id();
      Instant at = message.at().isAfter(now) ? now : message.at();
      last.merge(thread, at, (one, other) -> one.isAfter(other) ? one : other);
    }
    return last;
  }
}
