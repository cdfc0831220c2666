package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
