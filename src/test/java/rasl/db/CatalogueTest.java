package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import rasl.testkit.TestDatabase;

/** Every table keeps the rules of tenants' data, or stands here with its reason. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CatalogueTest {
  /**
   * Tables that are reached before a tenant is known, by {@link SystemTx}: the reason of each. None
   * holds personal data.
   */
  private static final Map<String, String> OPEN_TABLES =
      Map.of(
          "person_tenant", "a session's person names the tenant; it holds ids only",
          "job", "workers take what is due before they know whose it is; it holds ids only",
          "shop_door", "a shop's tenant is known by the key in the URL; ids and keys only",
          "token", "a caller's tenant is known by its token; it holds the token's hash only",
          "webhook_turn", "nodes take what is due before they know whose it is; ids and times only",
          "whatsapp_number", "a webhook's tenant is known by the receiving number");

  /** Of tables with a tenant_id: what is missing. */
  private static final String FAULTS =
      """
      with tenant_table as (
        select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnum > 0
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      )
      select relname, 'row-level security is not enabled' as fault from tenant_table
      where not relrowsecurity
      union all
      select relname, 'row-level security is not forced' from tenant_table
      where not relforcerowsecurity
      union all
      select relname, 'no policy tenant_only for rasl_app alone, as rasl_tenant_table makes it'
      from tenant_table t
      where not exists (
        select from pg_policy p
        where p.polrelid = t.oid and p.polname = 'tenant_only' and p.polcmd = '*'
          and p.polpermissive and p.polroles = array['rasl_app'::regrole::oid]
          and pg_get_expr(p.polqual, p.polrelid) = pg_get_expr(p.polwithcheck, p.polrelid)
          and pg_get_expr(p.polqual, p.polrelid) =
            '(tenant_id = (NULLIF(current_setting(''rasl.tenant''::text, true), ''''::text))::bigint)')
      union all
      select relname, 'no policy owner_all for its owner' from tenant_table t
      where not exists (
        select from pg_policy p
        where p.polrelid = t.oid and p.polname = 'owner_all' and p.polroles = array[t.relowner])
      union all
      select relname, 'a policy more than the two' from tenant_table t
      where (select count(*) from pg_policy p where p.polrelid = t.oid) > 2
      union all
      select relname, 'the primary key does not begin with tenant_id' from tenant_table t
      where not exists (
        select from pg_index i
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = t.oid and i.indisprimary and a.attname = 'tenant_id')
      """;

  private final TestDatabase database = TestDatabase.create();

  @AfterAll
  void drop() {
    database.close();
  }

  @Test
  void everyTableOfTenantsIsClosedToOtherTenants() throws Exception {
    assertThat(faults()).noneMatch(fault -> !OPEN_TABLES.containsKey(tableOf(fault)));
  }

  @Test
  void everyListedTableExistsAndNeedsItsPlaceOnTheList() throws Exception {
    var open = new TreeSet<>(faults().stream().map(CatalogueTest::tableOf).toList());
    assertThat(open).containsExactlyElementsOf(new TreeSet<>(OPEN_TABLES.keySet()));
  }

  @Test
  void appRoleMayNotChangeTheFormOfAnything() throws Exception {
    assertThat(
            strings(
                """
                select c.relname from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                  and (pg_has_role('rasl_app', c.relowner, 'usage')
                    or has_table_privilege('rasl_app', c.oid, 'truncate, references, trigger'))
                union all
                select 'may create in public'
                where has_schema_privilege('rasl_app', 'public', 'create')
                """))
        .isEmpty();
  }

  @Test
  void aTableWithoutProtectionIsFound() throws Exception {
    try (TestDatabase other = TestDatabase.create()) {
      other.asOwner("create table bare (id bigint primary key, tenant_id bigint not null)");
      assertThat(strings(other, "select relname || ': ' || fault from (" + FAULTS + ")"))
          .filteredOn(fault -> tableOf(fault).equals("bare"))
          .hasSize(5);
    }
  }

  private List<String> faults() throws SQLException {
    return strings("select relname || ': ' || fault from (" + FAULTS + ")");
  }

  private static String tableOf(String fault) {
    return fault.substring(0, fault.indexOf(':'));
  }

  private List<String> strings(String sql) throws SQLException {
    return strings(database, sql);
  }

  private static List<String> strings(TestDatabase database, String sql) throws SQLException {
    try (var connection = database.connectAsOwner();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var result = new ArrayList<String>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }
}
