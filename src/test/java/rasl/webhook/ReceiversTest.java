package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.testkit.LyingReceiver;
import rasl.testkit.SettableClock;
import rasl.testkit.Waiting;

/** What becomes of receivers that are slow, dead or choosy, and of those beside them. */
class ReceiversTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId OTHER = new TenantId(2);

  private final SettableClock clock = SettableClock.atSomeTime();
  private final Desk desk = new Desk(clock, List.of(Duration.ofSeconds(10)));

  @AfterEach
  void close() {
    desk.close();
  }

  private void tell(Dispatcher node, int events) {
    for (int i = 0; i < events; i++) {
      desk.feed.add(ONE, "contact.created", i);
    }
    node.grown(ONE);
  }

  @Test
  void aDeadReceiverDelaysNoOtherAndIsCalledSeldom() throws InterruptedException {
    desk.receiver.always("/dead", LyingReceiver.hang());
    desk.endpoint(ONE, "/dead", 100);
    desk.endpoint(ONE, "/well", 10);
    try (Dispatcher node = desk.node("node")) {
      tell(node, 300);
      var came = new HashSet<String>();
      Waiting.until(
          SOON,
          () -> {
            // On a slow machine some are late, and come again.
            clock.advance(Duration.ofSeconds(1));
            node.missed();
            desk.receiver.got("/well").forEach(got -> came.add(got.header("webhook-id")));
            return came.size() == 300;
          });
      // Ten at first, and after those ten one at a time, each of which takes a second.
      assertThat(desk.receiver.got("/dead")).hasSizeLessThan(Trust.AT_FIRST + 61);
    }
  }

  @Test
  void aReceiverGetsMoreAtOnceWithEachSuccess() {
    var trust = new Trust();
    assertThat(trust.mostAtOnce(100)).isEqualTo(Trust.AT_FIRST);
    assertThat(trust.mostAtOnce(3)).isEqualTo(3);
    for (int i = 0; i < 200; i++) {
      trust.ended(true);
    }
    assertThat(trust.mostAtOnce(100)).isEqualTo(100);
    for (int i = 0; i < Trust.FAILURES_OF_THE_DEAD; i++) {
      trust.ended(false);
    }
    assertThat(trust.mostAtOnce(100)).isEqualTo(1);
    trust.ended(true);
    assertThat(trust.mostAtOnce(100)).isEqualTo(Trust.AT_FIRST + 1);
  }

  @Test
  void noMoreBeginInASecondThanTheEndpointWants() throws InterruptedException {
    var nanos = new AtomicLong(1);
    desk.receiver.plan("/rate");
    long endpoint =
        desk.endpoint(ONE, desk.receiver.url("/rate").toString(), 10, OptionalInt.empty());
    desk.database.asOwner("update webhook set rate_per_second = 2 where id = " + endpoint);
    desk.endpoint(ONE, "/free", 10);
    try (Dispatcher node = desk.node("node", nanos::get)) {
      tell(node, 6);
      Waiting.until(SOON, () -> desk.receiver.got("/free").size() == 6);
      for (int seen = 1; seen < 6; seen++) {
        int now = seen;
        Waiting.until(SOON, () -> desk.receiver.got("/rate").size() >= now);
        assertThat(desk.receiver.got("/rate")).hasSize(seen);
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        node.missed();
      }
    }
  }

  @Test
  void whoFailsForDaysIsToldOfCountedAndSwitchedOff() throws InterruptedException {
    desk.receiver.always("/bad", LyingReceiver.answer(500));
    long bad = desk.endpoint(ONE, "/bad", 10);
    try (Dispatcher node = desk.node("node")) {
      tell(node, 1);
      Waiting.until(SOON, () -> desk.attempts(bad, "number").size() == 1);
      assertThat(troubles(ONE)).isEmpty();
      clock.advance(Duration.ofHours(61));
      tell(node, 1);
      Waiting.until(SOON, () -> desk.events(Judgement.FAILING, bad).size() == 1);
      assertThat(troubles(ONE)).singleElement().asString().contains("nothing but failures");
      assertThat(count("failing")).isEqualTo(1);
      clock.advance(Duration.ofHours(60));
      tell(node, 1);
      Waiting.until(SOON, () -> desk.events(Judgement.DISABLED, bad).size() == 1);
      assertThat(troubles(ONE)).singleElement().asString().contains("switched off", "5 days");
      assertThat(count("disabled")).isEqualTo(1);
      assertThat(count("exhausted")).isPositive();
      assertThat(troubles(OTHER)).isEmpty();
      int tries = desk.receiver.got("/bad").size();
      tell(node, 1);
      long _ = desk.endpoint(ONE, "/after", 10);
      node.missed();
      Waiting.until(SOON, () -> desk.receiver.got("/after").size() == 4);
      assertThat(desk.receiver.got("/bad")).hasSize(tries);
    }
  }

  private double count(String what) {
    return desk.meters.get("rasl.webhooks." + what).counter().count();
  }

  private List<String> troubles(TenantId tenant) {
    return desk.database.db().reading(tenant, Troubles::of);
  }
}
