package rasl.job;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;

/** Ends jobs that are not to be tried any more, with all that follows from it. */
final class GivingUp {
  private static final Logger log = LoggerFactory.getLogger(GivingUp.class);

  private final Db db;
  private final JobQueue queue;
  private final Map<String, JobHandler> handlers;

  GivingUp(Db db, JobQueue queue, Map<String, JobHandler> handlers) {
    this.db = db;
    this.queue = queue;
    this.handlers = handlers;
  }

  /** Gives up jobs that killed their worker too often. */
  void killers() {
    for (Job job : db.inSystem(queue::claimKillers)) {
      try {
        giveUp(job, "its worker died " + JobQueue.MOST_LOST + " times");
      } catch (RuntimeException e) {
        log.warn("could not give up job {}; its lease will run out", job.id(), e);
      }
    }
  }

  /**
   * Gives up one job, together with what it stands for. Where that cannot be written for a long
   * time, the job ends alone: it must end.
   */
  void giveUp(Job job, String why) {
    JobHandler handler = handlers.get(job.kind());
    try {
      db.doInTenant(
          job.tenant(),
          tx -> {
            queue.settle(tx, job, new Settlement.Dead(why));
            if (handler != null) {
              handler.givenUp(tx, job);
            }
          });
    } catch (RuntimeException e) {
      if (!job.isBrokenBeyondHope()) {
        throw e;
      }
      log.error("what follows from giving up job {} cannot be written", job, e);
      db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, new Settlement.Dead(why)));
    }
    log.error("job given up: {}: {}", why, job);
  }
}
