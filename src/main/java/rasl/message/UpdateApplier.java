package rasl.message;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.Settlement;
import rasl.whatsapp.InboxStore;
import rasl.whatsapp.UpdateReader;
import rasl.whatsapp.WhatsAppUpdate;

/**
 * Applies what WhatsApp's webhooks brought: a tenant's waiting changes at once, statuses only
 * forward, messages once. Late, doubled and disordered reports are harmless.
 */
final class UpdateApplier implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(UpdateApplier.class);
  private static final int AT_ONCE = 200;

  private final Db db;
  private final JobQueue queue;
  private final InboxStore inbox;
  private final MessageStore messages;
  private final InboundMessages inbound;
  private final CallbackData callbackData;
  private final EventLog events;
  private final Clock clock;

  UpdateApplier(
      Db db,
      JobQueue queue,
      InboxStore inbox,
      MessageStore messages,
      InboundMessages inbound,
      CallbackData callbackData,
      EventLog events,
      Clock clock) {
    this.db = db;
    this.queue = queue;
    this.inbox = inbox;
    this.messages = messages;
    this.inbound = inbound;
    this.callbackData = callbackData;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void run(Job job) {
    boolean more = true;
    while (more) {
      more = db.inTenant(job.tenant(), tx -> applySome(tx, job));
    }
  }

  /** Says whether there may be more; the last transaction settles the job. */
  private boolean applySome(TenantTx tx, Job job) {
    List<InboxStore.Waiting> waiting = inbox.take(tx, AT_ONCE);
    var statuses = new ArrayList<WhatsAppUpdate.Status>();
    var received = new ArrayList<WhatsAppUpdate.Inbound>();
    for (InboxStore.Waiting change : waiting) {
      for (WhatsAppUpdate update : UpdateReader.read(change.value())) {
        switch (update) {
          case WhatsAppUpdate.Status status -> statuses.add(status);
          case WhatsAppUpdate.Inbound message -> received.add(message);
        }
      }
    }
    Instant now = clock.instant();
    if (!received.isEmpty()) {
      inbound.store(tx, received, now);
    }
    if (!statuses.isEmpty()) {
      apply(tx, statuses, now);
    }
    boolean more = waiting.size() == AT_ONCE;
    if (!more) {
      queue.settle(tx, job, new Settlement.Done());
    }
    return more;
  }

  private void apply(TenantTx tx, List<WhatsAppUpdate.Status> statuses, Instant now) {
    List<Long> ids =
        statuses.stream().flatMap(s -> callbackData.messageId(s.callbackData()).stream()).toList();
    List<String> wamids = statuses.stream().map(WhatsAppUpdate.Status::wamid).toList();
    Map<Long, Progressing> byId = new HashMap<>();
    Map<String, Progressing> byWamid = new HashMap<>();
    for (Progressing message : messages.lock(tx, wamids, ids)) {
      byId.put(message.id, message);
      if (message.wamid != null) {
        byWamid.put(message.wamid, message);
      }
    }
    var happened = new ArrayList<Event>();
    var touched = new HashMap<Long, Progressing>();
    // In the order of their meaning, so that a batch tells each step once, whatever its own order.
    var inOrder = new ArrayList<>(statuses);
    inOrder.sort(Comparator.comparing(WhatsAppUpdate.Status::progress));
    for (WhatsAppUpdate.Status status : inOrder) {
      Optional<Progressing> message = meant(status, byWamid, byId);
      if (message.isEmpty()) {
        log.debug("a status of a message that is not ours: {}", status.progress());
      } else if (report(message.get(), status)) {
        happened.add(event(status, message.get().id));
        touched.put(message.get().id, message.get());
      }
    }
    if (!touched.isEmpty()) {
      messages.progress(tx, List.copyOf(touched.values()), now);
    }
    events.recordAll(tx, happened);
  }

  private Optional<Progressing> meant(
      WhatsAppUpdate.Status status, Map<String, Progressing> byWamid, Map<Long, Progressing> byId) {
    return Optional.ofNullable(byWamid.get(status.wamid()))
        .or(() -> callbackData.messageId(status.callbackData()).map(byId::get));
  }

  private static boolean report(Progressing message, WhatsAppUpdate.Status status) {
    if (message.wamid == null) {
      message.wamid = status.wamid();
    }
    return message.report(status.progress(), status.at(), status.error());
  }

  private static Event event(WhatsAppUpdate.Status status, long message) {
    String type =
        switch (status.progress()) {
          case SENT -> "message.sent";
          case DELIVERED -> "message.delivered";
          case READ -> "message.read";
          case FAILED -> "message.failed";
        };
    return Event.happened(type, "message", message);
  }
}
