package rasl.webhook;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Keeps attempts apart that begin in a second. For one thread. */
final class Rate {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** How late a beginning may be made good for. */
  private static final long CREDIT = SECOND / 100;

  private final LongSupplier nanos;
  private long next;

  Rate(LongSupplier nanos) {
    this.nanos = nanos;
    this.next = nanos.getAsLong();
  }

  /** One begins now, of so many in a second. */
  void take(int perSecond) {
    next = Math.max(next, nanos.getAsLong() - CREDIT) + SECOND / perSecond;
  }

  /** How long until the next one may begin. */
  Duration untilNext() {
    return Duration.ofNanos(Math.max(0, next - nanos.getAsLong()));
  }
}
