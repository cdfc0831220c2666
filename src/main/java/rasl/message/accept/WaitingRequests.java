package rasl.message.accept;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rasl.message.send.AttemptResult;

/**
 * Requests of this node that wait for what becomes of their message. A worker of this node tells
 * them as soon as it has written a result, so that they need not ask the database.
 */
public final class WaitingRequests {
  private final Map<Long, BlockingQueue<AttemptResult>> waiting = new ConcurrentHashMap<>();

  /** One request's place; it is left when it is closed. */
  public final class Place implements AutoCloseable {
    private final long message;
    private final BlockingQueue<AttemptResult> results = new LinkedBlockingQueue<>();

    private Place(long message) {
      this.message = message;
    }

    /** The next result that a worker of this node has written; empty where none came in time. */
    public Optional<AttemptResult> await(Duration most) throws InterruptedException {
      return Optional.ofNullable(results.poll(most.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
      waiting.remove(message, results);
    }
  }

  /** Waits for a message's results from now on. */
  public Place waitFor(long message) {
    var place = new Place(message);
    waiting.put(message, place.results);
    return place;
  }

  /** A result is written. */
  public void written(long message, AttemptResult result) {
    @Nullable BlockingQueue<AttemptResult> results = waiting.get(message);
    if (results != null) {
      results.add(result);
    }
  }
}
