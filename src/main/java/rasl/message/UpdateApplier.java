package rasl.message;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;
import rasl.db.TenantTx;
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
  private static final int AT_ONCE = 30;
  private static final Duration ENOUGH_LEASE = Duration.ofSeconds(15);

  private final Db db;
  private final JobQueue queue;
  private final InboxStore inbox;
  private final StatusReports reports;
  private final InboundMessages inbound;
  private final Clock clock;
  private final Turns turns = new Turns();

  UpdateApplier(
      Db db,
      JobQueue queue,
      InboxStore inbox,
      StatusReports reports,
      InboundMessages inbound,
      Clock clock) {
    this.db = db;
    this.queue = queue;
    this.inbox = inbox;
    this.reports = reports;
    this.inbound = inbound;
    this.clock = clock;
  }

  /** Where another job of the tenant is at work, that one looks once more, and this one is done. */
  @Override
  public void run(Job job) {
    if (turns.begin(job.tenant())) {
      applyAll(job);
    }
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, new Settlement.Done()));
  }

  private void applyAll(Job job) {
    boolean ended = false;
    try {
      while (!ended) {
        boolean more = db.inTenant(job.tenant(), this::applySome);
        keepLease(job);
        ended = !more && turns.end(job.tenant());
      }
    } finally {
      if (!ended) {
        turns.breakOff(job.tenant());
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

  /** Says whether there may be more. */
  private boolean applySome(TenantTx tx) {
    List<InboxStore.Waiting> waiting = inbox.take(tx, AT_ONCE);
    Instant now = clock.instant();
    var statuses = new ArrayList<WhatsAppUpdate.Status>();
    var heard = new InboundMessages.Heard();
    for (InboxStore.Waiting change : waiting) {
      for (WhatsAppUpdate update : read(change, now)) {
        switch (update) {
          case WhatsAppUpdate.Status status -> statuses.add(status);
          case WhatsAppUpdate.Inbound message -> heard.messages().add(message);
          case WhatsAppUpdate.Called call -> heard.calls().add(call);
        }
      }
    }
    inbound.store(tx, heard, now);
    if (!statuses.isEmpty()) {
      reports.apply(tx, statuses, now);
    }
    return waiting.size() == AT_ONCE;
  }

  /** One change that cannot be read must not hold up all that come after it. */
  private static List<WhatsAppUpdate> read(InboxStore.Waiting change, Instant now) {
    try {
      return UpdateReader.read(change.value(), now);
    } catch (RuntimeException e) {
      log.error("change {} of field {} cannot be read", change.id(), change.field(), e);
      return List.of();
    }
  }
}
