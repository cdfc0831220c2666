package rasl.template;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.crypto.MasterKey;
import rasl.crypto.Sealer;
import rasl.db.Database;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.event.EventLog;
import rasl.testkit.TestDatabase;
import rasl.testkit.Waiting;
import rasl.whatsapp.connection.ConnectionStore;

/** Who writes a tenant's templates at the same time waits, and breaks nobody's transaction. */
class TemplateLocksTest {
  private static final TestDatabase database = TestDatabase.create();

  /** Three transactions of one tenant at a time, which has at most half of the connections. */
  private static final Database db = Database.open(database.settings().withConnections(8));

  private static final TenantId TENANT = new TenantId(1);
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TemplateStore store = new TemplateStore();
  private final SyncStore syncs = new SyncStore();

  @AfterAll
  static void drop() {
    db.close();
    database.close();
  }

  /** None is connected, so none is ever opened. */
  private static ConnectionStore connections() {
    return new ConnectionStore(
        new Sealer(new MasterKey(new byte[32]).derive("test"), new SecureRandom()));
  }

  /**
   * A webhook has written one template and waits for the second when a pull begins: where each
   * waits for what the other holds, PostgreSQL ends one of the two.
   */
  @Test
  void aWebhookAndAPullTakeTheSameTurn() throws Exception {
    database.asOwner("insert into tenant (id, name, created_at) values (1, 'one', now())");
    db.doInTenant(TENANT, tx -> store.putAll(tx, List.of(pulled("1"), pulled("2")), NOW));
    var webhooks =
        new TemplateWebhooks(
            store, syncs, connections(), new EventLog(Clock.systemUTC(), new SecureRandom()));
    var release = new CountDownLatch(1);
    CompletableFuture<Void> holder =
        inTheBackground(
            () ->
                db.doInTenant(
                    TENANT,
                    tx -> {
                      store.markRemoved(tx, List.of("2"), NOW);
                      await(release);
                    }));
    awaitLocks("idle in transaction", 1);
    CompletableFuture<Void> webhook =
        inTheBackground(
            () ->
                db.doInTenant(
                    TENANT,
                    tx -> {
                      waitLong(tx);
                      webhooks.apply(tx, List.of(paused("1"), paused("2")), NOW);
                    }));
    awaitLocks("active", 1);
    CompletableFuture<Void> pull =
        inTheBackground(
            () ->
                db.doInTenant(
                    TENANT,
                    tx -> {
                      waitLong(tx);
                      syncs.lock(tx);
                      store.putAll(tx, List.of(pulled("1"), pulled("2")), NOW);
                    }));
    awaitLocks("active", 2);
    release.countDown();
    assertThatCode(() -> CompletableFuture.allOf(holder, webhook, pull).join())
        .doesNotThrowAnyException();
  }

  /** Longer than a call waits for a lock, since the test waits for the waiting. */
  private static void waitLong(TenantTx tx) {
    tx.patient(SOON);
    tx.query("select set_config('lock_timeout', '30s', true)", row -> row.getString(1));
  }

  private static Pulled pulled(String id) {
    return new Pulled(id, "n" + id, "en", "UTILITY", "APPROVED", null, null, false, null, "[]");
  }

  private static TemplateWebhooks.Told paused(String id) {
    return new TemplateWebhooks.Told(
        "message_template_status_update",
        "{\"message_template_id\":" + id + ",\"event\":\"PAUSED\"}",
        NOW);
  }

  private static CompletableFuture<Void> inTheBackground(Runnable work) {
    return CompletableFuture.runAsync(work, Thread.ofVirtual()::start);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for so many sessions that wait: for us, or for each other. */
  private static void awaitLocks(String state, int sessions) throws InterruptedException {
    String waiting =
        state.equals("active")
            ? "wait_event_type = 'Lock'"
            : "state = 'idle in transaction' and wait_event_type = 'Client'";
    Waiting.until(
        SOON,
        () ->
            database
                    .column(
                        "select pid from pg_stat_activity where datname = current_database() and "
                            + waiting)
                    .size()
                >= sessions);
  }
}
