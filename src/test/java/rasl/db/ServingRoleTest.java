package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import rasl.testkit.TestDatabase;

/** The server does not serve from a role that row-level security would not hold. */
final class ServingRoleTest {

  @Test
  void everyConnectionWorksAsTheAppRole() {
    try (TestDatabase database = TestDatabase.create()) {
      String role =
          database
              .db()
              .inSystem(tx -> tx.first("select current_user::text", row -> row.getString(1)))
              .orElseThrow();
      assertThat(role).isEqualTo("rasl_app");
    }
  }

  @Test
  void aRollbackTakesNoConnectionItsRole() throws Exception {
    int connections = 5;
    try (TestDatabase database = TestDatabase.create();
        Database db = Database.open(database.superuserSettings().withConnections(connections))) {
      Function<SystemTx, String> failing =
          tx -> {
            var _ = role(tx);
            throw new IllegalStateException("on purpose");
          };
      assertThat(onAllAtOnce(db, connections, failing)).containsOnly("on purpose");
      assertThat(onAllAtOnce(db, connections, ServingRoleTest::role)).containsOnly("rasl_app");
    }
  }

  /** As behind a pooler that hands out sessions which we did not set up. */
  @Test
  void everyTransactionWorksAsTheAppRoleWhateverTheSessions() {
    try (TestDatabase database = TestDatabase.create();
        Database db = Database.open(database.superuserSettings().withConnections(1))) {
      var tenant = new TenantId(1);
      db.doInSystem(tx -> tx.update("set session role postgres"));
      assertThat(db.inSystem(ServingRoleTest::role)).isEqualTo("rasl_app");
      assertThat(db.inTenant(tenant, ServingRoleTest::role)).isEqualTo("rasl_app");
      assertThat(db.reading(tenant, ServingRoleTest::role)).isEqualTo("rasl_app");
      assertThat(db.inGroup(List.of(new Db.Part<>(tenant, ServingRoleTest::role))))
          .containsExactly(new Db.PartOutcome.Committed<>("rasl_app"));
    }
  }

  private static String role(Tx tx) {
    return tx.first("select current_user::text", row -> row.getString(1)).orElseThrow();
  }

  /** Runs the same on each connection; says what came of it. */
  private static List<String> onAllAtOnce(
      Database db, int connections, Function<SystemTx, String> work) throws Exception {
    var all = new CyclicBarrier(connections);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> one =
          () -> {
            try {
              return db.inSystem(
                  tx -> {
                    meet(all);
                    return work.apply(tx);
                  });
            } catch (IllegalStateException e) {
              return String.valueOf(e.getMessage());
            }
          };
      var results = new ArrayList<String>();
      for (Future<String> result : threads.invokeAll(Collections.nCopies(connections, one))) {
        results.add(result.get());
      }
      return results;
    }
  }

  private static void meet(CyclicBarrier all) {
    try {
      all.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void superusersUrlServesAsTheAppRoleToo() {
    try (TestDatabase database = TestDatabase.create();
        Database db = Database.open(database.superuserSettings())) {
      assertThat(db.isReachable()).isTrue();
    }
  }

  @Test
  void ownerOfTablesIsRefused() {
    try (TestDatabase database = TestDatabase.create()) {
      database.asSuperuser("create table mine (id int); alter table mine owner to rasl_app");
      assertThatThrownBy(() -> Database.open(database.settings()))
          .isInstanceOf(DatabaseSetupException.class)
          .hasMessageContaining("rasl_app owns mine");
    }
  }

  @Test
  void superuserAndBypassOfRowLevelSecurityAreRefused() {
    try (TestDatabase database = TestDatabase.create()) {
      database.asSuperuser("alter role rasl_app superuser bypassrls");
      try {
        assertThatThrownBy(() -> Database.open(database.settings()))
            .isInstanceOf(DatabaseSetupException.class)
            .hasMessageContaining("rasl_app is a superuser")
            .hasMessageContaining("rasl_app has bypassrls");
      } finally {
        database.asSuperuser("alter role rasl_app nosuperuser nobypassrls");
      }
    }
  }

  @Test
  void roleThatMayNotMakeTheAppRoleHearsWhatToRun() {
    try (TestDatabase database = TestDatabase.create()) {
      database.asSuperuser("create role test_stranger login password 'made for this test'");
      try {
        var settings =
            DatabaseSettings.of(database.settings().url(), "test_stranger", "made for this test");
        assertThatThrownBy(() -> Database.open(settings))
            .isInstanceOf(DatabaseSetupException.class)
            .hasMessageContaining("grant rasl_app to test_stranger with inherit false, set true;");
      } finally {
        database.asSuperuser("drop role test_stranger");
      }
    }
  }
}
