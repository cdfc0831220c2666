package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.TestDatabase;

/** No tenant sees another, whatever a statement says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IsolationTest {
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId TWO = new TenantId(2);

  private final TestDatabase database = TestDatabase.create();
  private final Database db = database.db();

  @BeforeAll
  void makeRowsOfTwoTenants() {
    database.asOwner(Notes.TABLE);
    db.doInTenant(ONE, tx -> Notes.insert(tx, 1, "of one"));
    db.doInTenant(TWO, tx -> Notes.insert(tx, 1, "of two"));
  }

  @AfterAll
  void drop() {
    database.close();
  }

  @Test
  void tenantReadsItsOwnRowsOnly() {
    assertThat(db.inTenant(ONE, Notes::all)).containsExactly("of one");
    assertThat(db.inTenant(TWO, Notes::all)).containsExactly("of two");
  }

  /** The first is the one in use, the second takes its place on a distributed PostgreSQL. */
  @ParameterizedTest
  @ValueSource(strings = {"rasl_enter", "rasl_enter_by_statement"})
  void enteringShowsTheTenantsRowsUntilTheTransactionEnds(String enter) throws SQLException {
    String seen = "select current_user || ': ' || coalesce(string_agg(body, ', '), '') from note";
    try (Connection owner = database.connectAsOwner();
        Statement statement = owner.createStatement()) {
      owner.setAutoCommit(false);
      statement.execute("set role rasl_app");
      owner.commit();
      statement.execute("set role none");
      statement.execute("select " + enter + "(1)");
      assertThat(text(statement, seen)).isEqualTo("rasl_app: of one");
      statement.execute("select " + enter + "(2)");
      assertThat(text(statement, seen)).isEqualTo("rasl_app: of two");
      owner.rollback();
      assertThat(text(statement, seen)).isEqualTo("rasl_app: ");
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void tenantCannotWriteAnothersRow() {
    assertThatThrownBy(
            () ->
                db.doInTenant(
                    ONE,
                    tx ->
                        tx.update("insert into note (tenant_id, id, body) values (2, 9, 'mine')")))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("row-level security");
  }

  @Test
  void tenantCannotChangeOrDeleteAnothersRow() {
    assertThat(
            db.<Integer>inTenant(
                ONE, tx -> tx.update("update note set body = 'taken' where tenant_id = 2")))
        .isZero();
    assertThat(db.<Integer>inTenant(ONE, tx -> tx.update("delete from note where tenant_id = 2")))
        .isZero();
  }

  @Test
  void systemSeesNoTenantsRows() {
    assertThat(db.inSystem(Notes::all)).isEmpty();
  }

  @Test
  void tenantIsForgottenWhenItsTransactionEnds() {
    for (int i = 0; i < 20; i++) {
      db.doInTenant(ONE, Notes::all);
      assertThat(db.inSystem(Notes::all)).isEmpty();
    }
  }

  @Test
  void partsOfAGroupSeeTheirOwnTenantOnly() {
    List<Db.PartOutcome<List<String>>> outcomes =
        db.inGroup(List.of(new Db.Part<>(ONE, Notes::all), new Db.Part<>(TWO, Notes::all)));
    assertThat(outcomes)
        .containsExactly(
            new Db.PartOutcome.Committed<>(List.of("of one")),
            new Db.PartOutcome.Committed<>(List.of("of two")));
  }

  @Test
  void ownerSeesAllRowsSoThatMigrationsAndSearchFunctionsCan() throws Exception {
    try (var connection = database.connectAsOwner();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from note")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }
}
