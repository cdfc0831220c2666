package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import rasl.testkit.TestDatabase;

/** What a transaction promises. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DatabaseTest {
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId TWO = new TenantId(2);

  private final TestDatabase database = TestDatabase.create();
  private final Database db = database.db();

  @BeforeAll
  void makeTable() {
    database.asOwner(Notes.TABLE);
  }

  @AfterEach
  void clear() {
    database.asOwner("delete from note");
  }

  @AfterAll
  void drop() {
    database.close();
  }

  @Test
  void aStatementThatNeverLeftOpensNothing() {
    db.doInTenant(ONE, tx -> Notes.insert(tx, 1, "seen"));
    List<String> seen =
        db.inTenant(
            ONE,
            tx -> {
              assertThatThrownBy(() -> tx.query("select ?", row -> row.getString(1)))
                  .isInstanceOf(DatabaseException.class);
              return Notes.all(tx);
            });
    assertThat(seen).containsExactly("seen");
  }

  @Test
  void workThatThrowsLeavesNothing() {
    List<String> actions = new ArrayList<>();
    assertThatThrownBy(
            () ->
                db.doInTenant(
                    ONE,
                    tx -> {
                      Notes.insert(tx, 1, "gone");
                      tx.afterCommit(() -> actions.add("ran"));
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
    assertThat(db.inTenant(ONE, Notes::all)).isEmpty();
    assertThat(actions).isEmpty();
  }

  @Test
  void actionsRunAfterTheCommitAndMayOpenTransactions() {
    List<String> seen = new ArrayList<>();
    db.doInTenant(
        ONE,
        tx -> {
          tx.afterCommit(() -> seen.addAll(db.inTenant(ONE, Notes::all)));
          Notes.insert(tx, 1, "durable");
        });
    assertThat(seen).containsExactly("durable");
  }

  @Test
  void transactionWithinATransactionIsRefused() {
    assertThatThrownBy(() -> db.doInTenant(ONE, _ -> db.doInSystem(_ -> {})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already open");
  }

  @Test
  void transactionThatSwallowedAFaultDoesNotPretendToCommit() {
    assertThatThrownBy(
            () ->
                db.doInTenant(
                    ONE,
                    tx -> {
                      Notes.insert(tx, 1, "a");
                      assertThatThrownBy(() -> Notes.insert(tx, 1, "twice"));
                    }))
        .isInstanceOf(DatabaseException.class);
    assertThat(db.inTenant(ONE, Notes::all)).isEmpty();
  }

  @Test
  void attemptUndoesItsOwnWorkOnly() {
    db.doInTenant(
        ONE,
        tx -> {
          Notes.insert(tx, 1, "kept");
          assertThatThrownBy(
                  () ->
                      tx.attempt(
                          () -> {
                            Notes.insert(tx, 2, "undone");
                            throw new IllegalStateException("on purpose");
                          }))
              .hasMessage("on purpose");
        });
    assertThat(db.inTenant(ONE, Notes::all)).containsExactly("kept");
  }

  @Test
  void failedPartOfAGroupIsRolledBackAloneAndItsActionsDoNotRun() {
    List<String> actions = new ArrayList<>();
    List<Db.PartOutcome<String>> outcomes =
        db.inGroup(
            List.of(
                part(ONE, "first", actions, false),
                part(TWO, "second", actions, true),
                part(TWO, "third", actions, false)));
    assertThat(outcomes.get(0)).isEqualTo(new Db.PartOutcome.Committed<>("first"));
    assertThat(outcomes.get(1)).isInstanceOf(Db.PartOutcome.RolledBack.class);
    assertThat(outcomes.get(2)).isEqualTo(new Db.PartOutcome.Committed<>("third"));
    assertThat(db.inTenant(ONE, Notes::all)).containsExactly("first");
    assertThat(db.inTenant(TWO, Notes::all)).containsExactly("third");
    assertThat(actions).containsExactly("first", "third");
  }

  @Test
  void partThatWaitsForALockGivesUpQuickly() throws Exception {
    db.doInTenant(ONE, tx -> Notes.insert(tx, 1, "contended"));
    try (var connection = database.connectAsOwner();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select id from note for update");
      List<Db.PartOutcome<Integer>> outcomes =
          db.inGroup(
              List.of(
                  new Db.Part<>(ONE, tx -> tx.update("update note set body = 'changed'")),
                  new Db.Part<>(TWO, tx -> tx.update("update note set body = 'changed'"))));
      assertThat(outcomes.get(0)).isInstanceOf(Db.PartOutcome.RolledBack.class);
      assertThat(outcomes.get(1)).isEqualTo(new Db.PartOutcome.Committed<>(0));
    }
  }

  @Test
  void timesComeBackAsTheyWentWhateverTheSessionsTimeZone() {
    Instant time = Instant.parse("2026-03-29T01:30:00.123456Z");
    Instant back =
        db.inSystem(
            tx ->
                tx.first("select ?", row -> row.getObject(1, OffsetDateTime.class), time)
                    .orElseThrow()
                    .toInstant());
    assertThat(back).isEqualTo(time);
  }

  @Test
  void moreCallersThanConnectionsWaitTheirTurnAndThenFailAsUnavailable() throws Exception {
    var settings = database.settings().withConnections(1).withPatience(Duration.ofMillis(50));
    try (Database small = Database.open(settings)) {
      var holding = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      Thread holder =
          Thread.ofVirtual()
              .start(
                  () ->
                      small.doInSystem(
                          _ -> {
                            holding.countDown();
                            uninterruptibly(release);
                          }));
      holding.await();
      assertThatThrownBy(() -> small.doInSystem(_ -> {}))
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.isUnavailable()).isTrue());
      release.countDown();
      holder.join();
      assertThat(small.isReachable()).isTrue();
    }
  }

  @Test
  void worksAgainAfterItsConnectionsWereCut() {
    try (TestDatabase own = TestDatabase.create()) {
      assertThat(own.db().isReachable()).isTrue();
      own.cutConnections();
      // A connection used a moment ago is trusted, so each may fail once, as unavailable.
      for (int i = 0; i < 20 && !own.db().isReachable(); i++) {
        assertThat(i).isLessThan(19);
      }
      assertThat(own.db().isReachable()).isTrue();
    }
  }

  @Test
  void cutConnectionIsToldApartFromAFault() {
    try (TestDatabase own = TestDatabase.create()) {
      assertThatThrownBy(
              () ->
                  own.db()
                      .doInSystem(
                          tx -> {
                            own.cutConnections();
                            tx.query("select 1", row -> row.getInt(1));
                          }))
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.isUnavailable()).isTrue());
    }
  }

  private static Db.Part<String> part(
      TenantId tenant, String body, List<String> actions, boolean fails) {
    return new Db.Part<>(
        tenant,
        tx -> {
          Notes.insert(tx, 1, body);
          tx.afterCommit(() -> actions.add(body));
          if (fails) {
            throw new IllegalStateException("on purpose");
          }
          return body;
        });
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
