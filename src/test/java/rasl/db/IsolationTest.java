package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
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
