package rasl.db;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A caller who waits for an answer, and may go away before it is there. A statement of {@link
 * Db#reading} for that caller is ended soon after; one that changes something goes on.
 */
public final class WaitingCaller {
  private static final ScopedValue<BooleanSupplier> GONE = ScopedValue.newInstance();

  private WaitingCaller() {}

  /**
   * Does something for a caller.
   *
   * @param gone whether the caller has gone; asked by another thread, now and then, where a
   *     statement takes long. It must not wait.
   */
  public static <T> T serve(BooleanSupplier gone, Supplier<T> work) {
    return ScopedValue.where(GONE, gone).call(work::get);
  }

  /** Whether this thread works for a caller. */
  static boolean isThere() {
    return GONE.isBound();
  }

  /** Tells whether this thread's caller has gone. */
  static BooleanSupplier gone() {
    return GONE.get();
  }
}
