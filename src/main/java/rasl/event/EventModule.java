package rasl.event;

import java.time.Clock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** Puts the event room together. */
public final class EventModule implements AutoCloseable {
  private final EventLog log;
  private final Feed feed = new Feed(new FeedStore());
  private final FeedReaders readers;
  private final FeedSignal signal = new FeedSignal();
  private final FeedTurns turns;
  private final FeedRelay relay;
  private final EventJson json;

  /**
   * @param tenants names the transaction's tenant
   */
  public EventModule(
      Db db, Function<TenantTx, EventTenant> tenants, Clock clock, RandomGenerator random) {
    var store = new FeedTurnStore();
    turns = new FeedTurns(db, store, new Decided(db, store), signal);
    readers = new FeedReaders(this::opened);
    relay = new FeedRelay(db, store, turns, readers, clock);
    log = new EventLog(clock, random, relay::written);
    json = new EventJson(tenants);
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
