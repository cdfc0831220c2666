package rasl.message;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.Settlement;
import rasl.whatsapp.InboxStore;

/**
 * Applies what WhatsApp's webhooks brought: a tenant's waiting changes at once, statuses only
 * forward, messages once. Late, doubled and disordered reports are harmless.
 */
final class UpdateApplier implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(UpdateApplier.class);
  private static final int AT_ONCE = 30;
  private static final Duration ENOUGH_LEASE = Duration.ofSeconds(15);

  /** How long a change that cannot be applied waits, by how often it failed before. */
  private static final List<Duration> PATIENCE =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1));

  private static final Duration FOR_A_LOCK = Duration.ofSeconds(5);

  private final Db db;
  private final JobQueue queue;
  private final InboxStore inbox;
  private final Updates updates;
  private final Clock clock;
  private final Turns turns = new Turns();

  UpdateApplier(Db db, JobQueue queue, InboxStore inbox, Updates updates, Clock clock) {
    this.db = db;
    this.queue = queue;
    this.inbox = inbox;
    this.updates = updates;
    this.clock = clock;
  }

  /** Where another job of the tenant is at work, that one looks once more, and this one is done. */
  @Override
  public void run(Job job) {
    // A worker that died may have put something off without coming back for it.
    boolean comesBack = job.lost() > 0;
    if (turns.begin(job.tenant())) {
      comesBack |= applyAll(job);
    }
    boolean asks = comesBack;
    db.doInTenant(
        job.tenant(),
        tx -> {
          Optional<Duration> next = asks ? inbox.untilNext(tx) : Optional.empty();
          queue.settle(
              tx,
              job,
              next.<Settlement>map(wait -> new Settlement.RetryIn(wait, "something was put off"))
                  .orElseGet(Settlement.Done::new));
        });
  }

  /** Says whether something was put off. */
  private boolean applyAll(Job job) {
    boolean ended = false;
    boolean putOff = false;
    try {
      while (!ended) {
        Applied applied = applySome(job.tenant());
        putOff |= applied.putOff();
        keepLease(job);
        ended = !applied.more() && turns.end(job.tenant());
      }
    } finally {
      if (!ended) {
        turns.breakOff(job.tenant());
      }
    }
    return putOff;
  }

  /**
   * So that no other node begins in vain. Where one has begun, no harm is done, since whoever takes
   * a change takes it alone; and this turn must go on, since others rely on it.
   */
  private void keepLease(Job job) {
    if (job.leaseLeft().compareTo(ENOUGH_LEASE) < 0) {
      boolean _ = db.<Boolean>inSystem(tx -> queue.renew(tx, job));
    }
  }

  /**
   * What was done.
   *
   * @param more whether there may be more to do now
   * @param putOff whether something waits for a later look
   */
  private record Applied(boolean more, boolean putOff) {}

  private Applied applySome(TenantId tenant) {
    try {
      return db.inTenant(tenant, tx -> apply(tx, one -> inbox.take(one, AT_ONCE)));
    } catch (RuntimeException e) {
      if (e instanceof DatabaseException fault && fault.isUnavailable()) {
        throw e;
      }
      if (!meetsALock(e)) {
        log.warn("changes of tenant {} could not be applied together; one by one", tenant, e);
      }
      return applyOneByOne(tenant);
    }
  }

  private Applied apply(TenantTx tx, Function<TenantTx, List<InboxStore.Waiting>> take) {
    List<InboxStore.Waiting> waiting = take.apply(tx);
    boolean putOff = updates.apply(tx, waiting, clock.instant());
    return new Applied(waiting.size() == AT_ONCE, putOff);
  }

  /** One change that cannot be applied must not hold up all that come after it. */
  private Applied applyOneByOne(TenantId tenant) {
    List<Long> due = db.inTenant(tenant, tx -> inbox.due(tx, AT_ONCE));
    boolean putOff = false;
    for (long id : due) {
      putOff |= applyAlone(tenant, id);
    }
    return new Applied(due.size() == AT_ONCE, putOff);
  }

  private boolean applyAlone(TenantId tenant, long id) {
    try {
      return db.inTenant(tenant, tx -> apply(tx, one -> inbox.takeOne(one, id)).putOff());
    } catch (RuntimeException e) {
      if (e instanceof DatabaseException fault && fault.isUnavailable()) {
        throw e;
      }
      if (meetsALock(e)) {
        log.info("change {} of tenant {} has to wait: {}", id, tenant, e.getMessage());
        db.doInTenant(tenant, tx -> inbox.failed(tx, id, FOR_A_LOCK));
        return true;
      }
      log.error("change {} of tenant {} cannot be applied; it is kept", id, tenant, e);
      db.doInTenant(tenant, tx -> inbox.failed(tx, id, patience(inbox.failures(tx, id))));
      return true;
    }
  }

  /** Other work of the tenant's holds rows for long; what is about other rows can be applied. */
  private static boolean meetsALock(RuntimeException fault) {
    return fault instanceof DatabaseException database
        && (database.isLockTimeout() || database.isDeadlock());
  }

  private static Duration patience(int failures) {
    return PATIENCE.get(Math.min(failures, PATIENCE.size() - 1));
  }
}
