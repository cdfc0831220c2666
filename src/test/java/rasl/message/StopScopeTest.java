package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What a STOP stops in an account that chose nothing: marketing first, then all. */
class StopScopeTest {
  private static final Talk talk = Talk.start(Map.of());

  @BeforeAll
  static void pull() {
    talk.api.call(200, "POST", "/api/v2/templates/sync", null);
  }

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void theFirstStopsMarketingAndTheSecondAll() throws InterruptedException {
    String from = Talk.customer();
    hear(from, "Stop 🛑");
    Waiting.until(Talk.SOON, () -> talk.outbox(from).size() == 1);
    assertThat(talk.outbox(from).getFirst().at("/request/text/body").asString())
        .contains("no more offers");
    talk.send(200, "+" + from, "Your order is here");
    JsonNode refused = talk.api.post(403, "/api/v2/messages/template", offer(from)).error();
    assertThat(refused.path("code").asString()).isEqualTo("CONTACT_OPTED_OUT");
    assertThat(refused.at("/details/scope").asString()).isEqualTo("marketing");
    hear(from, "STOP");
    assertThat(talk.send(403, "+" + from, "Hi").at("/error/details").has("scope")).isFalse();
    Waiting.until(Talk.SOON, () -> talk.outbox(from).size() == 3);
    hear(from, "START");
    talk.send(200, "+" + from, "Hi");
    talk.api.post(200, "/api/v2/messages/template", offer(from));
  }

  @Test
  void stopAllStopsAllAtOnceAndSoDoTwoThatComeTogether() throws InterruptedException {
    String one = Talk.customer();
    hear(one, "stop all");
    talk.send(403, "+" + one, "Hi");
    String other = Talk.customer();
    hear(other, "STOP", "stop");
    talk.send(403, "+" + other, "Hi");
  }

  @Test
  void whoOnlyStoppedMarketingIsToldThatItComesAgain() throws InterruptedException {
    String from = Talk.customer();
    hear(from, "Stop promotions");
    talk.api.post(403, "/api/v2/messages/template", offer(from));
    hear(from, "START");
    Waiting.until(Talk.SOON, () -> talk.outbox(from).size() == 2);
    talk.api.post(200, "/api/v2/messages/template", offer(from));
  }

  private static Map<String, Object> offer(String to) {
    return Map.of(
        "phone", "+" + to,
        "template_name", "season_offer",
        "language", "en",
        "field_1", "Ann",
        "field_2", "20",
        "button_2", "spring");
  }

  private static void hear(String from, String... texts) throws InterruptedException {
    List<Map<String, Object>> messages =
        java.util.Arrays.stream(texts)
            .map(text -> Talk.inbound(from, "wamid.scope" + from + System.nanoTime(), text))
            .toList();
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", messages)));
    talk.awaitApplied();
  }
}
