package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import rasl.db.TenantTable.Backup;
import rasl.db.TenantTable.Erasure;
import rasl.db.TenantTable.Removal;
import rasl.db.TenantTable.Retention;
import rasl.testkit.TestDatabase;

/** Every table says what erasure, deletion of its tenant, backup and retention do with its rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenantTablesTest {
  private static final List<TenantTable> ALL = TenantTables.IN_ORDER_OF_DELETION;

  /** Columns that tell who somebody is. */
  private static final Set<String> TELLING =
      Set.of("contact_id", "phone", "phone_key", "email", "email_key", "wa_id", "user_id");

  /** Tables with such columns that are about no customer, each with its reason. */
  private static final Set<String> ABOUT_OTHERS =
      Set.of("member", "invitation"); // The tenant's own people.

  private final TestDatabase database = TestDatabase.create();

  @AfterAll
  void drop() {
    database.close();
  }

  @Test
  void everyTableStandsInOneList() {
    var listed = new ArrayList<String>(TenantTables.OF_INSTALLATION.keySet());
    ALL.forEach(table -> listed.add(table.name()));
    assertThat(listed)
        .as("a new table needs its line in TenantTables")
        .containsExactlyInAnyOrderElementsOf(
            database.column(
                """
                select relname from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                  and not relispartition and relname <> 'flyway_schema_history'
                """));
  }

  @Test
  void theDeletionOfATenantEmptiesTheSameTables() {
    assertThat(database.column("select tenant_tables()"))
        .containsExactlyInAnyOrderElementsOf(
            ALL.stream()
                .filter(table -> table.column().equals("tenant_id"))
                .map(TenantTable::name)
                .toList());
  }

  @Test
  void everyColumnThatIsNamedExists() {
    Set<String> columns = columns();
    for (TenantTable table : ALL) {
      assertThat(columns).contains(table.name() + "." + table.column());
      table.customer().forEach(name -> assertThat(columns).contains(table.name() + "." + name));
    }
    assertThat(
            database.column(
                """
                select conrelid::regclass || ' points to a tenant''s row in ' || confrelid::regclass
                from pg_constraint where contype = 'f'
                """))
        .noneMatch(
            pair ->
                TenantTables.OF_INSTALLATION.containsKey(pair.split(" ", 2)[0])
                    && ALL.stream().anyMatch(table -> pair.endsWith(" in " + table.name())));
    TenantTables.OF_INSTALLATION
        .keySet()
        .forEach(name -> assertThat(columns).doesNotContain(name + ".tenant_id"));
  }

  @Test
  void aRowIsDeletedBeforeTheRowThatItPointsTo() {
    List<String> order = ALL.stream().map(TenantTable::name).toList();
    List<String> wrong = new ArrayList<>();
    for (String pair :
        database.column(
            """
            select conrelid::regclass || ' ' || confrelid::regclass from pg_constraint
            where contype = 'f' and conparentid = 0 and conrelid <> confrelid
            """)) {
      String[] ends = pair.split(" ", -1);
      if (order.containsAll(List.of(ends)) && order.indexOf(ends[0]) > order.indexOf(ends[1])) {
        wrong.add(pair);
      }
    }
    assertThat(wrong).isEmpty();
    // These references are checked, and this tally is kept, by triggers.
    assertThat(order)
        .containsSubsequence("contact", "source")
        .containsSubsequence("contact", "status");
    assertThat(order).containsSubsequence("contact", "member");
    assertThat(order).containsSubsequence("contact", "contact_tally");
  }

  @Test
  void rowsThatTheDatabaseDeletesWithOthersAreThoseThatSaySo() {
    var cascading =
        new TreeSet<>(
            database.column(
                """
                select distinct conrelid::regclass from pg_constraint
                where contype = 'f' and confdeltype = 'c'
                """));
    for (TenantTable table : ALL) {
      boolean cascades = cascading.contains(table.name());
      assertThat(table.retention() == Retention.WITH_PARENT).as(table.name()).isEqualTo(cascades);
      assertThat(table.removal() == Removal.CASCADE).as(table.name()).isEqualTo(cascades);
    }
  }

  @Test
  void theServerMayDeleteWhatItIsToDelete() {
    assertThat(
            database.column(
                """
                select relname from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                  and not has_table_privilege('rasl_app', oid, 'delete')
                """))
        .containsAll(
            ALL.stream()
                .filter(table -> table.removal() == Removal.KEEP)
                .map(TenantTable::name)
                .toList())
        .doesNotContainAnyElementsOf(
            ALL.stream()
                .filter(table -> table.removal() != Removal.KEEP)
                .map(TenantTable::name)
                .toList());
  }

  @Test
  void erasureFindsTheCustomerWhereItHasSomethingToDo() {
    Set<String> columns = columns();
    for (TenantTable table : ALL) {
      boolean looks = table.erasure() == Erasure.DELETE || table.erasure() == Erasure.EMPTY;
      assertThat(table.customer().isEmpty()).as(table.name()).isNotEqualTo(looks);
      boolean tells =
          TELLING.stream().anyMatch(name -> columns.contains(table.name() + "." + name));
      if (tells && !ABOUT_OTHERS.contains(table.name())) {
        assertThat(table.erasure()).as(table.name()).isNotEqualTo(Erasure.NOTHING);
      }
      if (table.erasure() == Erasure.WAIT) {
        assertThat(table.retention()).as(table.name()).isNotEqualTo(Retention.FOREVER);
      }
    }
  }

  @Test
  void whatABackupNeedsPointsToNothingThatItMaySpare() {
    Set<String> spared =
        new TreeSet<>(
            ALL.stream()
                .filter(table -> table.backup() == Backup.SPARED)
                .map(TenantTable::name)
                .toList());
    assertThat(
            database.column(
                "select distinct confrelid::regclass from pg_constraint where contype = 'f'"))
        .doesNotContainAnyElementsOf(spared);
  }

  private Set<String> columns() {
    return new TreeSet<>(
        database.column(
            """
            select c.relname || '.' || a.attname from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
            """));
  }
}
