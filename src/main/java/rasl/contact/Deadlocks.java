package rasl.contact;

import java.util.function.Supplier;
import rasl.db.DatabaseException;

/**
 * Does a transaction again that was ended because it and another one waited for each other, such as
 * two changes that exchange the phones of two contacts.
 */
final class Deadlocks {
  private static final int TRIES = 5;

  private Deadlocks() {}

  static <T> T retried(Supplier<T> transaction) {
    for (int left = TRIES; ; left--) {
      try {
        return transaction.get();
      } catch (DatabaseException e) {
        if (!e.isDeadlock() || left == 1) {
          throw e;
        }
      }
    }
  }
}
