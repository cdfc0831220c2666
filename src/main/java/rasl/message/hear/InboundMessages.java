package rasl.message.hear;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.contact.Contact;
import rasl.contact.WhatsAppContacts;
import rasl.contact.WhatsAppUser;
import rasl.conversation.ConversationStore;
import rasl.conversation.ServiceWindows;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.event.Step;
import rasl.http.PlainText;
import rasl.media.InboundFiles;
import rasl.message.accept.Threads;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.receive.InboundMedia;
import rasl.whatsapp.receive.WhatsAppUpdate.Called;
import rasl.whatsapp.receive.WhatsAppUpdate.Inbound;

/**
 * Stores what customers write, and what the business wrote to them without this server: each
 * message once, its sender as a contact (made where unknown, even over the plan's limit: nothing
 * that a customer writes is dropped), and the window opened.
 */
final class InboundMessages {
  private static final Logger log = LoggerFactory.getLogger(InboundMessages.class);

  private static final int MAX_NAME = 255;

  /** Nothing of it can be seen: characters without a shape, and letters that are drawn blank. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{C}\\p{Z}\\p{M}\\s\u115f\u1160\u2800\u3164\uffa0]*");

  private final TenantStore tenants;
  private final ConnectionStore connections;
  private final WhatsAppContacts contacts;
  private final ConversationStore conversations;
  private final Threads threads;
  private final Arrivals arrivals;
  private final InboundFiles files;
  private final Keywords keywords;
  private final EventLog events;
  private final ServiceWindows windows = new ServiceWindows();

  InboundMessages(
      TenantStore tenants,
      ConnectionStore connections,
      WhatsAppContacts contacts,
      ConversationStore conversations,
      Threads threads,
      InboundStore store,
      InboundFiles files,
      Keywords keywords,
      EventLog events) {
    this.tenants = tenants;
    this.connections = connections;
    this.contacts = contacts;
    this.conversations = conversations;
    this.threads = threads;
    this.arrivals = new Arrivals(store);
    this.files = files;
    this.keywords = keywords;
    this.events = events;
  }

  /** What customers did, in the order of its arrival. */
  record Heard(List<Inbound> messages, List<Called> calls) {
    Heard() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  /** A sign of life: who gave it, and by what name. */
  private record Sign(WhatsAppUser from, String name) {}

  void store(TenantTx tx, Heard heard, Instant now) {
    if (heard.messages().isEmpty() && heard.calls().isEmpty()) {
      return;
    }
    Optional<Connection> connection = connections.find(tx);
    if (connection.isEmpty()) {
      log.warn("customers wrote to tenant {}, which has no connection", tx.tenant());
      return;
    }
    Arrivals.Fresh fresh = arrivals.fresh(tx, heard.messages());
    // That somebody has a new number stands under the old one; what follows, under the new.
    Arrivals.Fresh renaming = fresh.where(one -> one.renamedTo().isPresent());
    Arrivals.Fresh others = fresh.where(one -> one.renamedTo().isEmpty());
    store(tx, renaming, List.of(), connection.get(), now);
    for (Inbound message : renaming.messages()) {
      contacts.renamed(tx, message.from(), message.renamedTo().orElseThrow(), now);
      windows.renamed(tx, message.from(), message.renamedTo().orElseThrow());
    }
    store(tx, others, heard.calls(), connection.get(), now);
  }

  private void store(
      TenantTx tx, Arrivals.Fresh fresh, List<Called> calls, Connection connection, Instant now) {
    List<Inbound> messages = fresh.messages();
    List<Sign> signs = signs(messages, calls);
    if (signs.isEmpty()) {
      return;
    }
    TenantSettings settings = tenants.settings(tx);
    Map<WhatsAppUser, Contact> senders = senders(tx, signs, settings, now);
    InboundStore.Placed placed = placed(tx, senders, messages, calls, connection, now);
    Arrivals.Stored stored = arrivals.store(tx, fresh, placed, connection, now);
    Map<String, Long> ids = stored.ids();
    files.expect(tx, files(messages, ids), now);
    events.recordAll(
        tx,
        messages.stream()
            .filter(message -> ids.containsKey(message.wamid()) && !Arrivals.isCall(message))
            .filter(message -> !message.ours())
            .map(message -> received(message, ids, connection))
            .toList());
    conversations.heard(tx, heard(messages, calls, stored, placed, now), now);
    windows.open(tx, connection.phoneNumberId(), opening(messages, calls));
    keywords.apply(
        tx,
        messages.stream().filter(message -> ids.containsKey(message.wamid())).toList(),
        placed,
        settings.consentWords(),
        connection,
        now);
  }

