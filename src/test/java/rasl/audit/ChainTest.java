package rasl.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.DatabaseException;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.testkit.TestDatabase;

/** Whatever is done to stored entries shows. */
class ChainTest {
  private static final Actor ACTOR = Actor.cli("somebody");
  private static TestDatabase database;
  private static AuditModule audit;
  private static long tenants = 100;

  private final SplittableRandom random = new SplittableRandom(20261126);

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
    audit = new AuditModule(database.db(), Clock.systemUTC(), new SplittableRandom(1));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void whateverIsChangedInARowShows() {
    List<String> changes =
        List.of(
            "created_at = created_at + interval '1 microsecond'",
            "action = 'other.thing'",
            "actor_kind = 'system'",
            "actor_id = 4711",
            "target_type = 'tokens'",
            "target_id = null",
            "who = '{}'",
            "before = '{\"n\":-1}'",
            "after = after || ' '",
            "after_salt = before_salt",
            "before = null, before_salt = null, before_hash = null",
            "after_hash = sha256(after_salt || convert_to('x', 'UTF8')), after = 'x'",
            "hash = sha256('other')");
    for (String change : changes) {
      TenantId tenant = filled(12);
      long number = random.nextLong(2, 13);
      database.asOwner(
          "update audit set %s where tenant_id = %d and number = %d"
              .formatted(change, tenant.value(), number));
      AuditModule.Checked checked = audit.verify(Optional.of(tenant), Optional.empty());
      assertThat(checked.faults()).as(change).isNotEmpty();
      assertThat(checked.entries()).isEqualTo(12);
    }
  }

  @Test
  void whateverIsTakenAwayShowsAndTheEndTooToWhoeverKeptTheHead() {
    for (int entries : List.of(1, 2, 7)) {
      for (long gone = 1; gone <= entries; gone++) {
        TenantId tenant = filled(entries);
        String kept = audit.head(Optional.of(tenant)).text();
        assertThat(faults(tenant, Optional.empty())).isEmpty();
        assertThat(faults(tenant, Head.parse(kept))).isEmpty();
        remove(tenant, gone);
        assertThat(faults(tenant, Optional.empty())).as("%d of %d", gone, entries).isNotEmpty();
        cutAt(tenant, gone);
        assertThat(faults(tenant, Optional.empty())).as("cut with its head").isEmpty();
        assertThat(faults(tenant, Head.parse(kept))).as("seen by the head kept").isNotEmpty();
      }
    }
  }

  @Test
  void aBlankedTextShowsAsBlankedAndNothingElse() {
    TenantId tenant = filled(5);
    database.asOwner(
        """
        update audit set before = null, before_salt = null, who = null, who_salt = null
        where tenant_id = %d and number = 3
        """
            .formatted(tenant.value()));
    AuditModule.Checked checked = audit.verify(Optional.of(tenant), Optional.empty());
    assertThat(checked.faults()).isEmpty();
    assertThat(checked.blanked()).isEqualTo(1);
  }

  @Test
  void anEntryOfAnotherTenantIsNoneOfOurs() {
    TenantId tenant = filled(2);
    TenantId other = filled(2);
    remove(tenant, 2);
    database.asOwner(
        "update audit set tenant_id = %d where tenant_id = %d and number = 2"
            .formatted(tenant.value(), other.value()));
    assertThat(faults(tenant, Optional.empty())).isNotEmpty();
  }

