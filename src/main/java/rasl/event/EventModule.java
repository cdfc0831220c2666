package rasl.event;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.http.Routes;
import rasl.http.list.Lists;

/** Puts the event room together. */
public final class EventModule implements AutoCloseable {
  private final EventLog log;
  private final Feed feed = new Feed(new FeedStore());
  private final FeedReaders readers;
  private final FeedSignal signal = new FeedSignal();
  private final FeedTurns turns;
  private final FeedRelay relay;
  private final EventJson json;
  private final Parts parts;
  private final EventStreams streams;
  private final Db db;
  private final Clock clock;

  /**
   * @param tenants names the transaction's tenant
   */
  public EventModule(
      Db db, Function<TenantTx, EventTenant> tenants, Clock clock, RandomGenerator random) {
    this.db = db;
    this.clock = clock;
    var store = new FeedTurnStore();
    turns = new FeedTurns(db, store, new Decided(db, store), signal);
    readers = new FeedReaders(this::opened);
    relay = new FeedRelay(db, store, turns, readers, clock);
    log = new EventLog(clock, random, relay);
    json = new EventJson(tenants);
    parts = new Parts(feed, readers, signal, turns, json);
    streams = new EventStreams(db, parts, clock, random);
  }

  /** What reading a feed takes. */
  record Parts(
      Feed feed, FeedReaders readers, FeedSignal signal, FeedTurns turns, EventJson json) {}

  /** Adds the calls that read events. */
  public void addTo(Routes routes, Lists lists) {
    var api = new EventApi(db, parts, streams, lists, clock);
    api.addTo(routes);
    new ConsumerApi(db, parts, new Consumers(feed, readers, clock), api).addTo(routes);
  }

  /** Deletes what is older than events are kept, of these tenants. */
  public void clean(Collection<TenantId> tenants, Duration kept) {
    new EventCleaning(db, kept, clock).clean(tenants);
  }

  /** Ends the open streams; they go on elsewhere. */
  public AutoCloseable streams() {
    return streams;
  }

  /** For rooms that tell what happened. */
  public EventLog log() {
    return log;
  }

  public Feed feed() {
    return feed;
  }

  public FeedReaders readers() {
    return readers;
  }

  public FeedSignal signal() {
    return signal;
  }

  public EventJson json() {
    return json;
  }

  /** Numbers events from now on. */
  public void start() {
    relay.start();
  }

  /**
   * Gives positions to all that is visible now, where somebody reads, for whoever cannot wait for
   * the relay; no transaction may be open.
   */
  public void number(TenantId tenant) {
    turns.allOf(tenant);
  }

  @Override
  public void close() {
    relay.close();
  }

  private void opened(TenantId tenant) {
    relay.opened(tenant);
  }
}
