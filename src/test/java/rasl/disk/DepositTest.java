package rasl.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/**
 * What calls have in the spool at once is limited, and one tenant's calls leave room for others.
 */
class DepositTest {
  @TempDir Path folder;

  private Spool spool(long most, long mostOfOne) {
    return new Spool(folder, new Disk(folder, _ -> new Disk.Space(0, 0)), most, mostOfOne);
  }

  @Test
  void oneTenantsCallsTakeAtMostTheirPart() {
    Spool spool = spool(1_000, 300);
    Deposit first = spool.deposit();
    try (Deposit second = spool.deposit();
        Deposit neighbours = spool.deposit()) {
      first.take("greedy", 200);
      second.take("greedy", 100);
      assertBusy(() -> second.take("greedy", 1));
      neighbours.take("quiet", 300);
      first.close();
      second.take("greedy", 200);
      assertBusy(() -> second.take("greedy", 1));
    }
    assertEmpty(spool, 300);
  }

  @Test
  void allCallsTogetherAreLimited() {
    Spool spool = spool(500, 300);
    try (Deposit one = spool.deposit();
        Deposit two = spool.deposit()) {
      one.take("a", 300);
      two.take("b", 200);
      assertBusy(() -> two.take("b", 1));
      assertThat(spool.newFile()).exists();
    }
    assertEmpty(spool, 300);
  }

  @Test
  void theRoomStaysOnTheAccountOfTheFirstOwner() {
    Spool spool = spool(500, 300);
    try (Deposit deposit = spool.deposit()) {
      deposit.take("strangers", 100);
      deposit.take("known by now", 200);
      try (Deposit other = spool.deposit()) {
        assertBusy(() -> other.take("strangers", 1));
        other.take("known by now", 200);
      }
    }
    assertEmpty(spool, 300);
  }

  @Test
  void theDiskIsLookedAtWithEachMegabyte() {
    var looks = new AtomicInteger();
    var disk =
        new Disk(
            folder,
            _ -> {
              looks.incrementAndGet();
              return new Disk.Space(0, 0);
            });
    try (Deposit deposit = new Spool(folder, disk).deposit()) {
      for (int i = 0; i < 3 * 1024; i++) {
        deposit.take("a", 1024);
      }
    }
    assertThat(looks).hasValue(3);
  }

  private static void assertBusy(Runnable take) {
    assertThatThrownBy(take::run)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(Refusal.ServiceUnavailable.busy()));
  }

  private static void assertEmpty(Spool spool, long mostOfOne) {
    for (String owner : new String[] {"greedy", "quiet", "a", "b", "strangers"}) {
      try (Deposit deposit = spool.deposit()) {
        deposit.take(owner, mostOfOne);
      }
    }
  }
}
