package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.db.TenantTx;

/**
 * How PostgreSQL answers for a page of contacts, as the role that the server works as, under
 * row-level security: by an index, never by going through the whole table.
 */
class ContactPlansTest {
  private static final int CONTACTS = 30_000;
  private static TestApp app;
  private static Crm crm;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    crm = Crm.of(app, "plans");
    long group = crm.group("Some");
    app.database()
        .asOwner(
            """
            insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,
              phone_key, email, email_key, wa_id, status_id, source_id, created_at, updated_at)
            select %1$d, 'First' || n, 'first' || n, 'Last' || n %% 1000, 'last' || n %% 1000, 'lead',
              (966500000000 + n)::text, n || '@example.com', n || '@example.com', null, %2$d, %3$d,
              now() - n * interval '1 minute', now() - n * interval '1 minute'
            from generate_series(1, %4$d) as n;
            insert into contact_group (tenant_id, name, name_key, created_at, updated_at)
            select %1$d, 'Group ' || n, 'group ' || n, now(), now() from generate_series(1, 50) as n;
            insert into contact_group_member (tenant_id, group_id, contact_id)
            select tenant_id, %5$d + id %% 50, id from contact where tenant_id = %1$d;
            analyze contact;
            analyze contact_group_member;
            select gin_clean_pending_list('contact_searched');
            """
                .formatted(crm.tenant().value(), crm.status(), crm.source(), CONTACTS, group));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "newest first | true | created_at desc, id desc | contact_newest",
        "last changed first | true | updated_at desc, id desc | contact_last_changed",
        "by first name | true | firstname_key, id | contact_by_firstname",
        "by last name | true | lastname_key desc, id desc | contact_by_lastname",
        "by id | true | id | contact_pkey",
        "of a status | status_id = 1 | created_at desc, id desc | contact_of_status",
        "of a source | source_id = 1 | created_at desc, id desc | contact_of_source",
        "of a time | created_at >= now() - interval '1 day' | created_at desc, id desc |"
            + " contact_newest",
        "behind a row | (created_at, id) < (now(), 5) | created_at desc, id desc | contact_newest",
        "behind a name | (firstname_key, id) > ('first5', 5) | firstname_key, id |"
            + " contact_by_firstname",
        "of a phone | phone_key = any('{966500000005}') or wa_id = any('{5}') | created_at desc, id"
            + " desc | contact_phone_unique",
        "of an email | email_key = '5@example.com' | created_at desc, id desc |"
            + " contact_email_unique",
        "of a group | exists (select from contact_group_member m where m.tenant_id = 1 and"
            + " m.contact_id = contact.id and m.group_id = 1) | created_at desc, id desc |"
            + " contact_group_member",
        "that is searched | id in (select found from contact_search('rst77') as found) | created_at"
            + " desc, id desc | contact_search",
        "that is searched, behind a row | id in (select found from contact_search('rst77') as"
            + " found) and (created_at, id) < (now(), 5) | created_at desc, id desc |"
            + " contact_search",
        "that is searched, newest first | id in (select found from contact_search_newest('rst77',"
            + " 'infinity', 9223372036854775807, 16) as found) | created_at desc, id desc |"
            + " contact_search_newest",
      })
  void aPageIsFoundByAnIndex(String what, String where, String order, String index) {
    String plan = plan(where, order);
    assertThat(plan).as(what).contains(index).doesNotContain("Seq Scan on contact");
  }

  @Test
  void searchUsesTheTrigramIndex() {
    List<String> plan =
        app.db()
            .inTenant(
                crm.tenant(),
                tx -> {
                  tx.query("select contact_search('first777')", row -> row.getLong(1));
                  return tx.query(
                      "select found from contact_search('first777') as found",
                      row -> row.getString("found"));
                });
    assertThat(plan).hasSize(11);
    assertThat(crm.api().get(200, "/api/v2/contacts?search=rst777&per_page=5").data()).hasSize(5);
  }

  /** What the functions do inside, as the transaction's own statistics tell it. */
  @ParameterizedTest
  @ValueSource(strings = {"rst777", "rst", "last77", "0777", "96650000 77", "+966 50 000 777"})
  void searchNeverGoesThroughTheWholeTable(String text) {
    String newest = "contact.id in (select found from contact_search_newest(?, %s, 16) as found)";
    String all = "contact.id in (select found from contact_search(?) as found)";
    assertThat(scans(all, text)).isZero();
    assertThat(scans(newest.formatted("'infinity', 9223372036854775807"), text)).isZero();
    assertThat(scans(newest.formatted("now() - interval '20 days', 5"), text)).isZero();
    String lines = text + "\n96650000077";
    assertThat(scans(all, lines)).isZero();
    assertThat(scans(newest.formatted("now() - interval '20 days', 5"), lines)).isZero();
    assertThat(scans("contact.city like ?", text)).as("what the test stands on").isEqualTo(1);
  }

  /** One entry of the index would tell of all tenants' contacts with the text. */
  @ParameterizedTest
  @ValueSource(strings = {"rst", "rst77", "96650000", "7@ex"})
  void aSmallTenantsSearchReadsNoOthersContacts(String text) {
    Crm small = Crm.of(app, "small-" + Integer.toUnsignedString(text.hashCode()));
    app.database()
        .asOwner(
            """
            insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,
              phone_key, created_at, updated_at)
            select %d, 'First77', 'first77', n || '7@example.com', n || '7@example.com', 'lead',
              (966500000000 + n)::text, now(), now()
            from generate_series(1, 9) as n
            """
                .formatted(small.tenant().value()));
    String found = "select count(*) from contact_search(?)";
    String page = "select count(*) from contact_search_newest(?, 'infinity', 5, 16)";
    for (String search : List.of(found, page, "select contact_search_count(?)")) {
      app.db()
          .doInTenant(
              small.tenant(),
              tx -> {
                long before = rowsRead(tx);
                assertThat(tx.first(search, row -> row.getLong(1), text)).contains(9L);
                assertThat(rowsRead(tx) - before).as(search).isLessThan(50);
              });
    }
  }

  /** Not even the tenant that has most of all contacts can tell what those of others hold. */
  @Test
  void theLargestTenantsSearchReadsAsMuchWhateverOthersHold() {
    Crm other = Crm.of(app, "other");
    app.database()
        .asOwner(
            """
            insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,
              phone_key, created_at, updated_at)
            select %d, 'Qwxyz', 'qwxyz', n::text, n::text, 'lead', (966500000000 + n)::text, now(),
              now()
            from generate_series(1, 3000) as n;
            analyze contact;
            """
                .formatted(other.tenant().value()));
    for (String search :
        List.of(
            "select count(*) from contact_search(?)",
            "select count(*) from contact_search_newest(?, 'infinity', 5, 16)",
            "select contact_search_count(?)")) {
      assertThat(rowsRead(search, "qwxyz")).as(search).isEqualTo(rowsRead(search, "qwvyz"));
    }
    // What the other tests stand on: almost all contacts are of one tenant.
    app.database()
        .asOwner(
            """
            delete from contact where tenant_id = %d;
            analyze contact;
            select gin_clean_pending_list('contact_searched');
            """
                .formatted(other.tenant().value()));
  }

  private static long rowsRead(String search, String text) {
    return app.db()
        .inTenant(
            crm.tenant(),
            tx -> {
              long before = rowsRead(tx);
              assertThat(tx.first(search, row -> row.getLong(1), text)).contains(0L);
              return rowsRead(tx) - before;
            });
  }

  private static long rowsRead(TenantTx tx) {
    return tx.first(
            """
            select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint
            from pg_stat_xact_user_tables where relname = 'contact'
            """,
            row -> row.getLong(1))
        .orElseThrow();
  }

  private static int scans(String where, String text) {
    String page =
        "select id from contact where %s order by created_at desc, id desc limit 16"
            .formatted(where);
    return app.db()
        .inTenant(
            crm.tenant(),
            tx -> {
              // They may hold what earlier transactions of the session did, too.
              int before = scans(tx);
              tx.query(page, row -> row.getLong(1), text);
              return scans(tx) - before;
            });
  }

  private static int scans(TenantTx tx) {
    return tx.first(
            """
            select coalesce(sum(seq_scan), 0)::int from pg_stat_xact_user_tables
            where relname = 'contact'
            """,
            row -> row.getInt(1))
        .orElseThrow();
  }

  /** Both ways, by the newest and by the index, give what going through everything gives. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rst",
        "last77",
        "29999",
        "st9 l",
        "+966 50 000",
        "7@ex",
        "zz",
        "7",
        "LAST77",
        "0 77"
      })
  void whatIsFoundIsTheSameWhicheverWayItIsFound(String text) {
    String list = "/api/v2/contacts?per_page=100&search=" + encoded(text);
    List<Long> newest = ids(list);
    List<Long> filtered = ids(list + "&filter[type]=lead");
    assertThat(newest).isEqualTo(filtered);
    assertThat(ids(list + "&page=3")).isEqualTo(ids(list + "&page=3&filter[type]=lead"));
    assertThat(total(list)).isEqualTo(total(list + "&filter[type]=lead"));
  }

  private static List<Long> ids(String path) {
    return crm.api()
        .get(200, path)
        .data()
        .valueStream()
        .map(row -> row.path("id").asLong())
        .toList();
  }

  private static long total(String path) {
    return crm.api().get(200, path).json().at("/meta/pagination/total").asLong();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String plan(String where, String order) {
    List<String> lines =
        app.db()
            .inTenant(
                crm.tenant(),
                tx -> {
                  tx.update("set local enable_seqscan = on");
                  return tx.query(
                      "explain select id from contact where %s order by %s limit 16"
                          .formatted(where, order),
                      row -> row.getString(1));
                });
    return String.join("\n", lines);
  }

  /** What the test stands on: it really is the role that owns nothing. */
  @Test
  void theServersRoleIsAsked() {
    List<String> roles =
        app.db()
            .inTenant(
                crm.tenant(),
                tx -> tx.query("select current_user as role", row -> row.getString("role")));
    assertThat(roles).containsExactly("rasl_app");
  }
}
