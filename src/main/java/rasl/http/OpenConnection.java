package rasl.http;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * One connection, and what the server waits for on it. All times are of {@link System#nanoTime}.
 *
 * @see OpenConnections
 */
final class OpenConnection {
  private enum State {
    /** A request head, of which some bytes may be there. */
    HEAD,
    /** Our own answer. */
    ANSWER,
    /** The next request, after one that was answered. */
    NEXT
  }

  private final String owner;
  private State state = State.HEAD;
  private long since;
  private long bytesBefore;
  private int answers;
  private @Nullable EndPoint end;

  /**
   * @param owner whose connections count together
   */
  OpenConnection(String owner, long now) {
    this.owner = owner;
    this.since = now;
  }

  String owner() {
    return owner;
  }

  /** The library has taken it over: from now on it can be cut. */
  synchronized void opened(EndPoint by) {
    end = by;
  }

  /** A whole head has arrived. */
  synchronized void answering() {
    answers++;
    state = State.ANSWER;
  }

  /** The answer is out; the next request of a client that does not wait may run already. */
  synchronized void answered(long now) {
    answers--;
    if (answers > 0) {
      return;
    }
    state = State.NEXT;
    since = now;
    bytesBefore = bytes();
  }

  /** Notices a next head that has begun to arrive; says whether one is due since too long. */
  synchronized boolean isHeadLate(long now, long mostNanos) {
    if (state == State.NEXT && bytes() > bytesBefore) {
      state = State.HEAD;
      since = now;
    }
    return state == State.HEAD && now - since > mostNanos;
  }

  /** Whether its client has taken nothing of an answer for so long. */
  synchronized boolean isReaderStuck(long now, long mostNanos) {
    return end instanceof WatchedEndPoint watched && watched.isStuck(now, mostNanos);
  }

  /** Whether nobody would miss it: no request is being answered, and none came for a while. */
  synchronized boolean isSpare(long now, long leastNanos) {
    return end != null && state != State.ANSWER && now - since > leastNanos;
  }

  /** When what it is doing began. */
  synchronized long since() {
    return since;
  }

  /** Cuts it. */
  void cut() {
    @Nullable EndPoint known;
    synchronized (this) {
      known = end;
    }
    if (known != null) {
      known.close(new TimeoutException("the client took too long"));
    }
  }

  private long bytes() {
    return end == null || end.getConnection() == null ? 0 : end.getConnection().getBytesIn();
  }
}
