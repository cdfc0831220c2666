package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.TestDatabase;

/** Work that only reads, without a transaction around its statements. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReadingTest {
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId TWO = new TenantId(2);

  private final TestDatabase database = TestDatabase.create();
  private final Database db = Database.open(database.settings().withConnections(1));

  @BeforeAll
  void makeRowsOfTwoTenants() {
    database.asOwner(Notes.TABLE);
    db.doInTenant(ONE, tx -> Notes.insert(tx, 1, "of one"));
    db.doInTenant(TWO, tx -> Notes.insert(tx, 1, "of two"));
  }

  @AfterAll
  void drop() {
    db.close();
    database.close();
  }

  @Test
  void eachStatementSeesTheTenantsRowsOnly() {
    List<List<String>> twice = db.reading(ONE, tx -> List.of(Notes.all(tx), Notes.all(tx)));
    assertThat(twice).containsExactly(List.of("of one"), List.of("of one"));
    assertThat(db.reading(TWO, Notes::all)).containsExactly("of two");
    assertThat(db.inSystem(Notes::all)).isEmpty();
  }

  @Test
  void nothingIsOpenBetweenItsStatements() {
    String now = "select now()::text";
    List<String> times =
        db.reading(
            ONE,
            tx ->
                List.of(
                    tx.query(now, row -> row.getString(1)).getFirst(),
                    tx.query(now, row -> row.getString(1)).getFirst()));
    assertThat(times.getFirst()).isNotEqualTo(times.getLast());
  }

  /** The driver would ask for the parameter's type first, once it prepares the statement. */
  @Test
  void aParameterOfNoTypeChangesNothing() {
    String sql =
        "select current_setting('rasl.tenant') || ' ' || current_setting('transaction_read_only')"
            + " || ' ' || body as seen from note where ?::text is null";
    for (int i = 0; i < 12; i++) {
      List<String> seen =
          db.reading(ONE, tx -> tx.query(sql, row -> row.getString("seen"), (Object) null));
      assertThat(seen).containsExactly("1 on of one");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stringtype=unspecified",
        "preferQueryMode=simple",
        "preferQueryMode=extendedForPrepared",
        "prepareThreshold=-1",
        "prepareThreshold=0",
        "autosave=always",
        "defaultRowFetchSize=1"
      })
  void optionsOfTheUrlChangeNothing(String option) {
    DatabaseSettings given = database.settings();
    String url = given.url() + (given.url().contains("?") ? "&" : "?") + option;
    try (Database other =
        Database.open(
            DatabaseSettings.of(url, given.user(), given.password()).withConnections(1))) {
      String sql = "select body from note where body = ? and id = ?";
      for (int i = 0; i < 12; i++) {
        List<String> seen =
            other.reading(ONE, tx -> tx.query(sql, row -> row.getString("body"), "of one", 1L));
        assertThat(seen).containsExactly("of one");
        assertThat(other.inTenant(TWO, Notes::all)).containsExactly("of two");
      }
    }
  }

  @Test
  void whatChangesOrLocksIsRefused() {
    assertRefused(tx -> tx.update("update note set body = 'changed'"));
    assertRefused(tx -> tx.update("insert into note (tenant_id, id, body) values (1, 2, 'new')"));
    assertRefused(tx -> tx.update("delete from note"));
    assertRefused(tx -> tx.query("select body from note for update", row -> row.getString(1)));
    assertThat(db.inTenant(ONE, Notes::all)).containsExactly("of one");
  }

  private void assertRefused(Function<TenantTx, Object> work) {
    assertThatThrownBy(() -> db.reading(ONE, work))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("in a read-only transaction");
  }

  @Test
  void theSameConnectionWritesInTransactionsAfterwards() {
    var _ = db.reading(ONE, Notes::all);
    assertThatThrownBy(
            () ->
                db.doInTenant(
                    ONE,
                    tx -> {
                      Notes.insert(tx, 3, "gone");
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
    db.doInTenant(ONE, tx -> Notes.insert(tx, 4, "stays"));
    assertThat(db.reading(ONE, Notes::all)).containsExactlyInAnyOrder("of one", "stays");
    db.doInTenant(ONE, tx -> tx.update("delete from note where id = 4"));
  }

  @Test
  void aStatementThatFailsSpoilsNothing() {
    Function<TenantTx, List<String>> goesOn =
        tx -> {
          assertThatThrownBy(() -> tx.query("select 1 / 0", row -> row.getInt(1)))
              .isInstanceOf(DatabaseException.class);
          return Notes.all(tx);
        };
    assertThat(db.reading(ONE, goesOn)).containsExactly("of one");
  }

  @Test
  void itIsNoTransactionToBeUndoneInPart() {
    assertThatThrownBy(() -> db.reading(ONE, tx -> tx.attempt(() -> Notes.all(tx))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                db.reading(
                    ONE,
                    tx -> {
                      tx.afterCommit(() -> {});
                      return Notes.all(tx);
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> db.reading(ONE, _ -> db.inTenant(ONE, Notes::all)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already open");
  }
}
