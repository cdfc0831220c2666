package rasl.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rasl.testkit.SettableClock;

/** A token's calls in its minutes. */
class WindowTest {
  private final SettableClock clock = SettableClock.atSomeTime();

  @Test
  void allCallsComeBackWhenTheMinuteIsOver() {
    var window = new Window(2, clock);
    assertThat(window.remaining()).isEqualTo(2);
    assertThat(window.take()).isTrue();
    clock.advance(Duration.ofSeconds(50));
    assertThat(window.take()).isTrue();
    assertThat(window.take()).isFalse();
    assertThat(window.resetIn()).isEqualTo(Duration.ofSeconds(10));
    clock.advance(Duration.ofMillis(9_999));
    assertThat(window.take()).isFalse();
    assertThat(window.remaining()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(window.remaining()).isEqualTo(2);
    assertThat(window.resetIn()).isEqualTo(Window.LENGTH);
    assertThat(window.take()).isTrue();
    assertThat(window.remaining()).isEqualTo(1);
  }

  @Test
  void whatWasNotUsedIsNotSaved() {
    var window = new Window(2, clock);
    clock.advance(Duration.ofHours(5));
    assertThat(window.remaining()).isEqualTo(2);
  }

  @Test
  void aClockThatIsSetBackGivesNothingBack() {
    var window = new Window(1, clock);
    clock.advance(Duration.ofMinutes(2));
    assertThat(window.take()).isTrue();
    clock.set(clock.instant().minus(Duration.ofMinutes(5)));
    assertThat(window.take()).isFalse();
    assertThat(window.resetIn()).isPositive().isLessThanOrEqualTo(Window.LENGTH);
  }

  @Test
  void manyAtOnceTakeNoMoreThanThereIs() throws Exception {
    var window = new Window(100, clock);
    Callable<Boolean> take = window::take;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long taken = 0;
      for (Future<Boolean> one :
          threads.invokeAll(IntStream.range(0, 400).mapToObj(_ -> take).toList())) {
        taken += one.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(100);
    }
  }
}
