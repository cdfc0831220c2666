package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.db.Tx;
import rasl.event.EventModule;
import rasl.event.EventTenant;
import rasl.testkit.TestDatabase;

/**
 * What is read while a backlog waits: as little as without one, however long it is. What only waits
 * has no row, and what is to be tried later lies in nobody's way.
 */
class BacklogTest {
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId OTHER = new TenantId(2);
  private static final int FEW = 1_000;
  private static final int AT_ONCE = 200;

  private static final TestDatabase database = TestDatabase.create();
  private static final EventModule events =
      new EventModule(
          database.db(),
          tx -> new EventTenant(tx.tenantId(), "t", "t"),
          Clock.systemUTC(),
          new Random(1));
  private static final FeedEvents feed = new FeedEvents(events);

  @BeforeAll
  static void fill() {
    database.asOwner(
        """
        insert into event (tenant_id, id, public_id, type, resource_type, resource_id, occurred_at,
          body)
        select t, n * 3 + t, 'evt_' || t || '_' || n, 'source.updated', 'source', n, now(),
          '{"current": {}}'
        from generate_series(1, 2) as t, generate_series(1, 20000) as n;
        insert into event_position (tenant_id, position, event_id)
        select t, n, n * 3 + t from generate_series(1, 2) as t, generate_series(1, 20000) as n;
        insert into webhook_delivery (tenant_id, webhook_id, id, position, event_id, event_type,
          resource_type, resource_id, kind, status, attempts, next_at, created_at)
        select 1, w, w * 100000 + n, n, 'e', 'source.updated', 'source', n, 'event',
          case when n <= 10000 then 'delivered' else 'waiting' end, 1,
          case when n <= 10000 then null else now() + interval '1 day' end, now()
        from generate_series(1, 2) as w, generate_series(1, 20000) as n;
        insert into webhook_turn (tenant_id, webhook_id, due_at)
        select n, n, now() + interval '1 day' from generate_series(1, 20000) as n;
        update webhook_turn set due_at = now() where webhook_id in (7, 8);
        analyze event; analyze event_position; analyze webhook_delivery; analyze webhook_turn;
        """);
  }

  @AfterAll
  static void drop() {
    events.close();
    database.close();
  }

  @Test
  void readingOnReadsWhatIsReadAndNoMore() {
    for (long position : List.of(0L, 10_000L, 19_900L)) {
      assertThat(rowsReadBy(ONE, tx -> feed.after(tx, position, AT_ONCE, _ -> true)))
          .isLessThan(FEW);
    }
    assertThat(rowsReadBy(OTHER, tx -> feed.newest(tx))).isLessThan(FEW);
    assertThat(rowsReadBy(OTHER, tx -> feed.at(tx, 15_000))).isLessThan(FEW);
  }

  @Test
  void whatIsToBeTriedLaterLiesInNobodysWay() {
    var due = new DueStore(feed);
    Instant now = Instant.now(Clock.systemUTC());
    assertThat(rowsReadBy(ONE, tx -> due.due(tx, 1, now, List.of(), 50))).isLessThan(FEW);
    assertThat(rowsReadBy(ONE, tx -> due.next(tx, 1, List.of()))).isLessThan(FEW);
    assertThat(rowsReadBy(ONE, tx -> due.notedBehind(tx, 1, 19_900))).isLessThan(FEW);
    assertThat(rowsReadBy(OTHER, tx -> due.due(tx, 3, now, List.of(), 50))).isLessThan(FEW);
  }

  @Test
  void takingTurnsReadsNoEndpointThatWaits() {
    var turns = new TurnStore("node");
    long read =
        database
            .db()
            .inSystem(
                tx -> {
                  long before = read(tx);
                  assertThat(turns.due(tx, List.of(), 50)).hasSize(2);
                  return read(tx) - before;
                });
    assertThat(read).isLessThan(FEW);
    assertThat(rowsReadBy(ONE, turns::hurryAll)).isLessThan(FEW);
  }

  private static final String READ =
      """
      select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint as read
      from pg_stat_xact_user_tables
      """;

  /** Rows of all tables, in the transaction of one statement. */
  private static long rowsReadBy(TenantId tenant, Consumer<TenantTx> statement) {
    return database
        .db()
        .inTenant(
            tenant,
            tx -> {
              long before = read(tx);
              statement.accept(tx);
              return read(tx) - before;
            });
  }

  /** It also counts what earlier transactions of the connection read. */
  private static long read(Tx tx) {
    return tx.first(READ, row -> row.getLong("read")).orElseThrow();
  }
}
