package rasl.message.hear;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
import rasl.whatsapp.receive.InboxStore;

/**
 * Applies what WhatsApp's webhooks brought: a tenant's waiting changes at once, statuses only
 * forward, messages once. Late, doubled and disordered reports are harmless.
 */
public final class UpdateApplier implements JobHandler {
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

  public UpdateApplier(Db db, JobQueue queue, InboxStore inbox, Updates updates, Clock clock) {
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
    var round = new Round(job, job.lost() > 0);
    if (turns.begin(job.tenant())) {
      applyAll(round);
    }
    if (!round.settled) {
      db.doInTenant(job.tenant(), tx -> settle(tx, round));
    }
  }

  private void settle(TenantTx tx, Round round) {
    Optional<Duration> next = round.comesBack ? inbox.untilNext(tx) : Optional.empty();
    Settlement outcome =
        next.<Settlement>map(wait -> new Settlement.RetryIn(wait, "something was put off"))
            .orElseGet(Settlement.Done::new);
    // Where another node has taken the job over, that one looks too, and what is applied stays so.
    var _ = queue.settleAll(tx, List.of(round.job), List.of(outcome));
  }

  /** How far one job is. */
  private static final class Round {
    private final Job job;

    /** Whether something waits for a later look. */
    private boolean comesBack;

    /** Whether the job's turn has ended. */
    private boolean ended;

    private boolean settled;

    Round(Job job, boolean comesBack) {
      this.job = job;
      this.comesBack = comesBack;
    }
  }

  private void applyAll(Round round) {
    TenantId tenant = round.job.tenant();
    try {
      while (!round.ended) {
        boolean more = applySome(round);
        if (!round.ended) {
          keepLease(round.job);
          round.ended = !more && turns.end(tenant);
        }
      }
    } finally {
      if (!round.ended) {
        turns.breakOff(tenant);
      }
    }
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

  /** Says whether there may be more to do now. */
  private boolean applySome(Round round) {
    TenantId tenant = round.job.tenant();
    try {
      boolean more = db.<Boolean>inTenant(tenant, tx -> applySome(tx, round));
      round.settled = round.ended;
      return more;
    } catch (RuntimeException e) {
      if (e instanceof DatabaseException fault && fault.isUnavailable()) {
        throw e;
      }
      if (!meetsALock(e)) {
        log.warn("changes of tenant {} could not be applied together; one by one", tenant, e);
      }
      // Whoever has begun since the turn ended looks through all that waits.
      round.ended = round.ended && !turns.begin(tenant);
      return !round.ended && applyOneByOne(round);
    }
  }

  /**
   * Where all that waits is applied, the job is settled together with it: whoever comes from now on
   * begins a turn and looks for what this transaction did not see.
   */
  private boolean applySome(TenantTx tx, Round round) {
    List<InboxStore.Waiting> waiting = inbox.take(tx, AT_ONCE);
    round.comesBack |= updates.apply(tx, waiting, clock.instant());
    if (waiting.size() == AT_ONCE || round.comesBack) {
      return waiting.size() == AT_ONCE;
    }
    round.ended = turns.end(tx.tenant());
    if (round.ended) {
      settle(tx, round);
    }
    return !round.ended; // Whoever came meanwhile relies on one more look.
  }

  /** One change that cannot be applied must not hold up all that come after it. */
  private boolean applyOneByOne(Round round) {
    TenantId tenant = round.job.tenant();
    List<Long> due = db.inTenant(tenant, tx -> inbox.due(tx, AT_ONCE));
    for (long id : due) {
      round.comesBack |= applyAlone(tenant, id);
    }
    return due.size() == AT_ONCE;
  }

  private boolean applyAlone(TenantId tenant, long id) {
    try {
      return db.<Boolean>inTenant(
          tenant, tx -> updates.apply(tx, inbox.takeOne(tx, id), clock.instant()));
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
