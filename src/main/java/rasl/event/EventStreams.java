package rasl.event;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Base62;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.job.Repeating;
import rasl.refusal.Refusal;

/** The open streams of events on this node. Closing ends them. */
final class EventStreams implements AutoCloseable {
  static final String KIND = "stream";

  /** Of one tenant, on all nodes. */
  static final int MOST = 100;

  /** How long a stream whose node has died is counted. */
  static final Duration LEASE = Duration.ofSeconds(60);

  /** How long a reader may take nothing of what is written; the lease outlasts it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration LOOKING = Duration.ofSeconds(5);

  private static final int ID_LENGTH = 16;

  private final Db db;
  private final Feed feed;
  private final FeedReaders readers;
  private final FeedSignal signal;
  private final EventJson json;
  private final Clock clock;
  private final RandomGenerator random;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Repeating looking;
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
        java.util.Optional.empty(),
        null,
        java.util.Optional.empty(),
        Map.of("Content-Type", "text/event-stream", "X-Accel-Buffering", "no"),
        java.util.Optional.of(stream::writeTo));
  }

  /** Looks from now on for readers that take nothing. */
  void start() {
    looking = Repeating.start("slow readers of events", LOOKING, () -> cutBlockedFor(PATIENCE));
  }

  /** Cuts the connections whose readers have taken nothing for so long. */
  void cutBlockedFor(Duration time) {
    open.forEach(stream -> stream.cutIfBlocked(time));
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
    Repeating looks = looking;
    if (looks != null) {
      looks.close();
    }
    open.forEach(EventStream::missed);
    cutBlockedFor(Duration.ZERO);
  }
}
