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
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.LyingGraph;
import tools.jackson.databind.JsonNode;

/** What customers do arrives once, whatever webhooks bring it how often. */
class WebhookTest {
  private static final LyingGraph graph = LyingGraph.start();
  private static final Talk talk = Talk.start(Map.of("RASL_GRAPH_URL", graph.url().toString()));

  @AfterAll
  static void stop() {
    talk.close();
    graph.close();
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
        messages.add(Talk.inbound(from, "wamid.B" + from, "Hello"));
        messages.add(Talk.inbound(from, "wamid.C" + from, "Again"));
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
          Talk.inbound(from, "wamid.IN" + from, "a\u0000b 😀"));
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
                        List.of(Talk.inbound(from, "wamid.H" + from, "half X")))))
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
    var message = new HashMap<>(Talk.inbound(from, "wamid.W" + from, "Hello"));
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
                        Talk.inbound(from, "w".repeat(9999), "long"),
                        Talk.inbound("not-a-phone", "wamid.NP" + from, "x")))),
            Talk.body("\u0000", Map.of("statuses", List.of())),
            "[]",
            "{\"entry\":{\"changes\":1}}")) {
      talk.webhook(200, body);
    }
    receive(List.of(), Talk.inbound(from, "wamid.OK" + from, "still here"));
    talk.api.get(200, "/api/v2/messages/wamid.OK" + from);
  }

  /** A message of ours that WhatsApp has taken. */
  private static JsonNode send() throws InterruptedException {
    String customer = Talk.customer();
    receive(List.of(), Talk.inbound(customer, "wamid.OPEN" + customer, "Hello"));
    return talk.send(200, "+" + customer, "Hi").path("data");
  }

  private static void receive(List<Map<String, Object>> contacts, Map<String, Object> message)
      throws InterruptedException {
    talk.webhook(
        200,
        Talk.body(Talk.SANDBOX_NUMBER, Map.of("contacts", contacts, "messages", List.of(message))));
    talk.awaitApplied();
  }
}
