package rasl.message.hear;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import rasl.contact.Consent;
import rasl.contact.Contact;
import rasl.contact.WhatsAppUser;
import rasl.conversation.Conversation;
import rasl.conversation.ConversationStore;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.job.JobQueue;
import rasl.job.Lane;
import rasl.job.NewJob;
import rasl.message.accept.Recipients;
import rasl.message.progress.MessageStore;
import rasl.message.send.Sender;
import rasl.tenant.ConsentWords;
import rasl.whatsapp.Connection;
import rasl.whatsapp.receive.WhatsAppUpdate.Inbound;

/**
 * Opts customers out, and in again, when a message of theirs is nothing but the word for it; it is
 * acknowledged by one message, if the window is open, and a repeat is not.
 */
final class Keywords {
  private static final Set<String> TYPES = Set.of("text", "button", "interactive");

  /** No word is longer. */
  private static final int MOST = 200;

  private final Consent consent;
  private final ConversationStore conversations;
  private final MessageStore messages;
  private final InboundStore store;
  private final JobQueue queue;
  private final EventLog events;

  Keywords(
      Consent consent,
      ConversationStore conversations,
      MessageStore messages,
      InboundStore store,
      JobQueue queue,
      EventLog events) {
    this.consent = consent;
    this.conversations = conversations;
    this.messages = messages;
    this.store = store;
    this.queue = queue;
    this.events = events;
  }

  /** Looks through messages that were stored just now. */
  void apply(
      TenantTx tx,
      List<Inbound> received,
      InboundStore.Placed placed,
      ConsentWords words,
      Connection connection,
      Instant now) {
    var asked = new ArrayList<Consent.Asked>();
    Map<Long, Inbound> saying = new LinkedHashMap<>();
    for (Inbound one : received) {
      String text = one.text().orElse("");
      if (mayBeWord(one) && text.length() <= MOST) {
        long contact = placed.sender(one.from()).id();
        words
            .asked(text)
            .ifPresent(
                asks -> {
                  asked.add(asked(contact, asks, words.scope(), one.at()));
                  saying.put(contact, one);
                });
      }
    }
    if (!asked.isEmpty()) {
      var replies = replies(consent.note(tx, asked, now), saying, placed, words, now);
      send(tx, replies, connection, now);
    }
  }

  private static boolean mayBeWord(Inbound one) {
    return !one.ours() && TYPES.contains(one.type()) && one.opensWindow() && one.group().isEmpty();
  }

  private static Consent.Asked asked(
      long contact, ConsentWords.Asks asks, ConsentWords.Scope scope, Instant at) {
    boolean wide = asks == ConsentWords.Asks.OUT_OF_ALL || scope == ConsentWords.Scope.ALL;
    return new Consent.Asked(contact, asks != ConsentWords.Asks.IN, wide, at);
  }

  private static List<InboundStore.Reply> replies(
      List<Consent.Changed> choices,
      Map<Long, Inbound> saying,
      InboundStore.Placed placed,
      ConsentWords words,
      Instant now) {
    var replies = new ArrayList<InboundStore.Reply>();
    for (Consent.Changed changed : choices) {
      Inbound message = saying.get(changed.asked().contact());
      String text = words.reply(changed.asked().optsOut(), changed.wide());
      boolean open = changed.asked().at().plus(Conversation.WINDOW).isAfter(now);
      if (changed.acknowledge() && open && !text.isEmpty() && message != null) {
        Contact contact = placed.sender(message.from());
        long thread = placed.thread(message.from()).id();
        replies.add(new InboundStore.Reply(thread, contact.id(), to(contact, message), text));
      }
    }
    return replies;
  }

  /** Their number, else the user id that WhatsApp names them by. */
  private static WhatsAppUser to(Contact contact, Inbound message) {
    String digits = Recipients.digits(contact);
    return digits.isEmpty()
        ? new WhatsAppUser("", message.from().userId())
        : new WhatsAppUser(digits, "");
  }

  private void send(
      TenantTx tx, List<InboundStore.Reply> replies, Connection connection, Instant now) {
    if (replies.isEmpty()) {
      return;
    }
    List<Long> ids = messages.drawIds(tx, replies.size());
    store.insertReplies(tx, ids, replies, connection, now);
    var threads = new TreeSet<Long>();
    replies.forEach(reply -> threads.add(reply.thread()));
    conversations.count(tx, threads, Conversation.monthOf(now));
    conversations.wrote(tx, threads, now);
    events.recordAll(
        tx, ids.stream().map(id -> Event.happened("message.queued", "message", id)).toList());
    var _ =
        queue.enqueueAll(
            tx,
            Sender.KIND,
            ids.stream().map(id -> new NewJob(id, Lane.REPLY, Duration.ZERO, false)).toList());
  }
}
