package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.testkit.LyingReceiver;
import rasl.testkit.SettableClock;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Messages of one conversation come together to an endpoint that wants it so, and only there. */
class BatchesTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TenantId TENANT = new TenantId(1);
  private static final SettableClock clock = SettableClock.atSomeTime();

  private static Desk desk;
  private static Dispatcher node;

  @BeforeAll
  static void start() {
    desk = new Desk(clock, List.of(Duration.ofSeconds(10)));
    node = desk.node("node");
  }

  @AfterAll
  static void stop() {
    node.close();
    desk.close();
  }

  private static void receive(long conversation, int number) {
    for (int i = 0; i < number; i++) {
      desk.feed.addMessage(TENANT, conversation, clock.instant());
    }
    node.grown(TENANT);
  }

  private static void pass(Duration time) {
    clock.advance(time);
    node.missed();
  }

  @Test
  void messagesAreCollectedStoredOnceAndDeliveredWhole() throws InterruptedException {
    desk.receiver.plan("/collected", LyingReceiver.answer(500));
    desk.endpoint(TENANT, "/collected", 10, 30);
    desk.endpoint(TENANT, "/each", 10);
    receive(7, 3);
    receive(8, 1);
    Waiting.until(SOON, () -> desk.receiver.got("/each").size() == 4);
    assertThat(desk.receiver.got("/collected")).isEmpty();
    pass(Duration.ofSeconds(31));
    Waiting.until(SOON, () -> desk.receiver.got("/collected").size() == 2);
    pass(Duration.ofSeconds(12));
    Waiting.until(SOON, () -> desk.receiver.got("/collected").size() == 3);
    List<JsonNode> bodies =
        desk.receiver.got("/collected").stream().map(LyingReceiver.Got::json).toList();
    assertThat(bodies.stream().map(body -> body.at("/event/id").asString()).distinct())
        .hasSize(2)
        .allMatch(id -> id.startsWith("bat_"));
    JsonNode seven =
        bodies.stream()
            .filter(body -> body.at("/data/resource/id").asInt() == 7)
            .findFirst()
            .orElseThrow();
    assertThat(seven.at("/event/type").asString()).isEqualTo("message.received");
    assertThat(
            StreamSupport.stream(seven.at("/data/events").spliterator(), false)
                .map(event -> event.at("/event/id").asString()))
        .containsExactly("evt_1_1", "evt_1_2", "evt_1_3");
    receive(7, 120);
    Waiting.until(SOON, () -> desk.receiver.got("/collected").size() == 4);
    assertThat(desk.receiver.got("/collected").getLast().json().at("/data/events")).hasSize(100);
    pass(Duration.ofSeconds(31));
    Waiting.until(SOON, () -> desk.receiver.got("/collected").size() == 5);
    assertThat(desk.receiver.got("/collected").getLast().json().at("/data/events")).hasSize(20);
  }
}
