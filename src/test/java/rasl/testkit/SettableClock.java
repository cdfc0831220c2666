package rasl.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. */
public final class SettableClock extends Clock {
  private final AtomicReference<Instant> now;

  public SettableClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  /** A clock that stands at a time of no special meaning, in the middle of a minute. */
  public static SettableClock atSomeTime() {
    return new SettableClock(Instant.parse("2026-03-04T05:06:07.089Z"));
  }

  /** Moves the clock on. */
  public void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  /** Sets the clock to a time, backwards too. */
  public void set(Instant time) {
    now.set(time);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(now.get(), zone);
  }
}
