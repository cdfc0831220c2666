package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.testkit.TestDatabase;

/** The loop that takes turns serves all tenants, so it waits for no tenant's lock. */
class TurnStoreTest {
  private static final TenantId CHANGING = new TenantId(1);
  private static final TenantId OTHER = new TenantId(2);

  private final TestDatabase database = TestDatabase.create();
  private final TurnStore turns = new TurnStore("node");

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anEndpointThatIsBeingChangedIsLeftOutAndNotWaitedFor() throws Exception {
    database.asOwner(
        """
        insert into webhook_turn (tenant_id, webhook_id, due_at) values
          (1, 10, now() + interval '1 hour'), (1, 11, now() + interval '1 hour'), (2, 20, now())
        """);
    try (Connection change = database.connectAsOwner()) {
      lock(change, 10);
      assertThat(database.db().<Integer>inTenant(CHANGING, turns::hurryAll)).isEqualTo(1);
      database.asOwner("update webhook_turn set due_at = now() where webhook_id = 11");
      assertThat(take(CHANGING, 11)).isTrue();
      lock(change, 20);
      assertThat(take(OTHER, 20)).isFalse();
      change.rollback();
    }
    assertThat(take(OTHER, 20)).isTrue();
    assertThat(database.db().<Integer>inTenant(CHANGING, turns::hurryAll)).isEqualTo(1);
  }

  /** An attempt that was under way may end after its endpoint was switched off, or on again. */
  @Test
  void whatWasKnownOfFailuresIsOverOnceTheEndpointIsSwitched() {
    database.asOwner(
        "insert into webhook_turn (tenant_id, webhook_id, due_at) values (1, 10, now())");
    var due = new TurnStore.Due(CHANGING, 10);
    TurnStore.Turn begun =
        database.db().inTenant(CHANGING, tx -> turns.take(tx, due)).orElseThrow();
    TurnStore.Turn failing = begun.failing(Optional.of(Instant.EPOCH), 2);
    assertThat(advance(begun, failing).failing()).isPresent();
    assertThat(advance(failing, failing).failing()).isPresent();
    for (boolean enabled : List.of(false, true)) {
      database.db().doInTenant(CHANGING, tx -> turns.enable(tx, 10, enabled));
      assertThat(advance(failing, failing)).isEqualTo(begun);
      assertThat(database.column("select count(failing_since) + max(warnings) from webhook_turn"))
          .containsExactly("0");
    }
    assertThat(advance(begun, failing).failing()).as("fails from now on").isPresent();
  }

  private TurnStore.Turn advance(TurnStore.Turn before, TurnStore.Turn now) {
    return database.db().inTenant(CHANGING, tx -> turns.advance(tx, before, now)).orElseThrow();
  }

  private boolean take(TenantId tenant, long endpoint) {
    var due = new TurnStore.Due(tenant, endpoint);
    return database.db().inTenant(tenant, tx -> turns.take(tx, due)).isPresent();
  }

  private static void lock(Connection change, long endpoint) throws SQLException {
    change.setAutoCommit(false);
    try (var statement = change.createStatement()) {
      statement.execute("select from webhook_turn where webhook_id = " + endpoint + " for update");
    }
  }
}
