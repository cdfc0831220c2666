package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.TestDatabase;

/** Every statement ends, and no tenant has all connections. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TimeLimitsTest {
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId TWO = new TenantId(2);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final int CONNECTIONS = 8;

  private final TestDatabase database = TestDatabase.create();
  private Database db = database.db();

  @AfterEach
  void drop() {
    db.close();
    database.close();
  }

  @Test
  void statementThatTakesTooLongIsEnded() {
    open(new TimeLimits(SHORT, LONG, LONG));
    isTooSlow(tx -> {});
    assertThatThrownBy(() -> db.<Boolean>reading(ONE, TimeLimitsTest::sleepForEver))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            e -> {
              assertThat(e.isTooSlow()).isTrue();
              assertThat(e.isUnavailable()).isFalse();
            });
    assertThat(db.<List<Integer>>reading(TWO, tx -> tx.query("select 1", row -> row.getInt(1))))
        .containsOnly(1);
  }

  @Test
  void transactionThatAsksForPatienceHasItAloneAndNotForEver() {
    open(new TimeLimits(SHORT, LONG, LONG));
    assertThat(
            db.<Boolean>inTenant(
                ONE,
                tx -> {
                  tx.patient(LONG);
                  return sleep(tx, 0.3) && sleep(tx, 0.25);
                }))
        .isTrue();
    assertThat(
            db.<Boolean>inTenant(
                ONE,
                tx -> {
                  boolean first = sleep(tx, 0);
                  tx.patient(LONG);
                  return first && sleep(tx, 0.3);
                }))
        .isTrue();
    assertThat(
            db.<Boolean>reading(
                ONE,
                tx -> {
                  tx.patient(LONG);
                  return sleep(tx, 0.3) && sleep(tx, 0.25);
                }))
        .isTrue();
    isTooSlow(tx -> {});
    isTooSlow(tx -> tx.patient(Duration.ofMillis(200)));
  }

  /** Where the server says nothing at all, it cannot end the statement either. */
  @Test
  void serverThatSaysNothingIsNotWaitedForMuchLongerThanItsStatement() {
    db = Database.open(database.settings().withConnections(1));
    assertThat(db.<Duration>inTenant(ONE, TimeLimitsTest::silence))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(
            db.<Duration>inTenant(
                TWO,
                tx -> {
                  tx.patient(Duration.ofMinutes(1));
                  return silence(tx);
                }))
        .isEqualTo(Duration.ofSeconds(80));
    assertThat(db.<Duration>inTenant(ONE, TimeLimitsTest::silence))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(db.<Duration>reading(ONE, TimeLimitsTest::silence))
        .isEqualTo(Duration.ofSeconds(30));
  }

  private static Duration silence(TenantTx tx) {
    try {
      return Duration.ofMillis(tx.connection().getNetworkTimeout());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void lockThatDoesNotComeFreeIsNotWaitedForLonger() throws Exception {
    open(new TimeLimits(LONG, SHORT, LONG));
    database.asOwner(Notes.TABLE);
    db.doInTenant(ONE, tx -> Notes.insert(tx, 1, "held"));
    db.doInTenant(TWO, tx -> Notes.insert(tx, 2, "free"));
    try (var holder = database.connectAsOwner();
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select id from note where id = 1 for update");
      assertThatThrownBy(() -> db.doInTenant(ONE, tx -> tx.update("update note set body = ''")))
          .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.isBusy()).isTrue());
      assertThat(db.<Integer>inTenant(TWO, tx -> tx.update("update note set body = ''"))).isOne();
    }
  }

  @Test
  void transactionThatAsksNothingForTooLongIsEnded() throws Exception {
    open(new TimeLimits(LONG, LONG, SHORT));
    var ended = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                db.doInTenant(
                    ONE,
                    tx -> {
                      int pid =
                          tx.query("select pg_backend_pid()", row -> row.getInt(1)).getFirst();
                      awaitEnd(pid);
                      ended.countDown();
                      sleep(tx, 0);
                    }))
        .isInstanceOfSatisfying(
            DatabaseException.class, e -> assertThat(e.isUnavailable()).isTrue());
    ended.await();
    assertThat(db.isReachable()).isTrue();
  }

  @Test
  void tenantThatHoldsItsShareLeavesConnectionsForOthersAndForTheHouse() throws Exception {
    db = Database.open(database.settings().withConnections(CONNECTIONS).withPatience(SHORT));
    var holding = new CountDownLatch(CONNECTIONS / 2);
    var release = new CountDownLatch(1);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> holders = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS / 2; i++) {
        holders.add(callers.submit(() -> db.doInTenant(ONE, tx -> hold(holding, release))));
      }
      holding.await();
      assertThatThrownBy(() -> db.<Boolean>reading(ONE, tx -> sleep(tx, 0)))
          .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.isBusy()).isTrue());
      assertThat(db.<Boolean>reading(TWO, tx -> sleep(tx, 0))).isTrue();
      assertThat(db.<Boolean>settling(ONE, tx -> sleep(tx, 0))).isTrue();
      assertThat(db.isReachable()).isTrue();
      release.countDown();
      for (Future<?> holder : holders) {
        holder.get();
      }
      assertThat(db.<Boolean>reading(ONE, tx -> sleep(tx, 0))).isTrue();
    }
  }

  @Test
  void tenantsTogetherLeaveConnectionsForTheHouse() throws Exception {
    db = Database.open(database.settings().withConnections(CONNECTIONS).withPatience(SHORT));
    var holding = new CountDownLatch(CONNECTIONS - 2);
    var release = new CountDownLatch(1);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> holders = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS - 2; i++) {
        var tenant = new TenantId(1 + i % 3);
        holders.add(callers.submit(() -> db.doInTenant(tenant, tx -> hold(holding, release))));
      }
      holding.await();
      assertThat(db.isReachable()).isTrue();
      assertThatThrownBy(() -> db.<Boolean>reading(new TenantId(4), tx -> sleep(tx, 0)))
          .isInstanceOfSatisfying(
              DatabaseException.class,
              e -> {
                assertThat(e.isBusy()).isFalse();
                assertThat(e.isUnavailable()).isTrue();
              });
      release.countDown();
      for (Future<?> holder : holders) {
        holder.get();
      }
    }
  }

  private void open(TimeLimits limits) {
    db = Database.open(database.settings().withLimits(limits));
  }

  private void isTooSlow(Consumer<TenantTx> before) {
    assertThatThrownBy(
            () ->
                db.doInTenant(
                    ONE,
                    tx -> {
                      before.accept(tx);
                      sleepForEver(tx);
                    }))
        .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.isTooSlow()).isTrue());
  }

  private static boolean sleepForEver(TenantTx tx) {
    return sleep(tx, 60);
  }

  private static boolean sleep(TenantTx tx, double seconds) {
    return !tx.query("select 1 from pg_sleep(?)", row -> row.getInt(1), seconds).isEmpty();
  }

  private static void hold(CountDownLatch holding, CountDownLatch release) {
    holding.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitEnd(int pid) {
    while (!database.column("select 1 from pg_stat_activity where pid = " + pid).isEmpty()) {
      Thread.onSpinWait();
    }
  }
}
