package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.db.TenantId;
import rasl.testkit.Api;
import rasl.testkit.LyingReceiver;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What people see of deliveries, and what they can do with them. */
class WebhookDeliveriesTest {
  private static final String PATH = "/api/v2/webhooks";
  private static final Duration SOON = Duration.ofSeconds(30);

  private static TestApp app;
  private static Api api;
  private static Api neighbour;
  private static LyingReceiver receiver;

  @BeforeAll
  static void start() {
    app = TestApp.start(Map.of("RASL_OUTGOING_ALLOW", "127.0.0.1"));
    api = app.sandbox();
    TenantId other = app.tenant("neighbour");
    neighbour = app.as(other);
    receiver = LyingReceiver.start();
  }

  @AfterAll
  static void stop() {
    receiver.close();
    neighbour.close();
    api.close();
    app.close();
  }

  private static JsonNode create(String path, Map<String, Object> more) {
    var body = new LinkedHashMap<String, Object>(more);
    body.put("url", receiver.url(path).toString());
    return api.post(201, PATH, body).data();
  }

  private static String source(String name) {
    return api.post(201, "/api/v2/sources", Map.of("name", name)).data().path("id").asString();
  }

  private static LyingReceiver.Got first(String path) throws InterruptedException {
    Waiting.until(SOON, () -> !receiver.got(path).isEmpty());
    return receiver.got(path).getFirst();
  }

  @Test
  void goneSwitchesItOffAndItGoesOnWhereItStopped() throws Exception {
    receiver.plan("/gone", LyingReceiver.answer(410));
    JsonNode made = create("/gone", Map.of("event_types", List.of("source.*")));
    JsonNode watching = create("/watching", Map.of("event_types", List.of("webhook.*")));
    String one = PATH + "/" + made.path("id").asString();
    source("Gone one");
    LyingReceiver.Got told = first("/watching");
    assertThat(told.header("X-Webhook-Event")).isEqualTo("webhook.disabled");
    assertThat(told.json().at("/data/resource/id")).isEqualTo(made.path("id"));
    JsonNode off = api.get(200, one).data();
    assertThat(off.path("enabled").asBoolean()).isFalse();
    assertThat(off.path("disabled_reason").asString()).contains("410");
    source("Gone two");
    JsonNode on = api.patch(200, one, Map.of("enabled", true)).data();
    assertThat(on.path("disabled_reason").isNull()).isTrue();
    Waiting.until(SOON, () -> receiver.got("/gone").size() >= 2);
    assertThat(receiver.got("/gone").get(1).text()).contains("Gone two");
    api.delete(200, one);
    api.delete(200, PATH + "/" + watching.path("id").asString());
  }

  @Test
  void deliveriesAreShownReplayedAndTested() throws Exception {
    receiver.plan("/shown", LyingReceiver.answer(500, "", "no \0 room"));
    JsonNode made =
        create(
            "/shown",
            Map.of(
                "event_types", List.of("source.*"), "headers", Map.of("X-Secret", "open sesame")));
    String one = PATH + "/" + made.path("id").asString();
    source("Shown");
    Waiting.until(
        SOON, () -> api.get(200, one + "/deliveries?filter[status]=waiting").data().size() == 1);
    JsonNode row = api.get(200, one + "/deliveries").data().get(0);
    String delivery = one + "/deliveries/" + row.path("id").asString();
    Api.Reply whole = api.get(200, delivery);
    JsonNode attempt = whole.data().path("attempt_log").get(0);
    assertThat(attempt.path("status").asInt()).isEqualTo(500);
    assertThat(attempt.path("response_body").asString()).startsWith("no ");
    assertThat(attempt.at("/request_headers/X-Secret").asString()).isEqualTo("[REDACTED]");
    assertThat(whole.text())
        .doesNotContain(
            "open sesame", receiver.got("/shown").getFirst().header("webhook-signature"));
    assertThat(whole.data().at("/event/event/id")).isEqualTo(row.path("event_id"));
    api.post(200, delivery + "/replay", Map.of());
    Waiting.until(
        SOON, () -> api.get(200, delivery).data().path("status").asString().equals("delivered"));
    assertThat(receiver.got("/shown").stream().map(got -> got.header("webhook-id")).distinct())
        .hasSize(1);
    JsonNode test = api.post(200, one + "/test", Map.of("event_type", "message.received")).data();
    assertThat(test.path("status").asString()).isEqualTo("delivered");
    LyingReceiver.Got sample = receiver.got("/shown").getLast();
    assertThat(sample.header("X-Webhook-Test")).isEqualTo("true");
    assertThat(sample.json().at("/metadata/test").asBoolean()).isTrue();
    api.post(422, one + "/test", Map.of("event_type", "no.such"));
    JsonNode hour = api.get(200, one + "/stats").data().get(0);
    assertThat(hour.path("delivered").asInt()).isEqualTo(2);
    assertThat(hour.path("failed").asInt()).isEqualTo(1);
    Map<String, Object> range =
        Map.of("from", "2020-01-01T00:00:00Z", "to", "2100-01-01T00:00:00Z");
    JsonNode replay = api.post(201, one + "/replay", range).data();
    String replays = one + "/replays/" + replay.path("id").asString();
    Waiting.until(
        Duration.ofSeconds(9),
        () -> api.get(200, replays).data().path("status").asString().equals("done"));
    Waiting.until(SOON, () -> receiver.got("/shown").size() >= 4);
    neighbour.get(404, replays);
    assertThat(api.get(200, one + "/replays").data()).hasSize(1);
    api.post(200, replays + "/cancel", Map.of());
    api.delete(200, one);
  }

  @Test
  void thePlanLimitsHowManyThereAre() {
    app.set("neighbour", Map.of("webhook_limit", "1"));
    Map<String, Object> body = Map.of("url", receiver.url("/limited").toString());
    String one = PATH + "/" + neighbour.post(201, PATH, body).data().path("id").asString();
    Api.Reply refused = neighbour.post(403, PATH, body);
    assertThat(refused.code()).isEqualTo("FEATURE_LIMIT_EXCEEDED");
    assertThat(refused.error().at("/details/maximum").asInt()).isEqualTo(1);
    api.delete(200, PATH + "/" + create("/unlimited", Map.of()).path("id").asString());
    neighbour.delete(200, one);
    neighbour.delete(
        200, PATH + "/" + neighbour.post(201, PATH, body).data().path("id").asString());
  }
}
