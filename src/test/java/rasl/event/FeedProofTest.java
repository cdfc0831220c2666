package rasl.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rasl.db.Database;
import rasl.db.DatabaseException;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.json.Json;
import rasl.testkit.TestDatabase;

/**
 * Each reader has each event once and in order, whatever writes at the same time, on two nodes. The
 * long forms: {@code -Drasl.feed.changes=10000}, {@code -Drasl.feed.transactions=500}, {@code
 * -Drasl.feed.kills=50}.
 */
final class FeedProofTest {
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId OTHER = new TenantId(2);
  private static final int THINGS = 8;
  private static final int WRITERS = 50;
  private static final int READERS = 3;

  private final TestDatabase database = TestDatabase.create();
  private final Database first = Database.open(database.settings().withConnections(20));
  private final Database second = Database.open(database.settings().withConnections(20));
  private final FeedHouse here = new FeedHouse(first);
  private final FeedHouse there = new FeedHouse(second);
  private final AtomicBoolean written = new AtomicBoolean();
  private final AtomicInteger transactionsDone = new AtomicInteger();

  @BeforeEach
  void makeThings() {
    database.asOwner(
        """
        create table thing (
          tenant_id bigint not null, id bigint not null, version bigint not null default 0,
          primary key (tenant_id, id));
        call rasl_tenant_table('thing');
        insert into thing (tenant_id, id) select t, n from generate_series(1, 2) as t,
          generate_series(1, %d) as n
        """
            .formatted(THINGS));
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
    first.close();
    second.close();
    database.close();
  }

  @Test
  void changesOfOneThingByTwoConnectionsInTurnAreInTheirOrder() throws Exception {
    int changes = Integer.getInteger("rasl.feed.changes", 300);
    here.opened(ONE, "reader");
    var mine = new Semaphore(1);
    var yours = new Semaphore(0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> one = threads.submit(() -> inTurn(changes / 2, here, first, mine, yours));
      Future<?> two = threads.submit(() -> inTurn(changes / 2, there, second, yours, mine));
      Future<?> numbering =
          threads.submit(
              () -> {
                while (!written.get()) {
                  there.events.number(ONE);
                }
              });
      one.get();
      two.get();
      written.set(true);
      numbering.get();
    }
    here.events.number(ONE);
    assertThat(here.all(ONE).stream().map(FeedProofTest::version).toList())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, changes).boxed().toList());
  }

  private static void inTurn(
      int times, FeedHouse house, Database db, Semaphore turn, Semaphore next) {
    for (int i = 0; i < times; i++) {
      turn.acquireUninterruptibly();
      db.doInTenant(ONE, tx -> change(tx, house, 1));
      next.release();
    }
  }

  @Test
  void everyReaderHasEveryEventOnceAndInOrder() throws Exception {
    here.events.start();
    there.events.start();
    for (int i = 0; i < READERS; i++) {
      here.opened(ONE, "reader " + i);
    }
    int transactions = Integer.getInteger("rasl.feed.transactions", 6);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var readers = new ArrayList<Future<List<FeedEvent>>>();
      for (int i = 0; i < READERS; i++) {
        long seed = i;
        FeedHouse house = i % 2 == 0 ? here : there;
        readers.add(threads.submit(() -> readAll(house, new Random(seed))));
      }
      var writers = new ArrayList<Callable<Void>>();
      for (int i = 0; i < WRITERS; i++) {
        long seed = 100L + i;
        writers.add(() -> write(transactions, new Random(seed)));
      }
      Future<?> killer = threads.submit(() -> kill(transactions));
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
      killer.get();
      written.set(true);
      for (Future<List<FeedEvent>> reader : readers) {
        checkWhole(reader.get());
      }
    }
    assertThat(here.all(OTHER)).isEmpty();
  }

  /**
   * Ends every connection of both nodes at once, again and again, as where nodes are killed: what
   * becomes of a transaction that is just being committed they do not know.
   */
  private void kill(int transactions) {
    int kills = Integer.getInteger("rasl.feed.kills", 3);
    for (int kill = 1; kill <= kills; kill++) {
      int enough = transactions * WRITERS * kill / (kills + 2);
      while (transactionsDone.get() < enough) {
        LockSupport.parkNanos(1_000_000);
      }
      database.asOwner(
          """
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()
          """);
    }
  }

  private void checkWhole(List<FeedEvent> events) {
    assertThat(database.column("select count(*) from event where tenant_id = " + ONE))
        .containsExactly(String.valueOf(events.size()));
    assertThat(events)
        .extracting(FeedEvent::position)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(events).extracting(FeedEvent::id).doesNotHaveDuplicates();
    Map<Long, Long> versions = new HashMap<>();
    for (FeedEvent event : events) {
      long before = versions.getOrDefault(event.resourceId(), 0L);
      assertThat(version(event)).isEqualTo(before + 1);
      versions.put(event.resourceId(), version(event));
    }
  }

  /** Transactions of random length, of which some are rolled back and some are another tenant's. */
  private Void write(int transactions, Random random) {
    for (int i = 0; i < transactions; i++) {
      boolean mine = random.nextInt(5) > 0;
      boolean stays = random.nextInt(6) > 0;
      int changes = 1 + random.nextInt(4);
      long thing = 1L + random.nextInt(THINGS);
      FeedHouse house = random.nextBoolean() ? here : there;
      Database db = house == here ? first : second;
      try {
        db.doInTenant(
            mine ? ONE : OTHER,
            tx -> {
              for (int change = 0; change < changes; change++) {
                change(tx, house, thing);
                linger(tx, random.nextInt(2000));
              }
              if (!stays) {
                throw new IllegalStateException("rolled back on purpose");
              }
            });
      } catch (DatabaseException _) {
        // It was killed; whether it had been committed the table says.
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("rolled back on purpose");
      }
      transactionsDone.incrementAndGet();
    }
    return null;
  }

  /** Stops now and then, and goes on where it stopped. */
  private List<FeedEvent> readAll(FeedHouse house, Random random) {
    var all = new ArrayList<FeedEvent>();
    boolean last;
    do {
      // Asked before the feed: what is committed by then is in it once it is numbered.
      last = written.get();
      int pages = 1 + random.nextInt(3);
      int most = last ? 1_000_000 : 1 + random.nextInt(20);
      try {
        if (last) {
          house.events.number(ONE);
        }
        for (int page = 0; page < pages; page++) {
          long after = all.isEmpty() ? 0 : all.getLast().position();
          all.addAll(house.reading(ONE, tx -> house.events.feed().after(tx, after, most)));
        }
      } catch (DatabaseException _) {
        last = false; // Killed: it goes on where it stopped.
      }
    } while (!last);
    return all;
  }

  private static void change(TenantTx tx, FeedHouse house, long thing) {
    long version =
        tx.first(
                """
                update thing set version = version + 1 where tenant_id = ? and id = ?
                returning version
                """,
                row -> row.getLong("version"),
                tx.tenantId(),
                thing)
            .orElseThrow();
    house
        .events
        .log()
        .record(
            tx, Event.happened("thing.updated", "thing", thing, Map.of("version", version)), null);
  }

  /** Takes some of the database's time. */
  private static void linger(TenantTx tx, int rows) {
    tx.query(
        "select count(*) as number from generate_series(1, ?)", row -> row.getLong("number"), rows);
  }

  private static long version(FeedEvent event) {
    return Json.parse(event.body().orElseThrow().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .at("/current/version")
        .asLong();
  }
}
