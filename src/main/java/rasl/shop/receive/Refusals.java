package rasl.shop.receive;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import rasl.db.Db;
import rasl.shop.connect.ShopStore;

/**
 * Counts the calls of each shop that were refused for a missing or wrong signature. Whoever knows a
 * shop's URL can make as many as they like, so they are counted in memory and written now and then.
 */
public final class Refusals {
  private final Db db;
  private final ArrivalStore store;
  private final Clock clock;
  private final ConcurrentMap<ShopStore.Address, Long> counts = new ConcurrentHashMap<>();

  public Refusals(Db db, ArrivalStore store, Clock clock) {
    this.db = db;
    this.store = store;
    this.clock = clock;
  }

  void count(ShopStore.Address shop) {
    counts.merge(shop, 1L, Long::sum);
  }

  /** Writes what was counted since the last time, of all shops. */
  public void write() {
    List<ShopStore.Address> shops = new ArrayList<>(counts.keySet());
    shops.forEach(this::write);
  }

  /** The same, of one shop. */
  public void write(ShopStore.Address shop) {
    Long count = counts.remove(shop);
    if (count != null) {
      db.doInTenant(shop.tenant(), tx -> store.addRefused(tx, shop.shop(), count, clock.instant()));
    }
  }
}
