package rasl.template;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.LeaseLostException;
import rasl.job.Settlement;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.GraphClient;

/**
 * Pulls a tenant's templates about every hour, and soon after WhatsApp told of a change. It lives
 * on one job a tenant, which never ends while there is a connection.
 */
final class TemplateSync implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(TemplateSync.class);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(5);

  /** After an answer that did not come. */
  private static final Duration AGAIN = Duration.ofMinutes(3);

  /** Meta counts calls to the account over an hour. */
  private static final Duration TOO_MANY_CALLS = Duration.ofMinutes(20);

  private static final Duration ENOUGH_LEASE = GraphClient.DEADLINE.plusSeconds(5);

  private final Db db;
  private final JobQueue queue;
  private final ConnectionStore connections;
  private final GraphClient graph;
  private final Templates templates;
  private final SyncStore syncs;
  private final Clock clock;
  private final RandomGenerator random;

  TemplateSync(
      Db db,
      JobQueue queue,
      ConnectionStore connections,
      GraphClient graph,
      Templates templates,
      SyncStore syncs,
      Clock clock,
      RandomGenerator random) {
    this.db = db;
    this.queue = queue;
    this.connections = connections;
    this.graph = graph;
    this.templates = templates;
    this.syncs = syncs;
    this.clock = clock;
    this.random = random;
  }

  /** Makes the jobs of tenants that have none. */
  void makeJobs() {
    int made = db.inSystem(syncs::makeJobs);
    if (made > 0) {
      log.info("{} accounts are to be looked at for their templates", made);
    }
  }

  @Override
  public void run(Job job) throws InterruptedException {
    Optional<Connection> connection = db.inTenant(job.tenant(), connections::find);
    if (connection.isEmpty()) {
      settle(job, new Settlement.Done());
      return;
    }
    Duration pause = graph.usage().pause(connection.get().businessAccountId());
    if (pause.isPositive()) {
      settle(job, new Settlement.RetryIn(pause, "WhatsApp's limit of calls to the account"));
      return;
    }
    Instant begun = clock.instant();
    switch (templates.ask(connection.get(), () -> keepLease(job))) {
      case Templates.Answer.All(var all) ->
          db.doInTenant(
              job.tenant(),
              tx -> {
                var _ = templates.store(tx, all, null);
                queue.settle(tx, job, next(tx, begun));
              });
      case Templates.Answer.Refused(var error) -> {
        boolean slower = ErrorClass.of(error) == ErrorClass.RETRY;
        failed(job, slower ? TOO_MANY_CALLS : HOUR, error.text());
      }
      case Templates.Answer.Silent(var why) -> failed(job, AGAIN, why);
    }
  }

  /** What was told while the pages were read may not be in them. */
  private Settlement next(TenantTx tx, Instant begun) {
    boolean asked = syncs.askedAt(tx).filter(at -> !at.isBefore(begun)).isPresent();
    return new Settlement.RetryIn(asked ? SOON : about(HOUR), "the next look");
  }

  private void failed(Job job, Duration wait, String why) {
    log.info("templates of tenant {} could not be pulled: {}", job.tenant(), why);
    db.doInTenant(
        job.tenant(),
        tx -> {
          syncs.note(tx, clock.instant(), why);
          queue.settle(tx, job, new Settlement.RetryIn(about(wait), why));
        });
  }

  private void settle(Job job, Settlement settlement) {
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, settlement));
  }

  private void keepLease(Job job) {
    if (job.leaseLeft().compareTo(ENOUGH_LEASE) < 0
        && !db.<Boolean>inSystem(tx -> queue.renew(tx, job))) {
      throw new LeaseLostException(job);
    }
  }

  /** Give or take a sixth, so that not all tenants look at once. */
  private Duration about(Duration span) {
    return Duration.ofMillis((long) (span.toMillis() * (5 + random.nextDouble() * 2) / 6));
  }
}
