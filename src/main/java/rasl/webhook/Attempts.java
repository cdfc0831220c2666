package rasl.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import rasl.db.TenantId;
import rasl.share.FairSlots;

/**
 * Runs attempts, each on a thread of its own, in a number of slots that the tenants share: one
 * tenant has at most half of them, so that its slow receivers delay only its own deliveries.
 */
final class Attempts implements AutoCloseable {
  /** How many attempts run at once on a node. */
  static final int MOST = 512;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Outgoing outgoing;
  private final FairSlots<TenantId> slots = new FairSlots<>(MOST, 0, MOST / 2);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());

  Attempts(Outgoing outgoing) {
    this.outgoing = outgoing;
  }

  /**
   * Begins an attempt as soon as the tenant has a slot.
   *
   * @param mayBegin asked right before it begins
   * @param told hears of its end; must be quick
   */
  void begin(
      TenantId tenant,
      Target target,
      Parcel parcel,
      BooleanSupplier mayBegin,
      Consumer<Signal> told) {
    threads.execute(() -> told.accept(attempt(tenant, target, parcel, mayBegin)));
  }

  private Signal attempt(TenantId tenant, Target target, Parcel parcel, BooleanSupplier mayBegin) {
    try {
      if (!slots.acquire(tenant, PATIENCE)) {
        return new Signal.Returned(parcel);
      }
      try {
        return mayBegin.getAsBoolean()
            ? new Signal.Ended(parcel, outgoing.attempt(target, parcel))
            : new Signal.Returned(parcel);
      } finally {
        slots.release(tenant);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Signal.Returned(parcel);
    }
  }

  /**
   * Makes one attempt for somebody who waits for it; empty where the tenant has no slot.
   *
   * @throws InterruptedException when the server stops
   */
  Optional<Outcome> now(TenantId tenant, Target target, Parcel parcel) throws InterruptedException {
    if (!slots.acquire(tenant, PATIENCE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(outgoing.attempt(target, parcel));
    } finally {
      slots.release(tenant);
    }
  }

  /** Breaks off what runs: what came of it is not known then. */
  void breakOff() {
    threads.shutdownNow();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    outgoing.close();
  }
}
