package rasl.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rasl.testkit.SettableClock;

/** No 60 seconds see more calls than the limit. */
class SlidingMinuteTest {
  private static final long MINUTE = 60_000;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-26T10:00:00.700Z"));

  @Test
  void noMinuteSeesMoreAndNothingIsRefusedMoreThanASecondTooEarly() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new SplittableRandom(seed);
      int limit = random.nextInt(1, 30);
      var minute = new SlidingMinute(clock);
      var taken = new ArrayDeque<Long>();
      for (int call = 0; call < 2000; call++) {
        clock.advance(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(20_000) : 3));
        long now = clock.millis();
        boolean allowed = minute.take(limit);
        while (!taken.isEmpty() && taken.peek() <= now - MINUTE - 1000) {
          taken.remove();
        }
        long inMinute = taken.stream().filter(at -> at > now - MINUTE).count();
        if (allowed) {
          assertThat(inMinute).as("seed %d", seed).isLessThan(limit);
          taken.add(now);
        } else {
          assertThat(taken)
              .as("of the last 61 seconds, seed %d", seed)
              .hasSizeGreaterThanOrEqualTo(limit);
        }
      }
    }
  }

  @Test
  void whoWasQuietMayUseAllAtOnceAndIsToldWhenTheNextAndAllComeBack() {
    var minute = new SlidingMinute(clock);
    for (int i = 0; i < 3; i++) {
      assertThat(minute.take(4)).isTrue();
    }
    clock.advance(Duration.ofSeconds(30));
    assertThat(minute.take(4)).isTrue();
    assertThat(minute.take(4)).isFalse();
    assertThat(minute.total()).isEqualTo(4);
    assertThat(minute.nextIn()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
    assertThat(minute.wholeIn()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    clock.advance(minute.nextIn());
    assertThat(minute.total()).isEqualTo(1);
    clock.advance(minute.wholeIn());
    assertThat(minute.total()).isZero();
    assertThat(minute.wholeIn()).isZero();
  }

  @Test
  void aLowerLimitHoldsAtOnceAndAClockThatIsSetBackGivesNothingBack() {
    var minute = new SlidingMinute(clock);
    assertThat(minute.take(10)).isTrue();
    assertThat(minute.take(10)).isTrue();
    assertThat(minute.take(2)).isFalse();
    clock.set(clock.instant().minus(Duration.ofMinutes(5)));
    assertThat(minute.take(2)).isFalse();
    assertThat(minute.nextIn()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(61));
  }

  @Test
  void manyAtOnceTakeNoMoreThanThereIs() throws Exception {
    var minute = new SlidingMinute(clock);
    Callable<Boolean> take = () -> minute.take(100);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long taken = 0;
      for (var one : threads.invokeAll(IntStream.range(0, 400).mapToObj(_ -> take).toList())) {
        taken += one.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(100);
    }
  }
}
