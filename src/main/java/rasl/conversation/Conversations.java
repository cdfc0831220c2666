package rasl.conversation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.contact.Contact;
import rasl.contact.ContactStore;
import rasl.contact.MarketingConsent;
import rasl.contact.WhatsAppNames;
import rasl.db.TenantTx;
import rasl.job.JobQueue;
import rasl.job.NewJob;
import rasl.refusal.Refusal;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;

/** Reads threads, and marks them as read. */
final class Conversations {
  /** How long WhatsApp shows that somebody writes. */
  private static final Duration TYPING = Duration.ofSeconds(25);

  private final ConversationStore store;
  private final ReadStore reads;
  private final ServiceWindows windows = new ServiceWindows();
  private final WhatsAppNames names = new WhatsAppNames();
  private final ContactStore contacts;
  private final MarketingConsent marketing;
  private final ConnectionStore connections;
  private final Listening listening;
  private final JobQueue queue;
  private final Clock clock;

  Conversations(
      ConversationStore store,
      ReadStore reads,
      MarketingConsent marketing,
      ConnectionStore connections,
      Listening listening,
      JobQueue queue,
      Clock clock) {
    this.store = store;
    this.reads = reads;
    this.contacts = new ContactStore();
    this.marketing = marketing;
    this.connections = connections;
    this.listening = listening;
    this.queue = queue;
    this.clock = clock;
  }

  /** Marks a thread as read here; WhatsApp hears of it in the background. */
  ConversationView.Read read(TenantTx tx, long id, boolean typing) {
    if (!reads.lock(tx, id)) {
      throw new Refusal.NotFound("Conversation").thrown();
    }
    Instant now = clock.instant();
    int read = reads.markRead(tx, id, now);
    Optional<Long> newest = reads.newestInbound(tx, id);
    boolean types = typing && newest.isPresent();
    reads.note(tx, id, read, newest.orElse(null), types ? now.plus(TYPING) : null);
    if (newest.isPresent() && (read > 0 || types)) {
      var _ = queue.enqueueAll(tx, ReadReceipts.KIND, List.of(NewJob.ready(id)));
    }
    return new ConversationView.Read(id, 0, read, types);
  }

  /** Whether a contact may be written to freely. */
  ConversationView.Window window(TenantTx tx, long contactId) {
    Contact contact =
        contacts.byIds(tx, List.of(contactId)).stream()
            .findFirst()
            .orElseThrow(() -> new Refusal.NotFound("Contact").thrown());
    Instant now = clock.instant();
    Optional<Connection> connection = connections.find(tx);
    Optional<Conversation> thread =
        connection.flatMap(
            one -> store.ofContacts(tx, one.id(), List.of(contactId)).stream().findFirst());
    Optional<Instant> heard = connection.flatMap(one -> heard(tx, one, contactId));
    @Nullable Instant until = heard.map(at -> at.plus(Conversation.WINDOW)).orElse(null);
    return new ConversationView.Window(
        contactId,
        thread.map(Conversation::id).orElse(null),
        until != null && now.isBefore(until),
        until,
        heard.orElse(null),
        connection.isPresent() && listening.isComplete(tx, connection.get(), now),
        contact.isOptedOut(),
        !marketing.stopped(tx, List.of(contactId)).isEmpty());
  }

  /** When who has the contact's phone or user id last wrote or called. */
  private Optional<Instant> heard(TenantTx tx, Connection connection, long contactId) {
    return windows
        .opened(tx, connection.phoneNumberId(), names.ofContact(tx, contactId))
        .values()
        .stream()
        .max(Comparator.naturalOrder());
  }
}
