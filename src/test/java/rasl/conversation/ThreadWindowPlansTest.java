package rasl.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.list.Condition;
import rasl.json.Json;
import rasl.testkit.TestDatabase;

/** Whether windows are open costs each thread a few looks, however many customers wrote. */
class ThreadWindowPlansTest {
  private static final TenantId LARGE = new TenantId(71);
  private static final int THREADS = 20_000;

  /** Of a thread: its contact, and the windows of three names. */
  private static final int MOST_PAGES = 20;

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static TestDatabase database;

  @BeforeAll
  static void fill() {
    database = TestDatabase.create();
    database.asOwner(
        """
        insert into tenant (id, name, created_at) overriding system value
        values (71, 'large', now()), (72, 'neighbour', now());
        insert into whatsapp_connection (tenant_id, id, phone_number_id, business_account_id,
          display_phone_number, access_token_sealed, app_key, created_at, updated_at)
        select 70 + n, 7, '10' || n, '1', '966500000000', '\\x00', 'key' || n, now(), now()
        from generate_series(1, 2) as n;
        insert into contact (tenant_id, id, firstname, firstname_key, lastname, lastname_key, type,
          phone_key, created_at, updated_at)
        select 70 + t, n, 'A', 'a', 'B', 'b', 'lead', (966500000000 + n)::text, now(), now()
        from generate_series(1, 2) as t, generate_series(1, 20000) as n;
        insert into conversation (tenant_id, id, contact_id, connection_id, last_message_at,
          created_at, updated_at)
        select tenant_id, id, id, 7, now(), now(), now() from contact;
        insert into service_window (tenant_id, phone_number_id, customer, opened_at)
        select 71, '101', phone_key, timestamptz '2026-03-04T05:00Z' - id * interval '1 minute'
        from contact where tenant_id = 71;
        analyze contact;
        analyze conversation;
        analyze service_window;
        """);
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void aListReadsAFewPagesAThread() {
    Condition open = ThreadWindows.isOpen(LARGE.value(), NOW);
    for (Condition one : List.of(open, open.not())) {
      assertThat(pages(one)).as(one.sql()).isLessThan(MOST_PAGES * THREADS);
    }
    assertThat(count(LARGE, open)).isEqualTo(24 * 60 - 7);
    assertThat(count(new TenantId(72), ThreadWindows.isOpen(72, NOW))).isZero();
  }

  @Test
  void theWindowsOfAPageAreFoundByTheirKeys() {
    List<Long> page = LongStream.rangeClosed(1, 100).boxed().toList();
    assertThat(opened(LARGE, page)).hasSize(100);
    assertThat(opened(new TenantId(72), page)).isEmpty();
  }

  private static Map<Long, Instant> opened(TenantId tenant, List<Long> page) {
    return database.db().reading(tenant, tx -> ThreadWindows.opened(tx, page));
  }

  private static long count(TenantId tenant, Condition which) {
    return database
        .db()
        .reading(
            tenant,
            tx ->
                tx.first(
                        "select count(*) from conversation where " + which.sql(),
                        row -> row.getLong(1),
                        which.parameters().toArray())
                    .orElseThrow());
  }

  private static long pages(Condition which) {
    return database
        .db()
        .reading(
            LARGE,
            tx ->
                tx.first(
                        "explain (analyze, buffers, format json) select count(*) from conversation"
                            + " where "
                            + which.sql(),
                        row -> {
                          var plan = Json.parse(row.getString(1)).get(0).path("Plan");
                          return plan.path("Shared Hit Blocks").asLong()
                              + plan.path("Shared Read Blocks").asLong();
                        },
                        which.parameters().toArray())
                    .orElseThrow());
  }
}