  private static Event received(Inbound message, Map<String, Long> ids, Connection connection) {
    return Event.happened(
            "message.received", "message", Objects.requireNonNull(ids.get(message.wamid())))
        .at(new Step("received", message.at(), null, null))
        .told(Optional.of(message.original().in(connection)));
  }

  /** The files of those messages that were stored, by their ids. */
  private static Map<Long, InboundMedia> files(List<Inbound> messages, Map<String, Long> ids) {
    var files = new TreeMap<Long, InboundMedia>();
    for (Inbound message : messages) {
      Long id = ids.get(message.wamid());
      if (id != null) {
        message.media().ifPresent(media -> files.put(id, media));
      }
    }
    return files;
  }

  private static long id(Map<WhatsAppUser, Contact> senders, WhatsAppUser from) {
    return Objects.requireNonNull(senders.get(from), "the sender is not made").id();
  }

  /** The threads of groups, and of customers who wrote or called outside of any. */
  private InboundStore.Placed placed(
      TenantTx tx,
      Map<WhatsAppUser, Contact> senders,
      List<Inbound> messages,
      List<Called> calls,
      Connection connection,
      Instant now) {
    Map<Long, Instant> begun = new TreeMap<>();
    Map<String, Instant> groups = new TreeMap<>();
    BinaryOperator<Instant> first = (one, other) -> one.isBefore(other) ? one : other;
    for (Inbound one : messages) {
      Instant said = InboundStore.saidAt(one, now);
      if (one.group().isPresent()) {
        groups.merge(one.group().get(), said, first);
      } else {
        begun.merge(id(senders, one.from()), said, first);
      }
    }
    calls.forEach(call -> begun.merge(id(senders, call.from()), call.at(), first));
    return new InboundStore.Placed(
        senders,
        begun.isEmpty() ? Map.of() : threads.of(tx, connection.id(), begun, now),
        groups.isEmpty() ? Map.of() : conversations.ofGroups(tx, connection.id(), groups, now));
  }

  private static List<Sign> signs(List<Inbound> messages, List<Called> calls) {
    return Stream.concat(
            messages.stream().map(one -> new Sign(one.from(), one.profileName())),
            calls.stream().map(one -> new Sign(one.from(), one.profileName())))
        .toList();
  }

  /** The senders; those who are unknown are made. */
  private Map<WhatsAppUser, Contact> senders(
      TenantTx tx, List<Sign> signs, TenantSettings settings, Instant now) {
    Map<WhatsAppUser, String> names = new LinkedHashMap<>();
    for (Sign sign : signs) {
      names.merge(
          sign.from(),
          firstname(sign.from(), sign.name()),
          (one, other) -> one.equals(sign.from().id()) ? other : one);
    }
    return contacts.meet(tx, names, settings, now);
  }

  /** The profile name, within the limit of a contact's field. */
  static String firstname(WhatsAppUser user, String profileName) {
    String name = PlainText.trim(profileName);
    if (INVISIBLE.matcher(name).matches()) {
      return user.id();
    }
    return PlainText.length(name) <= MAX_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_NAME));
  }

  /** What opens windows, by who did it. */
  private static Map<WhatsAppUser, Instant> opening(List<Inbound> messages, List<Called> calls) {
    Map<WhatsAppUser, Instant> opening = new HashMap<>();
    Stream.concat(
            messages.stream()
                .filter(Inbound::opensWindow)
                .map(one -> Map.entry(one.from(), one.at())),
            calls.stream().map(one -> Map.entry(one.from(), one.at())))
        .forEach(
            sign ->
                opening.merge(
                    sign.getKey(),
                    sign.getValue(),
                    (one, other) -> one.isAfter(other) ? one : other));
    return opening;
  }

  private static Map<Long, ConversationStore.Heard> heard(
      List<Inbound> messages,
      List<Called> calls,
      Arrivals.Stored stored,
      InboundStore.Placed placed,
      Instant now) {
    var heard = new TreeMap<Long, ConversationStore.Heard>();
    for (Inbound one : messages) {
      heard.merge(
          placed.thread(one).id(),
          new ConversationStore.Heard(
              one.opensWindow() ? one.at() : null,
              stored.unread().contains(one.wamid()) ? 1 : 0,
              stored.ids().containsKey(one.wamid()) ? InboundStore.saidAt(one, now) : null),
          ConversationStore.Heard::and);
    }
    for (Called one : calls) {
      heard.merge(
          placed.thread(one.from()).id(),
          new ConversationStore.Heard(one.at(), 0, null),
          ConversationStore.Heard::and);
    }
    return heard;
  }
}
