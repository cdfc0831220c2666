package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import rasl.refusal.RefusedException;
import rasl.testkit.TestDatabase;

/** Many callers, one commit, and to each caller its own answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class GroupCommitTest {
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId TWO = new TenantId(2);

  private final TestDatabase database = TestDatabase.create();
  private final Database db = database.db();

  @BeforeAll
  void makeTable() {
    database.asOwner(Notes.TABLE);
  }

  @AfterEach
  void clear() {
    database.asOwner("delete from note");
  }

  @AfterAll
  void drop() {
    database.close();
  }

  @Test
  void everyCallerGetsTheResultOfItsOwnCommandAndItIsDurable() throws Exception {
    try (GroupCommit<Long, String> group = GroupCommit.of("test-group", db, this::insertAll);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (long id = 0; id < 500; id++) {
        long command = id;
        TenantId tenant = id % 3 == 0 ? ONE : TWO;
        answers.add(
            callers.submit(
                () -> {
                  String answer = group.submit(tenant, command);
                  assertThat(db.inTenant(tenant, Notes::all)).contains("note " + command);
                  return answer;
                }));
      }
      for (int id = 0; id < 500; id++) {
        assertThat(answers.get(id).get()).isEqualTo("stored " + id);
      }
    }
    assertThat(db.inTenant(ONE, Notes::all)).hasSize(167);
    assertThat(db.inTenant(TWO, Notes::all)).hasSize(333);
  }

  @Test
  void onlyTheCallerOfTheGuiltyCommandHearsOfItsFault() throws Exception {
    var firstIsIn = new CountDownLatch(1);
    var othersWait = new CountDownLatch(1);
    var blocked = new AtomicInteger();
    try (GroupCommit<Long, String> group =
            GroupCommit.of(
                "test-group",
                db,
                (tx, ids) -> {
                  if (blocked.getAndIncrement() == 0) {
                    firstIsIn.countDown();
                    uninterruptibly(othersWait);
                  }
                  return insertAll(tx, ids);
                });
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = callers.submit(() -> group.submit(ONE, 0L));
      firstIsIn.await();
      var waiting = new ConcurrentHashMap<Long, Thread>();
      List<Future<String>> others = new ArrayList<>();
      for (long id : new long[] {1, -1, 2, 3}) {
        others.add(
            callers.submit(
                () -> {
                  waiting.put(id, Thread.currentThread());
                  return group.submit(id == 3 ? TWO : ONE, id);
                }));
      }
      awaitParked(waiting, others.size());
      othersWait.countDown();
      assertThat(first.get()).isEqualTo("stored 0");
      assertThat(others.get(0).get()).isEqualTo("stored 1");
      assertThatThrownBy(() -> others.get(1).get()).hasRootCauseMessage("negative: -1");
      assertThat(others.get(2).get()).isEqualTo("stored 2");
      assertThat(others.get(3).get()).isEqualTo("stored 3");
    }
    assertThat(db.inTenant(ONE, Notes::all)).containsExactly("note 0", "note 1", "note 2");
    assertThat(db.inTenant(TWO, Notes::all)).containsExactly("note 3");
  }

  @Test
  void commandThatWaitsForALockIsDoneAloneWhenTheLockIsFree() throws Exception {
    db.doInTenant(ONE, tx -> Notes.insert(tx, 1, "contended"));
    var secondTry = new CountDownLatch(2);
    try (GroupCommit<String, Integer> group =
            GroupCommit.of(
                "test-group",
                db,
                (tx, bodies) -> {
                  secondTry.countDown();
                  return List.of(tx.update("update note set body = ?", bodies.getFirst()));
                });
        var callers = Executors.newVirtualThreadPerTaskExecutor();
        var connection = database.connectAsOwner();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select id from note for update");
      Future<Integer> answer = callers.submit(() -> group.submit(ONE, "changed"));
      secondTry.await();
      connection.rollback();
      assertThat(answer.get()).isEqualTo(1);
    }
    assertThat(db.inTenant(ONE, Notes::all)).containsExactly("changed");
  }

  @Test
  void resultsThatDoNotMatchTheCommandsAreAFaultAndStoreNothing() {
    try (GroupCommit<Long, String> group =
        GroupCommit.of(
            "test-group",
            db,
            (tx, ids) -> {
              insertAll(tx, ids);
              return List.of();
            })) {
      assertThatThrownBy(() -> group.submit(ONE, 1L))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("0 results for 1 commands");
    }
    assertThat(db.inTenant(ONE, Notes::all)).isEmpty();
  }

  @Test
  void closingFinishesWhatWaitsAndRefusesWhatComesLater() throws Exception {
    var working = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    GroupCommit<Long, String> group =
        GroupCommit.of(
            "test-group",
            db,
            (tx, ids) -> {
              working.countDown();
              uninterruptibly(release);
              return insertAll(tx, ids);
            });
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = callers.submit(() -> group.submit(ONE, 1L));
      working.await();
      var waiting = new ConcurrentHashMap<Long, Thread>();
      Future<String> second =
          callers.submit(
              () -> {
                waiting.put(2L, Thread.currentThread());
                return group.submit(ONE, 2L);
              });
      awaitParked(waiting, 1);
      Future<?> closing = callers.submit(group::close);
      release.countDown();
      closing.get();
      assertThat(first.get()).isEqualTo("stored 1");
      assertThat(second.get()).isEqualTo("stored 2");
      assertThatThrownBy(() -> group.submit(ONE, 3L)).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void outageIsToldToEveryCallerAndTheWorkerLivesOn() {
    try (TestDatabase own = TestDatabase.create();
        GroupCommit<Long, Integer> group =
            GroupCommit.of(
                "test-group",
                own.db(),
                (tx, ids) -> {
                  if (ids.contains(13L)) {
                    own.cutConnections();
                  }
                  return tx.query("select 1", row -> row.getInt(1));
                })) {
      assertThatThrownBy(() -> group.submit(ONE, 13L))
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.isUnavailable()).isTrue());
      // A connection used a moment ago is trusted, so each of the pool may fail once.
      for (int i = 0; i < 20 && !own.db().isReachable(); i++) {
        assertThat(i).isLessThan(19);
      }
      assertThat(group.submit(ONE, 14L)).isEqualTo(1);
    }
  }

  private List<String> insertAll(TenantTx tx, List<Long> ids) {
    ids.forEach(
        id -> {
          Notes.insert(tx, id, "note " + id);
          if (id < 0) {
            throw new IllegalArgumentException("negative: " + id);
          }
        });
    return ids.stream().map(id -> "stored " + id).toList();
  }

  private static void awaitParked(ConcurrentHashMap<Long, Thread> threads, int number) {
    while (threads.size() < number
        || !threads.values().stream().allMatch(it -> it.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
