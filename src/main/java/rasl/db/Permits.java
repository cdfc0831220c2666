package rasl.db;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.Supplier;
import rasl.share.FairSlots;

/**
 * As many permits as there are connections. One tenant has at most half of them, and a few are kept
 * for the server's own transactions, which serve all tenants. Thousands of virtual threads wait
 * here at no cost; inside the pool they would spin.
 */
final class Permits {
  private static final int MOST_RESERVED = 2;

  private final FairSlots<TenantId> slots;
  private final Duration patience;

  Permits(int number, Duration patience) {
    this.slots =
        new FairSlots<>(number, Math.min(MOST_RESERVED, number / 4), Math.max(1, number / 2));
    this.patience = patience;
  }

  /** Runs work on one of the connections that the tenant may have. */
  <T> T ofTenant(TenantId tenant, Supplier<T> work) {
    take(tenant);
    try {
      return work.get();
    } finally {
      slots.release(tenant);
    }
  }

  /** Runs the server's own work, for which a few connections are kept. */
  <T> T ofHouse(Supplier<T> work) {
    takeForHouse();
    try {
      return work.get();
    } finally {
      slots.releaseHouse();
    }
  }

  private void take(TenantId tenant) {
    try {
      if (!slots.acquire(tenant, patience)) {
        throw slots.isAtItsPart(tenant)
            ? DatabaseException.shareIsTaken("All connections that one tenant may have are in use")
            : noneFree();
      }
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  private void takeForHouse() {
    try {
      if (!slots.acquireHouse(patience)) {
        throw noneFree();
      }
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  private DatabaseException noneFree() {
    return unavailable("No database connection became free within " + patience);
  }

  private static DatabaseException interrupted() {
    Thread.currentThread().interrupt();
    return unavailable("Interrupted while waiting for a database connection");
  }

  private static DatabaseException unavailable(String why) {
    return new DatabaseException(new SQLTransientConnectionException(why));
  }
}
