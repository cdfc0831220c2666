package rasl.message.send;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import rasl.db.Db;
import rasl.job.Job;
import rasl.job.JobQueue;
import rasl.job.LeaseKeeping;
import rasl.media.Attached;
import rasl.media.MediaUploads;
import rasl.message.progress.MessageStore;
import rasl.whatsapp.graph.GraphError;

/**
 * Sends a message once WhatsApp has its file. Until then nothing of the message has left: whatever
 * goes wrong with the file may be tried again.
 */
public final class FileFirst {
  /** How WhatsApp refuses a file's id: no such parameter value, no such media. */
  private static final Set<Integer> UNKNOWN_FILE = Set.of(100, 131009, 131052, 131053);

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final Db db;
  private final JobQueue queue;
  private final MediaUploads uploads;
  private final RetryPolicy retries;
  private final Departure departure;
  private final Clock clock;

  public FileFirst(
      Db db,
      JobQueue queue,
      MediaUploads uploads,
      RetryPolicy retries,
      Departure departure,
      Clock clock) {
    this.db = db;
    this.queue = queue;
    this.uploads = uploads;
    this.retries = retries;
    this.departure = departure;
    this.clock = clock;
  }

  /** Sends a payload in which all ids are WhatsApp's. */
  @FunctionalInterface
  interface Call {
    AttemptResult send(String payload) throws InterruptedException;
  }

  AttemptResult send(Job job, Preparation.Prepared.Ready ready, Call call)
      throws InterruptedException {
    if (!MediaUploads.concerns(ready.payload())) {
      return call.send(ready.payload());
    }
    MessageStore.Outgoing message = ready.message();
    return switch (attach(job, ready)) {
      case Attached.Ready(var payload, var remembered) ->
          remembered ? withRemembered(job, ready, call.send(payload)) : call.send(payload);
      case Attached.NotYet(var why) ->
          retries.notSent(why, job.tries(), message.dueAt(), clock.instant());
      case Attached.Refused(var error) ->
          departure.refused(job, message, ready.connection(), error);
      case Attached.Gone(var why) ->
          new AttemptResult.Failed(why, Optional.empty(), clock.instant());
    };
  }

  /** A large file takes longer than a lease. */
  private Attached attach(Job job, Preparation.Prepared.Ready ready) throws InterruptedException {
    try (LeaseKeeping _ = LeaseKeeping.of(db, queue, job)) {
      return uploads.attach(job.tenant(), ready.connection(), ready.payload());
    }
  }

  /** Where WhatsApp has lost a file that it had, it gets it anew, once. */
  private AttemptResult withRemembered(
      Job job, Preparation.Prepared.Ready ready, AttemptResult result) {
    boolean unknown =
        result instanceof AttemptResult.Failed(_, var error, _)
            && error.map(GraphError::code).filter(UNKNOWN_FILE::contains).isPresent();
    return unknown && uploads.forget(job.tenant(), ready.connection(), ready.payload())
        ? new AttemptResult.Again(AT_ONCE, "WhatsApp no longer has the file (trying again)")
        : result;
  }
}
