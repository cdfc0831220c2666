package rasl.whatsapp.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.db.TenantId;
import rasl.testkit.TestDatabase;

/** A database's clock that was ahead and is right again silences no number and no customer. */
class PaceClockTest {
  private static final TenantId TENANT = new TenantId(1);
  private static final TenantId NEIGHBOUR = new TenantId(2);
  private static final Pace PACE = Pace.ofNumber(80);
  private static final String NUMBER = "111";
  private static final String OTHER_NUMBER = "222";
  private static final String CUSTOMER = "966500000001";

  private static TestDatabase database = TestDatabase.create();
  private final PaceStore store = new PaceStore();

  @BeforeAll
  static void start() {
    database.asOwner(
        "insert into tenant (id, name, created_at) values (1, 'one', now()), (2, 'two', now())");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  /** As rows are once the clock has gone back by so much. */
  private static void goBack(String hours) {
    database.asOwner(
        "update whatsapp_number_pace set full_at = full_at + interval '" + hours + "'");
    database.asOwner("update whatsapp_pair_pace set full_at = full_at + interval '" + hours + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 hours", "1 year"})
  void aNumberSendsOnAtItsPace(String ahead) {
    assertThat(take(NUMBER, 10).tokens()).isEqualTo(10);
    goBack(ahead);
    PaceStore.Granted first = take(NUMBER, 10);
    assertThat(first.pause()).isLessThanOrEqualTo(PACE.burst());
    assertThat(take(OTHER_NUMBER, 10).tokens()).isEqualTo(10);
    goBack("-1 second");
    assertThat(take(NUMBER, 10).tokens()).isEqualTo(10);
    reset();
  }

  @Test
  void aCustomerIsWrittenToOnAtTheirPace() {
    assertThat(takeOfPair(TENANT, 5).tokens()).isEqualTo(5);
    assertThat(takeOfPair(NEIGHBOUR, 5).tokens()).isEqualTo(5);
    goBack("2 hours");
    for (TenantId tenant : List.of(TENANT, NEIGHBOUR)) {
      assertThat(takeOfPair(tenant, 5).pause()).isLessThanOrEqualTo(Pace.PAIR.each());
    }
    goBack("-30 seconds");
    assertThat(takeOfPair(TENANT, 5).tokens()).isPositive();
    reset();
  }

  @Test
  void aPauseIsKeptAlsoWhereTheClockWasWrongBefore() {
    assertThat(take(NUMBER, 1).tokens()).isEqualTo(1);
    assertThat(takeOfPair(TENANT, 1).tokens()).isEqualTo(1);
    goBack("2 hours");
    Duration pause = Duration.ofMinutes(10);
    database.db().doInSystem(tx -> store.holdNumber(tx, NUMBER, pause, PACE));
    database.db().doInTenant(TENANT, tx -> store.holdPair(tx, NUMBER, CUSTOMER, pause, Pace.PAIR));
    assertHeld(take(NUMBER, 1), pause);
    assertHeld(takeOfPair(TENANT, 1), pause);
    reset();
  }

  @Test
  void theLongestPauseIsNoFaultOfAClock() {
    database.db().doInSystem(tx -> store.holdNumber(tx, NUMBER, Pace.LONGEST_PAUSE, PACE));
    assertHeld(take(NUMBER, 1), Pace.LONGEST_PAUSE);
    reset();
  }

  private static void assertHeld(PaceStore.Granted granted, Duration pause) {
    assertThat(granted.tokens()).isZero();
    assertThat(granted.pause()).isBetween(pause.minusMinutes(1), pause);
  }

  private static void reset() {
    database.asOwner("delete from whatsapp_number_pace");
    database.asOwner("delete from whatsapp_pair_pace");
  }

  private PaceStore.Granted take(String number, int wanted) {
    return database.db().inSystem(tx -> store.takeOfNumber(tx, number, wanted, PACE));
  }

  private PaceStore.Granted takeOfPair(TenantId tenant, int wanted) {
    var one = List.of(new PaceStore.Wanted(CUSTOMER, 0, wanted));
    return database
        .db()
        .inTenant(tenant, tx -> store.takeOfPairs(tx, NUMBER, one, Pace.PAIR).values())
        .iterator()
        .next();
  }
}
