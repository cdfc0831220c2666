package rasl.db;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * As many permits as there are connections, handed out in the order of asking. Thousands of virtual
 * threads wait here at no cost; waiting inside the pool they would spin.
 */
final class Permits {
  private final Semaphore free;
  private final Duration patience;

  Permits(int number, Duration patience) {
    this.free = new Semaphore(number, true);
    this.patience = patience;
  }

  <T> T with(Supplier<T> work) {
    take();
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  private void take() {
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw unavailable("No database connection became free within " + patience);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unavailable("Interrupted while waiting for a database connection");
    }
  }

  private static DatabaseException unavailable(String why) {
    return new DatabaseException(new SQLTransientConnectionException(why));
  }
}
