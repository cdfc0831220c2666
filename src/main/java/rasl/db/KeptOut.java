package rasl.db;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The tenants that stay out of groups for a while, since a lock of theirs held one up. It is not
 * safe for several threads.
 */
final class KeptOut {
  static final Duration TIME = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private final Map<TenantId, Long> until = new HashMap<>();

  /**
   * @param nanos a clock that never goes back, such as {@code System::nanoTime}
   */
  KeptOut(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Keeps a tenant out, from now on. */
  void add(TenantId tenant) {
    long now = nanos.getAsLong();
    until.values().removeIf(end -> end - now <= 0);
    until.put(tenant, now + TIME.toNanos());
  }

  boolean has(TenantId tenant) {
    // Nearly always nobody is kept out, and then nobody has to ask the clock.
    Long end = until.isEmpty() ? null : until.get(tenant);
    return end != null && end - nanos.getAsLong() > 0;
  }
}
