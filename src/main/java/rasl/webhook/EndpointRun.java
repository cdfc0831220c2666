package rasl.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;

/**
 * Delivers to one endpoint, as long as this node has the turn and there is something to do: reads
 * the feed, begins attempts, and stores what came of them, many at a time. One thread does all of
 * that; the attempts run beside it.
 */
final class EndpointRun implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointRun.class);

  /** How soon a change of the endpoint is heeded that another node made. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private static final Duration RENEWING = Duration.ofSeconds(10);

  /** An attempt begins only where the turn lasts longer than it can take. */
  private static final Duration LAST_BEGIN =
      TurnStore.LEASE.minus(Outgoing.DEADLINE).minusSeconds(5);

  /** How long it stays with nothing to do. */
  private static final Duration LINGERING = Duration.ofSeconds(2);

  private static final Duration AFTER_A_FAULT = Duration.ofMillis(500);

  /** An endpoint without anything to do is looked at so often, though nobody tells of news. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final Deliveries deliveries;
  private final Attempts attempts;
  private final EventCatalogue catalogue;
  private final LongSupplier nanos;
  private final TurnStore.Due of;
  private final Work work;
  private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private volatile long renewedAt;
  private volatile boolean stopping;
  private @Nullable Target target;

  /** As it was when it was there. */
  private @Nullable Target last;

  private long targetAt;
  private int running;

  /**
   * @param turn that this node has taken just now
   */
  EndpointRun(
      Deliveries deliveries,
      Attempts attempts,
      EventCatalogue catalogue,
      LongSupplier nanos,
      TurnStore.Turn turn) {
    this.deliveries = deliveries;
    this.attempts = attempts;
    this.catalogue = catalogue;
    this.nanos = nanos;
    this.of = turn.of();
    this.work = new Work(deliveries, nanos, turn);
    this.renewedAt = nanos.getAsLong();
  }

  /** There may be new events. */
  void wake() {
    work.news();
    if (woken.compareAndSet(false, true)) {
      signals.add(new Signal.Woken());
    }
  }

  /** The endpoint was changed, or one of its deliveries. */
  void changed() {
    changed.set(true);
    work.look();
    wake();
  }

  /** Begins nothing more, and ends when what runs has ended. */
  void stop() {
    stopping = true;
    wake();
  }

  @Override
  public void run() {
    try {
      boolean on = true;
      while (on && !stopping) {
        on = step();
      }
      finish();
    } catch (Deliveries.LeaseLostException e) {
      LOG.info("Another node delivers to {}", e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // The turn ends by itself.
    } catch (RuntimeException e) {
      LOG.error("Deliveries to endpoint {} of tenant {} broke off", of.endpoint(), of.tenant(), e);
    }
  }

  /** Whether it goes on. */
  private boolean step() throws InterruptedException {
    try {
      Optional<Target> known = fresh();
      if (known.isEmpty()) {
        return false;
      }
      renew();
      // Attempts that may begin run while more is read.
      begin(known.get());
      work.read();
      // What was read may have happened after a change of the endpoint.
      Optional<Target> now = fresh();
      if (now.isEmpty()) {
        return false;
      }
      begin(now.get());
      if (work.note(now.get().endpoint(), stopping)) {
        changed.set(true);
      }
      return await();
    } catch (DatabaseException e) {
      LOG.warn("Deliveries to endpoint {} wait for the database", of.endpoint(), e);
      take(signals.poll(AFTER_A_FAULT.toMillis(), TimeUnit.MILLISECONDS));
      return true;
    }
  }

  /** The endpoint as it is now; empty where it is gone or switched off. */
  private Optional<Target> fresh() {
    Target known = target;
    boolean old = nanos.getAsLong() - targetAt > FRESH.toNanos();
    if (known != null && !old && !changed.get()) {
      return Optional.of(known);
    }
    changed.set(false);
    long asked = nanos.getAsLong();
    Optional<Target> now = deliveries.target(of);
    targetAt = asked;
    now.filter(found -> known == null || !found.endpoint().equals(known.endpoint()))
        .ifPresent(found -> work.wants(new Wanted(found.endpoint(), catalogue)));
    target = now.orElse(null);
    last = now.orElse(last);
    return now;
  }

  private void renew() {
    long now = nanos.getAsLong();
    if (now - renewedAt > RENEWING.toNanos()) {
      deliveries.renew(work.turn());
      renewedAt = now;
    }
  }

  private boolean mayBegin() {
    return !stopping && nanos.getAsLong() - renewedAt < LAST_BEGIN.toNanos();
  }

  private void begin(Target now) {
    EndpointSettings settings = now.endpoint().settings();
    while (running < work.mostAtOnce(settings.maxInFlight()) && work.mayBegin()) {
      Optional<Parcel> next = work.next(settings.ratePerSecond());
      if (next.isEmpty()) {
        return;
      }
      running++;
      attempts.begin(of.tenant(), now, next.get(), this::mayBegin, signals::add);
    }
  }

  /** Waits until there is something to do; false where there is nothing for long. */
  private boolean await() throws InterruptedException {
    boolean idle = running == 0 && work.isIdle();
    Duration most = idle ? LINGERING : work.untilNext();
    Signal signal = signals.poll(Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS);
    take(signal);
    return signal != null || !idle || changed.get();
  }

  private void take(@Nullable Signal first) {
    for (Signal signal = first; signal != null; signal = signals.poll()) {
      switch (signal) {
        case Signal.Ended ended -> {
          running--;
          work.ended(ended);
        }
        case Signal.Returned(var parcel) -> {
          running--;
          work.returned(parcel);
        }
        case Signal.Woken _ -> woken.set(false);
      }
    }
  }

  /** Waits for what runs, stores what came of it, and gives the turn back. */
  private void finish() throws InterruptedException {
    while (running > 0) {
      take(signals.poll(RENEWING.toMillis(), TimeUnit.MILLISECONDS));
      renew();
    }
    Target known = last;
    if (known != null) {
      boolean _ = work.note(known.endpoint(), true);
    }
    deliveries.giveBack(work.turn(), stopping ? Duration.ZERO : pause());
  }

  private Duration pause() {
    Duration retry =
        work.nextRetry()
            .map(at -> Duration.between(deliveries.now(), at))
            .filter(wait -> wait.compareTo(IDLE) < 0)
            .orElse(IDLE);
    return retry.isNegative() ? Duration.ZERO : retry;
  }

  /** Whether something was told since it last looked. */
  boolean wasWoken() {
    return woken.get();
  }
}
