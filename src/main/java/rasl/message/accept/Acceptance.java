package rasl.message.accept;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.http.IdempotencyClaim;
import rasl.http.IdempotencyStore;
import rasl.job.Job;
import rasl.job.JobQueue;
import rasl.job.NewJob;
import rasl.message.Content;
import rasl.message.QueuedMessage;
import rasl.message.Wish;
import rasl.message.progress.MessageSecrets;
import rasl.message.progress.MessageStore;
import rasl.message.send.Preparation;
import rasl.message.send.Sender;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;

/**
 * Takes in a group of one tenant's messages, each step for the whole group in one statement: whom
 * they are for, whether they may be sent, then contact, thread, message, event and job. Every
 * reason to refuse is found before anything is written.
 */
public final class Acceptance {
  private final TenantStore tenants;
  private final ConnectionStore connections;
  private final Recipients recipients;
  private final WindowRule window;
  private final Threads threads;
  private final IdempotencyStore keys;
  private final MessageStore messages;
  private final MessageSecrets secrets;
  private final EventLog events;
  private final JobQueue queue;
  private final Clock clock;

  public Acceptance(
      TenantStore tenants,
      ConnectionStore connections,
      Recipients recipients,
      WindowRule window,
      Threads threads,
      IdempotencyStore keys,
      MessageStore messages,
      MessageSecrets secrets,
      EventLog events,
      JobQueue queue,
      Clock clock) {
    this.tenants = tenants;
    this.connections = connections;
    this.recipients = recipients;
    this.window = window;
    this.threads = threads;
    this.keys = keys;
    this.messages = messages;
    this.secrets = secrets;
    this.events = events;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Whom a wish is for, what it says to them, and every reason against it; the caller undoes the
   * transaction.
   */
  public Draft look(TenantTx tx, Wish wish) {
    Instant now = clock.instant();
    long id = messages.drawIds(tx, 1).getFirst();
    Draft draft = Draft.toPreview(new AcceptCommand(wish, null, Optional.empty(), false), id);
    List<Draft> one = List.of(draft);
    TenantSettings settings = tenants.settings(tx);
    recipients.resolve(tx, one);
    if (draft.phone == null) {
      return draft;
    }
    Optional<Connection> connection = connections.find(tx);
    if (connection.isEmpty()) {
      draft.refuse(new Refusal.WhatsAppNotConfigured());
    }
    connection.ifPresent(known -> lookAtWindow(tx, draft, known, settings, now));
    merge(draft);
    // Whose contact_id is nobody's needs no contact, nor a place in the plan.
    if (draft.contact != null || wish.contactId().isEmpty()) {
      threads.refuseWithoutDefaults(one, settings);
      threads.refuseWrongNewcomers(tx, one);
      threads.refuseBeyondLimits(tx, one, settings, now);
    }
    draft.refuseAtLast();
    connection
        .filter(_ -> draft.reasons().stream().allMatch(Acceptance::leavesTheRestToSay))
        .ifPresent(known -> lookAtCompany(tx, draft, known, settings, now));
    return draft;
  }

  private void lookAtWindow(
      TenantTx tx, Draft draft, Connection connection, TenantSettings settings, Instant now) {
    recipients.findThreads(tx, connection.id(), List.of(draft));
    window.judge(tx, List.of(draft), connection, settings, now);
  }

  /** Whether the message could be stored in spite of it. */
  private static boolean leavesTheRestToSay(Refusal reason) {
    return reason instanceof Refusal.ContactOptedOut
        || reason instanceof Refusal.ServiceWindowClosed
        || reason instanceof Refusal.FeatureLimitExceeded;
  }

  private void lookAtCompany(
      TenantTx tx, Draft draft, Connection connection, TenantSettings settings, Instant now) {
    boolean known = draft.contact != null;
    try {
      threads.makeMissing(tx, List.of(draft), connection.id(), settings, now);
      var _ = store(tx, List.of(draft), connection, now);
    } catch (RefusedException e) {
      draft.refuse(e.refusal());
    } finally {
      draft.contact = known ? draft.contact : null;
    }
  }

  /** Says for each command, in order, what came of it. */
  public List<AcceptOutcome> accept(TenantTx tx, List<AcceptCommand> commands) {
    Instant now = clock.instant();
    List<Draft> drafts = drafts(tx, commands);
    TenantSettings settings = tenants.settings(tx);
    recipients.resolve(tx, drafts);
    Optional<Connection> connection = connections.find(tx);
    if (connection.isEmpty()) {
      drafts.forEach(draft -> draft.refuse(new Refusal.WhatsAppNotConfigured()));
      return outcomes(drafts, List.of(), connection, now);
    }
    judge(tx, drafts, connection.get(), settings, now);
    claimKeys(tx, drafts, now);
    List<Draft> alive = drafts.stream().filter(Draft::isAlive).toList();
    if (alive.isEmpty()) {
      return outcomes(drafts, List.of(), connection, now);
    }
    threads.makeMissing(tx, alive, connection.get().id(), settings, now);
    return outcomes(drafts, store(tx, alive, connection.get(), now), connection, now);
  }

  /** Limits are told before window and length, and a draft that these two refuse uses up none. */
  private void judge(
      TenantTx tx,
      List<Draft> drafts,
      Connection connection,
      TenantSettings settings,
      Instant now) {
    recipients.findThreads(tx, connection.id(), drafts);
    threads.refuseWithoutDefaults(drafts, settings);
    threads.refuseWrongNewcomers(tx, drafts);
    window.judge(tx, drafts, connection, settings, now);
    drafts.stream().filter(Draft::isAlive).forEach(Acceptance::merge);
    if (threads.needsLimits(drafts, settings, now)) {
      tenants.lockLimits(tx);
      // Who had the lock before may have made the very contact or thread.
      recipients.resolve(tx, drafts.stream().filter(Draft::isAlive).toList());
      recipients.findThreads(tx, connection.id(), drafts);
      threads.refuseBeyondLimits(tx, drafts, settings, now);
    }
    drafts.forEach(Draft::refuseAtLast);
  }

  private List<Draft> drafts(TenantTx tx, List<AcceptCommand> commands) {
    List<Long> ids = messages.drawIds(tx, commands.size());
    return IntStream.range(0, commands.size())
        .mapToObj(i -> new Draft(commands.get(i), ids.get(i)))
        .toList();
  }

  private static void merge(Draft draft) {
    try {
      draft.content =
          draft
              .wish()
              .wording()
              .content(
                  text ->
                      Merge.apply(
                          text,
                          draft.existingContact(),
                          draft.wish().newcomer(),
                          draft.knownPhone()));
    } catch (RefusedException e) {
      draft.refuseLater(e.refusal());
    }
  }

  private void claimKeys(TenantTx tx, List<Draft> drafts, Instant now) {
    var claims = new ArrayList<IdempotencyClaim>();
    var subjects = new ArrayList<String>();
    var owners = new ArrayList<Draft>();
    for (Draft draft : drafts) {
      if (draft.isAlive() && draft.command.claim().isPresent()) {
        claims.add(draft.command.claim().get());
        subjects.add("message:" + draft.messageId);
        owners.add(draft);
      }
    }
    List<Boolean> taken = keys.claimAll(tx, claims, subjects, now);
    for (int i = 0; i < owners.size(); i++) {
      owners.get(i).repeated = !taken.get(i);
    }
  }

  private List<Job> store(TenantTx tx, List<Draft> alive, Connection connection, Instant now) {
    List<Job> jobs =
        queue.enqueueAll(tx, Sender.KIND, alive.stream().map(draft -> job(draft, now)).toList());
    messages.insertQueued(tx, alive, jobs, connection.displayPhoneNumber(), now);
    secrets.keep(tx, alive);
    threads.wrote(tx, alive, now);
    events.recordAll(
        tx,
        alive.stream()
            .map(draft -> Event.happened("message.queued", "message", draft.messageId))
            .toList(),
        alive.stream().map(draft -> draft.command.requestId()).toList());
    alive.forEach(draft -> accompany(tx, draft, now));
    return jobs;
  }

  private static NewJob job(Draft draft, Instant now) {
    Duration delay =
        draft.wish().sendAt().map(at -> Duration.between(now, at)).orElse(Duration.ZERO);
    return new NewJob(
        draft.messageId,
        draft.wish().lane(),
        delay.isNegative() ? Duration.ZERO : delay,
        draft.command.held());
  }

  /** A refusal undoes the whole group, which is then accepted one by one. */
  private static void accompany(TenantTx tx, Draft draft, Instant now) {
    draft
        .wish()
        .accompany()
        .flatMap(company -> company.stored(tx, queued(draft, now)))
        .ifPresent(
            refusal -> {
              throw refusal.thrown();
            });
  }

  private static List<AcceptOutcome> outcomes(
      List<Draft> drafts, List<Job> jobs, Optional<Connection> connection, Instant now) {
    var outcomes = new ArrayList<AcceptOutcome>();
    var nextJob = jobs.iterator();
    for (Draft draft : drafts) {
      if (draft.refusal != null) {
        outcomes.add(new AcceptOutcome.Refused(draft.refusal));
      } else if (draft.repeated) {
        outcomes.add(new AcceptOutcome.Repeated());
      } else {
        Optional<Preparation.Prepared.Ready> ready =
            connection
                .filter(_ -> draft.command.held())
                .map(there -> Preparation.atOnce(draft, there, now));
        outcomes.add(new AcceptOutcome.Accepted(queued(draft, now), nextJob.next(), ready));
      }
    }
    return outcomes;
  }

  private static QueuedMessage queued(Draft draft, Instant now) {
    Content content = draft.knownContent();
    return new QueuedMessage(
        draft.messageId,
        draft.knownThread().id(),
        draft.knownContact().id(),
        draft.knownPhone(),
        content.type(),
        content.body(),
        content.payload(),
        now);
  }
}
