package rasl.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.http.Principal;
import rasl.testkit.TestDatabase;

/** Two nodes at one limit. */
class SharedBudgetsTest {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static long tokens;

  private final AtomicLong nanos = new AtomicLong(1);
  private final SharedBudgets one = new SharedBudgets(DATABASE.db(), () -> 2, nanos::get);
  private final SharedBudgets two = new SharedBudgets(DATABASE.db(), () -> 2, nanos::get);
  private final Principal token = new Principal.Token(++tokens);

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void togetherTheyAllowNoMoreAndATenthLessAtMost() throws Exception {
    var work = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 300; i++) {
      SharedBudgets node = i % 2 == 0 ? one : two;
      work.add(() -> node.spend(token, 100).spent());
    }
    long allowed = 0;
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var done : threads.invokeAll(work)) {
        allowed += done.get() ? 1 : 0;
      }
    }
    assertThat(allowed).isBetween(90L, 100L);
    assertThat(one.spend(token, 100).remaining()).isZero();
  }

  @Test
  void whatANodeDoesNotUseGoesBackAfterASecondAndAnothersTokenHasItsOwn() {
    assertThat(one.spend(token, 100).spent()).isTrue();
    assertThat(spendAll(two, 100)).as("while the other holds a portion").isEqualTo(90);
    nanos.addAndGet(Duration.ofMillis(1001).toNanos());
    one.giveBack();
    assertThat(spendAll(two, 100)).as("once it gave back").isEqualTo(9);
    assertThat(two.spend(new Principal.Token(++tokens), 100).spent()).isTrue();
  }

  @Test
  void aNodeThatDiesTakesItsPortionForAMinuteAndNoMore() {
    assertThat(one.spend(token, 50).spent()).isTrue();
    assertThat(spendAll(two, 50)).isEqualTo(45);
    DATABASE.asOwner(
        "update call_lease set seconds = array(select n - 62 from unnest(seconds) as n)");
    assertThat(spendAll(two, 50)).isEqualTo(50);
  }

  @Test
  void aTokenAtRestMayUseAllAtOnceOnOneNodeWithoutAStatementACall() {
    assertThat(spendAll(one, 60)).isEqualTo(60);
    assertThat(DATABASE.column("select used_at from call_lease")).isNotEmpty();
    Budgets.State full = one.spend(token, 60);
    assertThat(full.spent()).isFalse();
    assertThat(full.nextIn()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(63));
  }

  @Test
  void whatIsPromisedIsNotRefusedWhileTheOtherNodeTakesAPortion() {
    for (int before = 0; before < 40; before += 7) {
      for (int i = 0; i < 7; i++) {
        assertThat(one.spend(token, 100).spent()).isTrue();
      }
      long promised = one.look(token, 100).remaining();
      assertThat(promised).isPositive().isLessThanOrEqualTo(100);
    }
    long promised = one.look(token, 100).remaining();
    assertThat(two.spend(token, 100).spent()).isTrue();
    for (long i = 0; i < promised; i++) {
      assertThat(one.spend(token, 100).spent()).as("%d of %d", i, promised).isTrue();
    }
  }

  /** How many calls a node makes until it is refused. */
  private int spendAll(SharedBudgets node, int limit) {
    int spent = 0;
    while (node.spend(token, limit).spent()) {
      spent++;
    }
    return spent;
  }
}
