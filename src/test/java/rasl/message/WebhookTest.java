package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.LyingGraph;
import tools.jackson.databind.JsonNode;

/** What WhatsApp's webhooks bring: signed, stored, applied once, and only forward. */
class WebhookTest {
  private static final LyingGraph graph = LyingGraph.start();
  private static final Talk talk = Talk.start(Map.of("RASL_GRAPH_URL", graph.url().toString()));

  @AfterAll
  static void stop() {
    talk.close();
    graph.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'delivered,read', read, 'sent,delivered,read'",
    "'read,delivered,sent', read, 'sent,read'",
    "'delivered,delivered', delivered, 'sent,delivered'",
    "'read', read, 'sent,read'",
    "'played', read, 'sent,read'",
    "'failed,delivered', failed, 'sent,failed'",
    "'delivered,failed', delivered, 'sent,delivered'",
    "'read,failed,sent', read, 'sent,read'",
    "'failed,failed', failed, 'sent,failed'",
    "'deleted,nonsense', sent, 'sent'"
  })
  void aStatusOnlyMovesForwardAndEachStepIsToldOnce(String reports, String end, String steps)
      throws InterruptedException {
    JsonNode sent = send();
    String wamid = sent.path("message_id").asString();
    for (String status : reports.split(",", -1)) {
      talk.report(Talk.statusOf(wamid, status));
    }
    long id = sent.path("chat_message_id").asLong();
    assertThat(talk.status(id)).isEqualTo(end);
    var events = new ArrayList<>(List.of("message.queued"));
    for (String step : steps.split(",", -1)) {
      events.add("message." + step);
    }
    assertThat(talk.events(id)).containsExactlyElementsOf(events);
  }

  @Test
  void deliveredIsDatedAlsoWhenItIsToldAfterRead() throws InterruptedException {
    JsonNode sent = send();
    talk.report(Talk.statusOf(sent.path("message_id").asString(), "read"));
    talk.report(Talk.statusOf(sent.path("message_id").asString(), "delivered"));
    JsonNode message = talk.message(sent.path("chat_message_id").asLong());
    assertThat(message.path("status").asString()).isEqualTo("read");
    assertThat(message.path("is_read").asBoolean()).isTrue();
    assertThat(message.path("delivered_at").asString()).isEqualTo("2025-10-09T08:53:20.000Z");
  }

  @Test
  void aFailureTellsItsReason() throws InterruptedException {
    JsonNode sent = send();
    var failed = new HashMap<>(Talk.statusOf(sent.path("message_id").asString(), "failed"));
    failed.put(
        "errors",
        List.of(
            Map.of(
                "code",
                131047,
                "title",
                "Re-engagement\u0000",
                "error_data",
                Map.of("details", "24 hours"))));
    talk.report(failed);
    assertThat(
            talk.message(sent.path("chat_message_id").asLong()).path("status_message").asString())
        .isEqualTo("131047: Re-engagement\uFFFD – 24 hours");
  }

  @Test
  void wholeBatchesInAnyOrderTwiceAndInParallelAreAppliedOnce() throws Exception {
    var changes = new ArrayList<Map<String, Object>>();
    var sent = new ArrayList<JsonNode>();
    var senders = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      var messages = new ArrayList<Map<String, Object>>();
      for (int j = 0; j < 3; j++) {
        String from = Talk.customer();
        senders.add(from);
        messages.add(inbound(from, "wamid.B" + from, "Hello"));
        messages.add(inbound(from, "wamid.C" + from, "Again"));
      }
      JsonNode message = send();
      sent.add(message);
      String wamid = message.path("message_id").asString();
      changes.add(Talk.change(Talk.SANDBOX_NUMBER, Map.of("messages", messages)));
      changes.add(
          Talk.change(
              Talk.SANDBOX_NUMBER,
              Map.of(
                  "statuses",
                  List.of(Talk.statusOf(wamid, "read"), Talk.statusOf(wamid, "delivered")))));
    }
    var random = new Random(7);
    var calls = new ArrayList<Callable<Api.Reply>>();
    for (int i = 0; i < 8; i++) {
      Collections.shuffle(changes, random);
      String body =
          Json.write(
              Map.of(
                  "entry",
                  List.of(
                      Map.of("changes", List.copyOf(changes.subList(0, 4))),
                      Map.of("changes", List.copyOf(changes.subList(4, 8))))));
      calls.add(() -> talk.webhook(200, body));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Api.Reply> reply : threads.invokeAll(calls)) {
        reply.get();
      }
    }
    talk.awaitApplied();
    for (JsonNode message : sent) {
      assertThat(talk.status(message.path("chat_message_id").asLong())).isEqualTo("read");
    }
    for (String from : senders) {
      assertThat(
              talk.rows(
                  "select event.type from message join event on resource_id = message.id"
                      + " where resource_type = 'message' and phone = '"
                      + from
                      + "'"))
          .containsExactly("message.received", "message.received");
    }
  }

  @Test
  void whoWritesFirstBecomesAContactEvenOverTheLimitAndMayBeAnswered() throws InterruptedException {
    String from = Talk.customer();
    talk.app.set("sandbox", Map.of("contact_limit", "0"));
    try {
      receive(
          List.of(Map.of("wa_id", from, "profile", Map.of("name", " Ann\u0000 "))),
          inbound(from, "wamid.IN" + from, "a\u0000b 😀"));
      assertThat(talk.rows("select firstname from contact where phone_key = '" + from + "'"))
          .containsExactly("Ann\uFFFD");
      JsonNode message = talk.api.get(200, "/api/v2/messages/wamid.IN" + from).data();
      assertThat(message.path("message").asString()).isEqualTo("a\uFFFDb 😀");
      assertThat(message.path("status").asString()).isEqualTo("received");
      assertThat(message.path("direction").asString()).isEqualTo("inbound");
      assertThat(message.path("sender_id").asString()).isEqualTo(from);
      talk.send(200, "+" + from, "Hello Ann");
    } finally {
      talk.app.set("sandbox", Map.of("contact_limit", "unset"));
    }
  }

  @Test
  void halfASurrogatePairAndAnEndlessNameDoNotHoldUpWhatComesAfter() throws InterruptedException {
    String from = Talk.customer();
    String body =
        Json.write(
                Talk.body(
                    Talk.SANDBOX_NUMBER,
                    Map.of(
                        "contacts",
                        List.of(Map.of("wa_id", from, "profile", Map.of("name", "n".repeat(999)))),
                        "messages",
                        List.of(inbound(from, "wamid.H" + from, "half X")))))
            .replace("half X", "half \\ud83d");
    talk.webhook(200, body);
    talk.awaitApplied();
    assertThat(
            talk.api.get(200, "/api/v2/messages/wamid.H" + from).data().path("message").asString())
        .isEqualTo("half \uFFFD");
    assertThat(
            talk.number("select length(firstname) from contact where phone_key = '" + from + "'"))
        .isEqualTo(255);
  }

  @Test
  void theWindowOpensWithAMessageOrACallAndShutsAfterADay() throws InterruptedException {
    String from = Talk.customer();
    JsonNode never = talk.send(422, "+" + from, "Hi").path("error");
    assertThat(never.path("code").asString()).isEqualTo("SERVICE_WINDOW_CLOSED");
    assertThat(never.path("details").path("window_closed_at").isNull()).isTrue();
    assertThat(talk.number("select count(*) from contact where phone_key = '" + from + "'"))
        .isZero();

    long old = Instant.now(java.time.Clock.systemUTC()).getEpochSecond() - 86_400 - 60;
    var message = new HashMap<>(inbound(from, "wamid.W" + from, "Hello"));
    message.put("timestamp", String.valueOf(old));
    receive(List.of(), message);
    JsonNode shut = talk.send(422, "+" + from, "Hi").path("error");
    assertThat(Instant.parse(shut.path("details").path("window_closed_at").asString()))
        .isEqualTo(Instant.ofEpochSecond(old + 86_400));

    talk.webhook(
        200,
        Talk.body(
            Talk.SANDBOX_NUMBER,
            Map.of(
                "calls",
                List.of(
                    Map.of(
                        "id",
                        "wacid.1",
                        "from",
                        from,
                        "event",
                        "connect",
                        "direction",
                        "USER_INITIATED")))));
    talk.awaitApplied();
    talk.send(200, "+" + from, "You called");
  }

  @Test
  void passthroughLetsWhatsAppJudgeTheWindow() {
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
    try {
      talk.send(200, "+" + Talk.customer(), "Hi");
    } finally {
      talk.app.set("sandbox", Map.of("window_policy", "auto"));
    }
  }

  @Test
  void aTypeThatNobodyKnowsIsKeptAsUnsupportedWithAllItSaid() throws InterruptedException {
    String from = Talk.customer();
    receive(
        List.of(),
        Map.of(
            "id",
            "wamid.U" + from,
            "from",
            from,
            "type",
            "hologram",
            "hologram",
            Map.of("caption", "3D")));
    JsonNode message = talk.api.get(200, "/api/v2/messages/wamid.U" + from).data();
    assertThat(message.path("type").asString()).isEqualTo("unsupported");
    assertThat(message.path("message").asString()).isEqualTo("3D");
    assertThat(talk.rows("select raw from message where wamid = 'wamid.U" + from + "'").getFirst())
        .contains("\"hologram\"");
  }

  @Test
  void strangersAndGarbageAreHarmless() throws InterruptedException {
    String from = Talk.customer();
    for (Object body :
        List.of(
            Talk.body(
                Talk.SANDBOX_NUMBER, Map.of("statuses", List.of(Talk.statusOf("wamid.X", "read")))),
            Talk.body(Talk.SANDBOX_NUMBER, Map.of("statuses", "none", "messages", List.of(1, "a"))),
            Talk.body(
                Talk.SANDBOX_NUMBER,
                Map.of(
                    "statuses",
                    List.of(
                        Talk.statusOf("wamid.\u0000", "sent", "rasl:\u0000:1"),
                        Talk.statusOf("w".repeat(9999), "sent", "x")),
                    "messages",
                    List.of(
                        inbound(from, "w".repeat(9999), "long"),
                        inbound("not-a-phone", "wamid.NP" + from, "x")))),
            Talk.body("\u0000", Map.of("statuses", List.of())),
            "[]",
            "{\"entry\":{\"changes\":1}}")) {
      talk.webhook(200, body);
    }
    receive(List.of(), inbound(from, "wamid.OK" + from, "still here"));
    talk.api.get(200, "/api/v2/messages/wamid.OK" + from);
  }

  @Test
  void withoutTheRightSignatureNothingIsStored() {
    String body =
        Json.write(
            Talk.body(
                Talk.SANDBOX_NUMBER,
                Map.of("messages", List.of(inbound(Talk.customer(), "wamid.FORGED", "x")))));
    talk.signed("/hooks/whatsapp", "another secret", body, 401);
    talk.signed("/hooks/whatsapp/nobodys-app", Talk.APP_SECRET, body, 401);
    try (Api api = talk.app.api()) {
      api.call(401, "POST", "/hooks/whatsapp", body);
      for (String header : List.of("sha256=", "sha256=zz", "sha1=00", "")) {
        api.with("X-Hub-Signature-256", header).call(401, "POST", "/hooks/whatsapp", body);
      }
    }
    assertThat(talk.number("select count(*) from message where wamid = 'wamid.FORGED'")).isZero();
    assertThat(metric("rasl_whatsapp_webhooks_forged_total")).isGreaterThanOrEqualTo(7);
  }

  @Test
  void anAppSpeaksOnlyOfItsOwnNumbers() throws InterruptedException {
    var tenant = talk.app.tenant("own-app");
    talk.app.set(
        "own-app",
        Map.of(
            "whatsapp.phone_number_id", "555",
            "whatsapp.business_account_id", "1",
            "whatsapp.display_phone_number", "966500000055",
            "whatsapp.access_token", "token",
            "whatsapp.app_secret", "own secret",
            "whatsapp.verify_token", "own token"));
    String key =
        talk.rows("select app_key from whatsapp_number where phone_number_id = '555'").getFirst();
    String from = Talk.customer();
    double dropped = metric("rasl_whatsapp_changes_dropped_total");
    String stolen =
        Json.write(
            Talk.body(
                Talk.SANDBOX_NUMBER,
                Map.of("messages", List.of(inbound(from, "wamid.STOLEN", "x")))));
    talk.signed("/hooks/whatsapp/" + key, "own secret", stolen, 200);
    String own =
        Json.write(
            Talk.body("555", Map.of("messages", List.of(inbound(from, "wamid.OWN", "mine")))));
    talk.webhook(200, own);
    talk.signed("/hooks/whatsapp/" + key, "own secret", own, 200);
    talk.awaitApplied();
    assertThat(talk.number("select count(*) from message where wamid = 'wamid.STOLEN'")).isZero();
    assertThat(talk.rows("select tenant_id from message where wamid = 'wamid.OWN'"))
        .containsExactly(tenant.toString());
    assertThat(metric("rasl_whatsapp_changes_dropped_total") - dropped).isEqualTo(2);
    talk.api.get(404, "/api/v2/messages/wamid.OWN");
    try (Api api = talk.app.api()) {
      String query = "?hub.mode=subscribe&hub.challenge=42&hub.verify_token=";
      assertThat(api.get(200, "/hooks/whatsapp/" + key + query + "own%20token").text())
          .isEqualTo("42");
      api.get(403, "/hooks/whatsapp/" + key + query + Talk.VERIFY_TOKEN);
    }
  }

  @Test
  void aRefusedNumberLeavesTheConnectionAsItWas() {
    var tenant = talk.app.tenant("greedy");
    var settings =
        new HashMap<>(
            Map.of(
                "whatsapp.phone_number_id", "556",
                "whatsapp.business_account_id", "1",
                "whatsapp.display_phone_number", "966500000056",
                "whatsapp.access_token", "token"));
    talk.app.set("greedy", settings);
    settings.put("whatsapp.phone_number_id", Talk.SANDBOX_NUMBER);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> talk.app.set("greedy", settings));
    assertThat(talk.rows("select phone_number_id from whatsapp_number where tenant_id = " + tenant))
        .containsExactly("556");
  }

  @Test
  void metaVerifiesTheCallback() {
    try (Api api = talk.app.api()) {
      String path = "/hooks/whatsapp?hub.mode=subscribe&hub.challenge=abc123&hub.verify_token=";
      assertThat(api.get(200, path + Talk.VERIFY_TOKEN).text()).isEqualTo("abc123");
      api.get(403, path + "wrong");
      api.get(403, path);
      api.get(403, "/hooks/whatsapp?hub.mode=other&hub.verify_token=" + Talk.VERIFY_TOKEN);
      api.get(403, "/hooks/whatsapp");
    }
  }

  /** A message of ours that WhatsApp has taken. */
  private static JsonNode send() throws InterruptedException {
    String customer = Talk.customer();
    receive(List.of(), inbound(customer, "wamid.OPEN" + customer, "Hello"));
    return talk.send(200, "+" + customer, "Hi").path("data");
  }

  private static void receive(List<Map<String, Object>> contacts, Map<String, Object> message)
      throws InterruptedException {
    talk.webhook(
        200,
        Talk.body(Talk.SANDBOX_NUMBER, Map.of("contacts", contacts, "messages", List.of(message))));
    talk.awaitApplied();
  }

  private static Map<String, Object> inbound(String from, String wamid, String text) {
    return Map.of("id", wamid, "from", from, "type", "text", "text", Map.of("body", text));
  }

  private static double metric(String name) {
    try (Api api = talk.app.api()) {
      return api.get(200, "/metrics")
          .text()
          .lines()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .findFirst()
          .orElse(0);
    }
  }
}