  @Test
  void parallelChangesMakeOneChainWithoutGapsAndARolledBackOneLeavesNone() throws Exception {
    TenantId tenant = filled(0);
    var work = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 60; i++) {
      int n = i;
      work.add(() -> n % 3 == 0 ? failing(tenant, n) : record(tenant, n));
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var done : threads.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    }
    AuditModule.Checked checked = audit.verify(Optional.of(tenant), Optional.empty());
    assertThat(checked.faults()).isEmpty();
    assertThat(checked.entries()).isEqualTo(40);
  }

  @Test
  void theServerMayNeitherChangeNorDeleteAnEntry() {
    TenantId tenant = filled(1);
    for (String statement :
        List.of(
            "update audit set action = 'x.y' where tenant_id = ?",
            "delete from audit where tenant_id = ?",
            "delete from audit_head where tenant_id = ?",
            "update operator_audit set action = 'x.y' where number = ?",
            "delete from operator_audit where number = ?")) {
      assertThatThrownBy(
              () -> database.db().inTenant(tenant, tx -> tx.update(statement, tenant.value())))
          .as(statement)
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void operatorsHaveAChainOfTheirOwn() {
    for (int i = 0; i < 3; i++) {
      int n = i;
      database.db().doInSystem(tx -> recordOfOperator(tx, n));
    }
    assertThat(audit.verify(Optional.empty(), Optional.empty()).entries()).isEqualTo(3);
    assertThat(faults(Optional.empty(), Optional.of(audit.head(Optional.empty())))).isEmpty();
    database.asOwner("update operator_audit set target_id = 9 where number = 2");
    assertThat(faults(Optional.empty(), Optional.empty())).isNotEmpty();
  }

  private static void recordOfOperator(rasl.db.Tx tx, int tenant) {
    audit
        .audit()
        .recordForInstallation(
            tx,
            ACTOR,
            "tenant.suspended",
            Target.of("tenant", tenant),
            State.of(Map.of("status", "active")),
            State.of(Map.of("status", "suspended")));
  }

  @Test
  void nothingIsRecordedWhereNothingWasChangedAndNoSecretEver() {
    TenantId tenant = filled(0);
    State same = State.of(Map.of("name", "x"));
    database.db().doInTenant(tenant, tx -> record(tx, same, State.of(Map.of("name", "x"))));
    assertThat(audit.verify(Optional.of(tenant), Optional.empty()).entries()).isZero();
    for (String name : List.of("token", "access_token", "app_secret", "password", "code", "otp")) {
      assertThatThrownBy(() -> State.of(Map.of(name, "x")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static boolean failing(TenantId tenant, int n) {
    try {
      database
          .db()
          .doInTenant(
              tenant,
              tx -> {
                record(tx, State.none(), State.of(Map.of("n", n)));
                throw new IllegalStateException("undone");
              });
      return false;
    } catch (IllegalStateException _) {
      return true;
    }
  }

  private static boolean record(TenantId tenant, int n) {
    database
        .db()
        .doInTenant(
            tenant, tx -> record(tx, State.of(Map.of("n", n)), State.of(Map.of("n", n + 1))));
    return true;
  }

  private static void record(TenantTx tx, State before, State after) {
    audit.audit().record(tx, ACTOR, "thing.changed", Target.of("thing", 7), before, after);
  }

  /** A tenant with so many entries. */
  private static TenantId filled(int entries) {
    tenants++;
    var tenant = new TenantId(tenants);
    for (int i = 0; i < entries; i++) {
      var _ = record(tenant, i);
    }
    return tenant;
  }

  private static void remove(TenantId tenant, long number) {
    database.asOwner(
        "delete from audit where tenant_id = %d and number = %d".formatted(tenant.value(), number));
  }

  /** As somebody does it who may do everything in the database. */
  private static void cutAt(TenantId tenant, long number) {
    database.asOwner(
        """
        delete from audit where tenant_id = %1$d and number >= %2$d;
        update audit_head set number = %2$d - 1, hash = coalesce(
          (select hash from audit where tenant_id = %1$d and number = %2$d - 1), '')
        where tenant_id = %1$d
        """
            .formatted(tenant.value(), number));
  }

  private static List<String> faults(TenantId tenant, Optional<Head> kept) {
    return faults(Optional.of(tenant), kept);
  }

  private static List<String> faults(Optional<TenantId> tenant, Optional<Head> kept) {
    return audit.verify(tenant, kept).faults();
  }
}
