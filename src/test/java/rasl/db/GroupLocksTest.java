package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.TestDatabase;

/** Whose rows are locked waits, and nobody else. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class GroupLocksTest {
  private static final int LOCKED = 20;
  private static final TenantId QUIET = new TenantId(LOCKED + 1);
  private static final Duration FOR_EVER = Duration.ofSeconds(50);
  private static final long FIRST = 1000;

  private final TestDatabase database = TestDatabase.create();
  private final AtomicLong nanos = new AtomicLong();
  private Database db = database.db();

  /** One tenant's try, and how long it may wait for a lock. */
  private record Try(long tenant, long lockTimeout, List<Long> commands) {}

  private final CountDownLatch firstIsIn = new CountDownLatch(1);
  private final CountDownLatch firstGoesOn = new CountDownLatch(1);
  private final Queue<Try> tries = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void makeNotes() {
    database.asOwner(Notes.TABLE);
    for (long tenant = 1; tenant <= LOCKED + 1; tenant++) {
      long id = tenant;
      db.doInTenant(new TenantId(tenant), tx -> Notes.insert(tx, id, "as it was"));
    }
  }

  @AfterEach
  void drop() {
    db.close();
    database.close();
  }

  @Test
  void heldLocksOfManyTenantsDoNotStopAnotherOne() throws Exception {
    open(new TimeLimits(FOR_EVER, FOR_EVER, FOR_EVER), FOR_EVER);
    try (GroupCommit<Long, Long> group = group();
        var callers = Executors.newVirtualThreadPerTaskExecutor();
        Connection holder = lockNotesUpTo(LOCKED)) {
      Thread first = submitting(group, QUIET, FIRST);
      firstIsIn.await();
      List<Thread> held =
          LongStream.rangeClosed(1, LOCKED)
              .mapToObj(tenant -> submitting(group, new TenantId(tenant), 1))
              .toList();
      Future<Long> quiet = callers.submit(() -> group.submit(QUIET, 2L));
      awaitWaiting(held);
      firstGoesOn.countDown();
      assertThat(quiet.get()).isEqualTo(2);
      for (long i = 3; i <= 30; i++) {
        assertThat(group.submit(QUIET, i)).isEqualTo(i);
      }
      assertThat(held).allMatch(Thread::isAlive);
      // Twice 50 ms, and a moment for each of the others: all of them were in one group.
      assertThat(waitingInGroups()).isBetween((long) LOCKED, 100L + LOCKED);
      holder.rollback();
      for (Thread one : held) {
        one.join();
      }
      first.join();
    }
  }

  /** How long groups waited for locks of others, in milliseconds, at most. */
  private long waitingInGroups() {
    return tries.stream()
        .filter(one -> one.tenant <= LOCKED && one.lockTimeout < FOR_EVER.toMillis())
        .mapToLong(Try::lockTimeout)
        .sum();
  }

  @Test
  void tenantThatMetALockStaysOutOfGroupsForAWhile() throws Exception {
    open(new TimeLimits(FOR_EVER, Duration.ofMillis(200), FOR_EVER), FOR_EVER);
    var one = new TenantId(1);
    try (GroupCommit<Long, Long> group = group()) {
      try (Connection _ = lockNotesUpTo(1)) {
        assertThatThrownBy(() -> group.submit(one, 0L))
            .isInstanceOfSatisfying(
                DatabaseException.class,
                e -> {
                  assertThat(e.isBusy()).isTrue();
                  assertThat(e.isUnavailable()).isFalse();
                });
      }
      tries.clear();
      nanos.addAndGet(KeptOut.TIME.toNanos() - 1);
      assertThat(group.submit(one, 1L)).isOne();
      assertThat(group.submit(QUIET, 1L)).isOne();
      assertThat(tries).extracting(Try::lockTimeout).containsExactly(200L, 50L);
      tries.clear();
      nanos.addAndGet(1);
      assertThat(group.submit(one, 2L)).isEqualTo(2);
      assertThat(tries).extracting(Try::lockTimeout).containsExactly(50L);
    }
  }

  @Test
  void tenantOfManyCommandsLeavesRoomInTheGroupForOthers() throws Exception {
    open(TimeLimits.OF_CALLS, FOR_EVER);
    var many = new TenantId(1);
    try (GroupCommit<Long, Long> group = group()) {
      Thread first = submitting(group, many, FIRST);
      firstIsIn.await();
      List<Thread> waiting =
          LongStream.range(0, 500).mapToObj(i -> submitting(group, many, i)).toList();
      awaitWaiting(waiting);
      Thread quiet = submitting(group, QUIET, 0);
      awaitWaiting(List.of(quiet));
      firstGoesOn.countDown();
      for (Thread one : waiting) {
        one.join();
      }
      first.join();
      quiet.join();
    }
    List<Try> all = List.copyOf(tries);
    assertThat(all.get(1).commands).hasSize(255);
    assertThat(all.get(2).tenant).isEqualTo(QUIET.value());
    assertThat(all.get(3).commands).hasSize(500 - 255);
  }

  @Test
  void slowPartIsDoneBesideTheGroup() {
    open(TimeLimits.OF_CALLS, FOR_EVER);
    try (GroupCommit<Long, Long> group =
        new GroupCommit<>(
            "test-group",
            db,
            (tx, commands) -> {
              tries.add(new Try(tx.tenantId(), lockTimeout(tx), commands));
              return tx.query("select 7 from pg_sleep(1.2)", row -> row.getLong(1));
            },
            nanos::get)) {
      assertThat(group.submit(QUIET, 1L)).isEqualTo(7);
      assertThat(tries).extracting(Try::lockTimeout).containsExactly(50L, 3000L);
    }
  }

  private static Thread submitting(GroupCommit<Long, Long> group, TenantId tenant, long command) {
    return Thread.ofVirtual().start(() -> group.submit(tenant, command));
  }

  private static void awaitWaiting(List<Thread> threads) {
    while (!threads.stream().allMatch(it -> it.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  private GroupCommit<Long, Long> group() {
    return new GroupCommit<>("test-group", db, this::change, nanos::get);
  }

  private List<Long> change(TenantTx tx, List<Long> commands) {
    if (commands.contains(FIRST)) {
      firstIsIn.countDown();
      await(firstGoesOn);
    }
    tries.add(new Try(tx.tenantId(), lockTimeout(tx), commands));
    assertThat(tx.update("update note set body = 'changed'")).isOne();
    return commands;
  }

  private static long lockTimeout(TenantTx tx) {
    return tx.query(
            "select setting from pg_settings where name = 'lock_timeout'", row -> row.getLong(1))
        .getFirst();
  }

  private void open(TimeLimits limits, Duration patience) {
    db =
        Database.open(
            database.settings().withConnections(8).withLimits(limits).withPatience(patience));
  }

  private Connection lockNotesUpTo(long last) throws SQLException {
    Connection connection = database.connectAsOwner();
    connection.setAutoCommit(false);
    try (var statement =
        connection.prepareStatement("select id from note where id <= ? for update")) {
      statement.setLong(1, last);
      statement.execute();
    }
    return connection;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
