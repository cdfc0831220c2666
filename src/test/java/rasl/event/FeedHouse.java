package rasl.event;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** Feeds on a database without a server around them. */
final class FeedHouse implements AutoCloseable {
  final EventModule events;
  private final Db db;

  FeedHouse(Db db) {
    this(db, Clock.systemUTC());
  }

  FeedHouse(Db db, Clock clock) {
    this.db = db;
    events =
        new EventModule(db, tx -> new EventTenant(tx.tenantId(), "t", "t"), clock, new Random(1));
  }

  /** Writes an event of a resource, as the change of a named record does. */
  void write(TenantTx tx, String resource, long id) {
    events.log().record(tx, Event.happened(resource + ".updated", resource, id, List.of()), null);
  }

  void write(TenantId tenant, String resource, long id) {
    db.doInTenant(tenant, tx -> write(tx, resource, id));
  }

  void opened(TenantId tenant, String reader) {
    db.doInTenant(tenant, tx -> events.readers().opened(tx, "test", reader));
  }

  void closed(TenantId tenant, String reader) {
    db.doInTenant(tenant, tx -> events.readers().closed(tx, "test", reader));
  }

  /** The whole feed, read in small steps. */
  List<FeedEvent> all(TenantId tenant) {
    var all = new ArrayList<FeedEvent>();
    List<FeedEvent> next;
    do {
      long after = all.isEmpty() ? 0 : all.getLast().position();
      next = reading(tenant, tx -> events.feed().after(tx, after, 7));
      all.addAll(next);
    } while (!next.isEmpty());
    return all;
  }

  <T> T reading(TenantId tenant, Function<TenantTx, T> work) {
    return db.reading(tenant, work);
  }

  @Override
  public void close() {
    events.close();
  }
}
