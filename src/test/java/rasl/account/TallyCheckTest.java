package rasl.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rasl.audit.Audit;
import rasl.conversation.ConversationStore;
import rasl.tenant.Tenant;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;
import rasl.tenant.Tenants;
import rasl.testkit.TestDatabase;

/** The tallies say what the rows say, and a difference is told. */
class TallyCheckTest {
  private static final Instant NIGHT = Instant.parse("2027-03-04T03:00:00Z");
  private static final LocalDate MONTH = LocalDate.parse("2027-03-01");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TestDatabase database = TestDatabase.create();
  private final Tenants tenants = tenants();
  private final Tenant acme = tenants.create("acme", TenantSettings.defaults("SA"));
  private final Tenant other = tenants.create("other", TenantSettings.defaults("SA"));

  private Tenants tenants() {
    Clock clock = Clock.systemUTC();
    return new Tenants(
        database.db(), new TenantStore(), new Audit(clock, new SplittableRandom(1)), clock);
  }

  @BeforeEach
  void makeThreads() {
    // Without the contacts that threads belong to.
    database.asSuperuser(
        """
        set session_replication_role = replica;
        insert into conversation (tenant_id, id, contact_id, connection_id, last_message_at,
          created_at, updated_at)
        select tenant.id, n, n, 1, now(), now(), now() from tenant, generate_series(1, 5) as n
        """);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aThreadCountsOnceAMonthAndForItsTenantAlone() {
    var store = new ConversationStore();
    for (int i = 0; i < 3; i++) {
      database.db().doInTenant(acme.id(), tx -> store.count(tx, List.of(1L, 2L), MONTH));
    }
    database.db().doInTenant(acme.id(), tx -> store.count(tx, List.of(2L, 3L), MONTH));
    assertThat(counted(acme, MONTH)).isEqualTo(3);
    assertThat(counted(acme, MONTH.plusMonths(1))).isZero();
    assertThat(counted(other, MONTH)).isZero();
    assertThat(differences(NIGHT)).isZero();
  }

  @Test
  void aDifferenceIsToldOnceANightAndNotByDay() {
    database
        .db()
        .doInTenant(acme.id(), tx -> new ConversationStore().count(tx, List.of(1L, 2L), MONTH));
    database.asOwner("update conversation_tally set conversations = 7");
    database.asOwner(
        "insert into contact_tally (tenant_id, stripe, contacts) values (%s, 1, 4)"
            .formatted(other.id()));
    assertThat(differences(NIGHT.minusSeconds(7200))).as("in the evening").isZero();
    assertThat(differences(NIGHT)).isEqualTo(2);
    assertThat(differences(NIGHT.plusSeconds(60))).as("again in the same night").isEqualTo(0);
  }

  /** What a node finds that has not looked before. */
  private double differences(Instant now) {
    meters.clear();
    var check = new TallyCheck(database.db(), tenants, meters, Clock.fixed(now, ZoneOffset.UTC));
    check.run();
    return meters.get("rasl.tally.differences").gauge().value();
  }

  private long counted(Tenant tenant, LocalDate month) {
    return database.db().inTenant(tenant.id(), tx -> new ConversationStore().countOf(tx, month));
  }
}
