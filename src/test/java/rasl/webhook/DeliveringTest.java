package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.db.TenantId;
import rasl.testkit.LyingReceiver;
import rasl.testkit.LyingReceiver.Deed;
import rasl.testkit.SettableClock;
import rasl.testkit.Waiting;

/** Events reach receivers, whatever those do, at least once and in the order of each resource. */
class DeliveringTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final SettableClock clock = SettableClock.atSomeTime();

  private static Desk desk;
  private static Dispatcher node;
  private static long tenants;

  /** Each test has a tenant, and so a feed, for itself. */
  private final TenantId tenant = new TenantId(++tenants);

  @BeforeAll
  static void start() {
    desk = new Desk(clock, List.of(Duration.ofSeconds(10), Duration.ofMinutes(5)));
    node = desk.node("node");
  }

  @AfterAll
  static void stop() {
    node.close();
    desk.close();
  }

  private void tell(String type, long contact) {
    desk.feed.add(tenant, type, contact);
    node.grown(tenant);
  }

  private static void wait(Duration time) {
    clock.advance(time);
    node.missed();
  }

  @Test
  void eventsOfOneContactArriveInOrderAndOthersDoNotWaitForIt() throws InterruptedException {
    var held = new CountDownLatch(1);
    desk.receiver.plan("/order", LyingReceiver.held(held, LyingReceiver.answer(200)));
    long endpoint = desk.endpoint(tenant, "/order", 10);
    tell("contact.updated", 100);
    Waiting.until(SOON, () -> desk.receiver.got("/order").size() == 1);
    IntStream.range(1, 30).forEach(i -> tell("contact.updated", 100 + i % 3));
    Waiting.until(SOON, () -> contacts("/order").stream().filter(id -> id != 100).count() == 20);
    held.countDown();
    Waiting.until(SOON, () -> delivered(endpoint) >= 30);
    for (long contact = 100; contact < 103; contact++) {
      assertThat(positions("/order", contact)).isSorted().doesNotHaveDuplicates();
    }
    assertThat(desk.receiver.got("/order").getFirst().header("X-Key")).isEqualTo("open sesame");
    assertThat(desk.attempts(endpoint, "header_names")).containsOnly("X-Key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"500", "429", "404", "redirect", "drop", "rude", "hang", "slow head", "refused"})
  void whatFailsIsTriedAgainWithTheSameIdUntilItArrives(String how) throws InterruptedException {
    String path = "/again/" + how.replace(" ", "");
    desk.receiver.plan(path, deed(how), deed(how));
    long endpoint = desk.endpoint(tenant, path, 10);
    tell("contact.created", 200);
    long last = desk.feed.add(tenant, "contact.updated", 200).position();
    node.grown(tenant);
    Waiting.until(SOON, () -> tries(endpoint) == 2);
    wait(Duration.ofSeconds(30));
    Waiting.until(SOON, () -> delivered(endpoint) >= 2);
    Set<String> ids =
        desk.receiver.got(path).stream()
            .map(got -> got.header("webhook-id"))
            .collect(Collectors.toCollection(HashSet::new));
    assertThat(ids).contains("evt_" + tenant + "_" + last);
    assertThat(desk.deliveries(endpoint, "status")).containsOnly("delivered");
    assertThat(desk.receiver.got("/elsewhere")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"endless", "dripping"})
  void successIsKnownByItsStatusWhateverFollows(String how) throws InterruptedException {
    String path = "/status/" + how;
    desk.receiver.plan(
        path, how.equals("endless") ? LyingReceiver.endless(200) : LyingReceiver.dripping(204));
    long endpoint = desk.endpoint(tenant, path, 10);
    tell("contact.created", 300);
    Waiting.until(SOON, () -> delivered(endpoint) == 1);
    assertThat(desk.attempts(endpoint, "answer")).allMatch(text -> text.length() <= 16 * 1024);
    assertThat(desk.receiver.got(path)).hasSize(1);
  }

  @Test
  void whatFailsToTheLastAttemptIsADeadLetter() throws InterruptedException {
    desk.receiver.always("/dead", LyingReceiver.answer(503, "Retry-After: 60\r\n", "no"));
    long endpoint = desk.endpoint(tenant, "/dead", 10);
    tell("contact.created", 400);
    Waiting.until(SOON, () -> tries(endpoint) == 1);
    wait(Duration.ofSeconds(30));
    assertThat(desk.deliveries(endpoint, "status")).containsOnly("waiting");
    wait(Duration.ofSeconds(31));
    Waiting.until(SOON, () -> tries(endpoint) == 2);
    wait(Duration.ofMinutes(6));
    Waiting.until(SOON, () -> tries(endpoint) == 3);
    assertThat(desk.deliveries(endpoint, "status")).containsOnly("exhausted");
    assertThat(desk.events("webhook.exhausted", endpoint)).hasSize(1);
  }

  @Test
  void anotherNodeGoesOnWhereOneDied() throws InterruptedException {
    var held = new CountDownLatch(1);
    long endpoint = desk.endpoint(tenant, "/died", 10);
    desk.receiver.plan("/died", LyingReceiver.answer(200));
    tell("contact.created", 500);
    Waiting.until(SOON, () -> delivered(endpoint) == 1);
    desk.receiver.plan("/died", LyingReceiver.held(held, LyingReceiver.answer(200)));
    tell("contact.updated", 500);
    Waiting.until(SOON, () -> desk.receiver.got("/died").size() == 2);
    // The first node seems dead: its turn is over, and another node takes the next one.
    desk.database.asOwner(
        "update webhook_turn set leased_until = now() - interval '1 minute' where webhook_id = "
            + endpoint);
    try (Dispatcher second = desk.node("second")) {
      desk.feed.add(tenant, "contact.deleted", 500);
      second.grown(tenant);
      Waiting.until(SOON, () -> delivered(endpoint) == 3);
      held.countDown();
    }
    List<String> ids =
        desk.receiver.got("/died").stream().map(got -> got.header("webhook-id")).toList();
    assertThat(new HashSet<>(ids)).hasSize(3);
    assertThat(ids.stream().filter(ids.getFirst()::equals)).hasSize(1);
    assertThat(desk.deliveries(endpoint, "attempts")).containsOnly("1");
  }

  private static Deed deed(String how) {
    return switch (how) {
      case "redirect" ->
          LyingReceiver.answer(
              302, "Location: " + desk.receiver.url("/elsewhere") + "\r\n", "over there");
      case "drop" -> LyingReceiver.drop();
      case "rude" -> LyingReceiver.rude();
      case "hang" -> LyingReceiver.hang();
      case "slow head" -> LyingReceiver.drippingHead();
      case "refused" -> LyingReceiver.answer(403, "", "x".repeat(100_000));
      default -> LyingReceiver.answer(Integer.parseInt(how));
    };
  }

  private static int delivered(long endpoint) {
    return (int) desk.deliveries(endpoint, "status").stream().filter("delivered"::equals).count();
  }

  private static int tries(long endpoint) {
    return desk.attempts(endpoint, "number").size();
  }

  private static List<Long> contacts(String path) {
    return desk.receiver.got(path).stream()
        .map(got -> got.json().path("data").path("resource").path("id").asLong())
        .toList();
  }

  private static List<Long> positions(String path, long contact) {
    return desk.receiver.got(path).stream()
        .filter(got -> got.json().path("data").path("resource").path("id").asLong() == contact)
        .map(got -> Long.valueOf(got.header("X-Webhook-Position")))
        .toList();
  }
}
