package rasl.event;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import rasl.crypto.Base62;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.refusal.Refusal;

/** The open streams of events on this node. Closing ends them. */
final class EventStreams implements AutoCloseable {
  static final String KIND = "stream";

  /** Of one tenant, on all nodes. */
  static final int MOST = 100;

  /** How long a stream whose node has died is counted; it outlasts a reader who takes nothing. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private static final int ID_LENGTH = 16;

  private final Db db;
  private final Feed feed;
  private final FeedReaders readers;
  private final FeedSignal signal;
  private final EventJson json;
  private final Clock clock;
  private final RandomGenerator random;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  EventStreams(Db db, EventModule.Parts parts, Clock clock, RandomGenerator random) {
    this.db = db;
    this.feed = parts.feed();
    this.readers = parts.readers();
    this.signal = parts.signal();
    this.json = parts.json();
    this.clock = clock;
    this.random = random;
  }

  /**
   * Opens a stream for a caller.
   *
   * @param standing whether the caller would still be let in
   * @param after the last position that the caller has seen; empty to begin with what comes
   * @throws rasl.refusal.RefusedException busy, where the tenant has as many as it may have
   */
  Answer open(Caller caller, BooleanSupplier standing, OptionalLong after) {
    if (closed) {
      throw new Refusal.ServiceUnavailable(Duration.ofSeconds(5)).thrown();
    }
    String id = Base62.random(random, ID_LENGTH);
    TenantId tenant = caller.tenant();
    boolean admitted =
        db.inTenant(tenant, tx -> readers.admit(tx, KIND, id, MOST, clock.instant(), LEASE));
    if (!admitted) {
      throw Refusal.ServiceUnavailable.busy().thrown();
    }
    var stream =
        new EventStream(
            this, tenant, id, EventTypes.readableWith(caller.scopes()), standing, after);
    return new Answer(
        200,
        Optional.empty(),
        null,
        Optional.empty(),
        Map.of("Content-Type", "text/event-stream", "X-Accel-Buffering", "no"),
        Optional.of(stream::writeTo));
  }

  boolean isClosed() {
    return closed;
  }

  void begun(EventStream stream) {
    open.add(stream);
    signal.add(stream);
  }

  void ended(EventStream stream) {
    signal.remove(stream);
    open.remove(stream);
    db.doInTenant(
        stream.tenant(),
        tx -> {
          // Whoever lost the connection comes back soon.
          readers.lingering(tx, clock.instant(), LEASE);
          readers.closed(tx, KIND, stream.id());
        });
  }

  void renew(EventStream stream) {
    db.doInTenant(
        stream.tenant(),
        tx -> readers.openedUntil(tx, KIND, stream.id(), clock.instant().plus(LEASE)));
  }

  Db db() {
    return db;
  }

  Feed feed() {
    return feed;
  }

  FeedReaders readers() {
    return readers;
  }

  EventJson json() {
    return json;
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(EventStream::missed);
  }
}
