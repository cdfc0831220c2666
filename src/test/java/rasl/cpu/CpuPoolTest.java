package rasl.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.testkit.Waiting;

class CpuPoolTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void workRunsOnNamedThreadsOfThePlatformAsManyAsProcessorsAndAtLeastTwo() {
    for (int processors : new int[] {1, 2, 4}) {
      try (var pool = CpuPool.start(processors, LONG)) {
        int expected = Math.max(2, processors);
        var together = new CountDownLatch(expected);
        Set<String> names = ConcurrentHashMap.newKeySet();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < expected; i++) {
          Object owner = i;
          callers.add(
              Thread.ofVirtual()
                  .start(
                      () ->
                          pool.run(
                              owner,
                              () -> {
                                assertThat(Thread.currentThread().isVirtual()).isFalse();
                                names.add(Thread.currentThread().getName());
                                together.countDown();
                                return meet(together);
                              })));
        }
        join(callers);
        assertThat(together.getCount()).isZero();
        assertThat(names).hasSize(expected).allMatch(name -> name.matches("cpu-[1-4]"));
      }
    }
  }

  @Test
  void oneTenantHoldsAtMostHalfAndAnotherIsServedMeanwhile() throws InterruptedException {
    try (var pool = CpuPool.start(4, LONG)) {
      var release = new CountDownLatch(1);
      var working = new AtomicInteger();
      var most = new AtomicInteger();
      List<Thread> greedy = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        greedy.add(
            Thread.ofVirtual()
                .start(
                    () ->
                        pool.run(
                            "greedy",
                            () -> {
                              most.accumulateAndGet(working.incrementAndGet(), Math::max);
                              meet(release);
                              return working.decrementAndGet();
                            })));
      }
      Waiting.until(LONG, () -> working.get() == 2);
      assertThat(pool.<String, RuntimeException>run("quiet", () -> "served")).isEqualTo("served");
      release.countDown();
      join(greedy);
      assertThat(most).hasValue(2);
    }
  }

  @Test
  void whoGetsNoThreadInTimeIsToldThatTheServerIsBusy() {
    try (var pool = CpuPool.start(2, SHORT)) {
      var release = new CountDownLatch(1);
      var begun = new CountDownLatch(1);
      Thread holder = hold(pool, begun, release);
      meet(begun);
      assertRefusedAsBusy(() -> pool.run("greedy", () -> "second"));
      assertThat(pool.<String, RuntimeException>run("quiet", () -> "served")).isEqualTo("served");
      release.countDown();
      join(List.of(holder));
      assertThat(pool.<String, RuntimeException>run("greedy", () -> "again")).isEqualTo("again");
    }
  }

  @Test
  void whatTheWorkThrowsReachesTheCallerAsItIsAndTheThreadIsFreeAgain() {
    try (var pool = CpuPool.start(2, LONG)) {
      List<Exception> thrown =
          List.of(new IOException("checked"), new IllegalStateException("unchecked"));
      for (Exception exception : thrown) {
        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(() -> pool.run("a", () -> raise(exception))).isSameAs(exception);
        }
      }
      var error = new AssertionError("an error");
      assertThatThrownBy(
              () ->
                  pool.run(
                      "a",
                      () -> {
                        throw error;
                      }))
          .isSameAs(error);
      assertThat(pool.<String, RuntimeException>run("a", () -> "well")).isEqualTo("well");
    }
  }

  @Test
  void anInterruptOfTheCallerInterruptsTheWorkAndNothingElse() {
    try (var pool = CpuPool.start(2, LONG)) {
      var begun = new CountDownLatch(1);
      var never = new CountDownLatch(1);
      var heard = new AtomicBoolean();
      var kept = new AtomicBoolean();
      var caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    pool.<Boolean, RuntimeException>run(
                        "a",
                        () -> {
                          begun.countDown();
                          heard.set(!meet(never));
                          return true;
                        });
                    kept.set(Thread.currentThread().isInterrupted());
                  });
      meet(begun);
      caller.interrupt();
      join(List.of(caller));
      assertThat(heard).isTrue();
      assertThat(kept).isTrue();
      for (int i = 0; i < 4; i++) {
        boolean interrupted = pool.run("a", () -> Thread.currentThread().isInterrupted());
        assertThat(interrupted).isFalse();
      }
    }
  }

  @Test
  void whoIsInterruptedWhileWaitingLeavesAndItsWorkIsNotBegun() {
    try (var pool = CpuPool.start(2, LONG)) {
      var release = new CountDownLatch(1);
      var begun = new CountDownLatch(1);
      Thread holder = hold(pool, begun, release);
      meet(begun);
      var outcome = new AtomicReference<Throwable>();
      Thread waiter =
          Thread.ofVirtual()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    try {
                      pool.<String, RuntimeException>run(
                          "greedy",
                          () -> {
                            throw new AssertionError("begun");
                          });
                    } catch (RefusedException e) {
                      outcome.set(e);
                    }
                  });
      join(List.of(waiter));
      assertThat(outcome.get()).isInstanceOf(RefusedException.class);
      release.countDown();
      join(List.of(holder));
    }
  }

  @Test
  void aClosedPoolBeginsNothingAndFinishesWhatItBegan() {
    var pool = CpuPool.start(2, LONG);
    var release = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    Thread holder = hold(pool, begun, release);
    meet(begun);
    pool.close();
    assertRefusedAsBusy(() -> pool.run("quiet", () -> "late"));
    assertRefusedAsBusy(() -> pool.run("quiet", () -> "late"));
    release.countDown();
    join(List.of(holder));
  }

  private static Thread hold(CpuPool pool, CountDownLatch begun, CountDownLatch release) {
    return Thread.ofVirtual()
        .start(
            () ->
                pool.run(
                    "greedy",
                    () -> {
                      begun.countDown();
                      return meet(release);
                    }));
  }

  private static void assertRefusedAsBusy(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(Refusal.ServiceUnavailable.busy()));
  }

  /** Waits for the latch; false where that was interrupted. */
  private static boolean meet(CountDownLatch latch) {
    try {
      return latch.await(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      return false;
    }
  }

  private static String raise(Exception thrown) throws Exception {
    throw thrown;
  }

  private static void join(List<Thread> threads) {
    for (Thread thread : threads) {
      try {
        assertThat(thread.join(LONG)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
