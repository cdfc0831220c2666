package rasl.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import rasl.testkit.Waiting;

class FairSlotsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration NOT_AT_ALL = Duration.ZERO;

  @Test
  void anOwnerHoldsAtMostItsPartAndOthersGetTheRest() throws InterruptedException {
    var slots = new FairSlots<String>(4, 0, 2);
    assertThat(slots.acquire("greedy", LONG)).isTrue();
    assertThat(slots.acquire("greedy", LONG)).isTrue();
    assertThat(slots.acquire("greedy", NOT_AT_ALL)).isFalse();
    assertThat(slots.acquire("quiet", NOT_AT_ALL)).isTrue();
    slots.release("greedy");
    assertThat(slots.acquire("greedy", NOT_AT_ALL)).isTrue();
  }

  @Test
  void theReserveIsForTheHouseAlone() throws InterruptedException {
    var slots = new FairSlots<String>(3, 1, 3);
    assertThat(slots.acquire("a", LONG)).isTrue();
    assertThat(slots.acquire("b", LONG)).isTrue();
    assertThat(slots.acquire("c", NOT_AT_ALL)).isFalse();
    assertThat(slots.acquireHouse(NOT_AT_ALL)).isTrue();
    assertThat(slots.acquireHouse(NOT_AT_ALL)).isFalse();
    slots.release("a");
    assertThat(slots.acquireHouse(NOT_AT_ALL)).isTrue();
    assertThat(slots.acquire("c", NOT_AT_ALL)).isFalse();
    slots.releaseHouse();
    assertThat(slots.acquire("c", NOT_AT_ALL)).isTrue();
  }

  @Test
  void whoWaitsGetsSlotsInTurnsBetweenOwners() throws InterruptedException {
    var slots = new FairSlots<String>(1, 0, 1);
    assertThat(slots.acquire("first", LONG)).isTrue();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 20; i++) {
      threads.add(use(slots, "greedy", order));
    }
    Waiting.until(LONG, () -> slots.waitingOwners() == 1);
    threads.add(use(slots, "quiet", order));
    Waiting.until(LONG, () -> slots.waitingOwners() == 2);
    slots.release("first");
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(order).hasSize(21);
    assertThat(order.indexOf("quiet")).isLessThanOrEqualTo(1);
  }

  @Test
  void whoLosesPatienceOrIsInterruptedLeavesNothingBehind() throws InterruptedException {
    var slots = new FairSlots<String>(1, 0, 1);
    assertThat(slots.acquire("a", LONG)).isTrue();
    assertThat(slots.acquire("b", Duration.ofMillis(1))).isFalse();
    assertThat(slots.waitingOwners()).isZero();
    var interrupted = new CountDownLatch(1);
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThatThrownBy(() -> slots.acquire("c", LONG))
                        .isInstanceOf(InterruptedException.class)
                        .satisfies(_ -> interrupted.countDown()));
    Waiting.until(LONG, () -> slots.waitingOwners() == 1);
    waiter.interrupt();
    interrupted.await();
    assertThat(slots.waitingOwners()).isZero();
    slots.release("a");
    assertThat(slots.tryAcquire("d")).isTrue();
    assertThat(slots.tryAcquire("e")).isFalse();
  }

  @Test
  void neverMoreThanTheSlotsAreHeldAndNoneIsLost() throws InterruptedException {
    var slots = new FairSlots<Integer>(4, 1, 2);
    var held = new AtomicInteger();
    var most = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 200; i++) {
      int owner = i % 7;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int round = 0; round < 20; round++) {
                      useOnce(slots, owner, held, most);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).isBetween(1, 4);
    assertThat(slots.roomFor(0)).isEqualTo(2);
    assertThat(slots.waitingOwners()).isZero();
  }

  private static void useOnce(
      FairSlots<Integer> slots, int owner, AtomicInteger held, AtomicInteger most) {
    try {
      boolean isHouse = owner == 0;
      boolean got = isHouse ? slots.acquireHouse(LONG) : slots.acquire(owner, LONG);
      assertThat(got).isTrue();
      most.accumulateAndGet(held.incrementAndGet(), Math::max);
      held.decrementAndGet();
      if (isHouse) {
        slots.releaseHouse();
      } else {
        slots.release(owner);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Thread use(FairSlots<String> slots, String owner, List<String> order) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                if (slots.acquire(owner, LONG)) {
                  order.add(owner);
                  slots.release(owner);
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }
}
