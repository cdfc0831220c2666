package rasl.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.LyingGraph;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What is wrong with a connection, and what becomes of one that is taken away. */
class ConnectionCheckTest {
  private static final LyingGraph graph = LyingGraph.start();
  private static final TestApp app =
      TestApp.start(Map.of("RASL_GRAPH_URL", graph.url().toString(), "RASL_SEND_WAIT", "2s"));

  private final Shop shop = Shop.open(app, graph);

  @AfterAll
  static void stop() {
    app.close();
    graph.close();
  }

  @Test
  void theCheckTellsWhatIsWrongInWordsAndLearnsTheNumbersLevel() {
    shop.api().put(200, Shop.PATH, shop.wish());
    graph.always(
        "GET /" + shop.account() + "/subscribed_apps",
        LyingGraph.answer(200, "{\"data\":[{\"whatsapp_business_api_data\":{\"id\":\"1\"}}]}"));
    graph.always(
        "GET /debug_token",
        LyingGraph.answer(
            200,
            "{\"data\":{\"is_valid\":true,\"expires_at\":1000000000,"
                + "\"scopes\":[\"whatsapp_business_management\"]}}"));
    graph.always(
        "GET /" + shop.account() + "/message_templates",
        LyingGraph.answer(200, "{\"data\":[],\"summary\":{\"total_count\":12}}"));
    graph.planCall(
        "GET /" + shop.number(),
        LyingGraph.answer(
            200,
            Json.write(
                Map.of(
                    "id", shop.number(),
                    "display_phone_number", "+966 50 000 0000",
                    "quality_rating", "RED",
                    "status", "DISCONNECTED",
                    "throughput", Map.of("level", "HIGH"),
                    "whatsapp_business_manager_messaging_limit", "TIER_250"))));
    JsonNode checked = shop.check();
    assertThat(Shop.codes(checked))
        .containsExactlyInAnyOrder(
            "halted",
            "cannot_send",
            "quality_low",
            "limit_low",
            "token_expires",
            "permission_missing",
            "nothing_received");
    assertThat(checked.path("messages_per_second").asInt()).isEqualTo(1000);
    assertThat(checked.at("/facts/templates").asInt()).isEqualTo(12);
    assertThat(checked.at("/facts/token_expires_at").asString()).startsWith("2001-09-09");
    assertThat(checked.path("status").asString()).isEqualTo("halted");
    for (JsonNode problem : checked.path("problems")) {
      assertThat(problem.path("message").asString()).endsWith(".");
      assertThat(problem.path("action").asString()).isNotEmpty();
    }
    // Repaired: the check lets it send again.
    graph.always("GET /debug_token", LyingGraph.refuse(400, 100, "No", ""));
    JsonNode repaired = shop.check();
    assertThat(repaired.path("status").asString()).isEqualTo("working");
    assertThat(Shop.codes(repaired)).containsExactly("nothing_received");
    // A number beside the phone app has the lowest level, whatever else is said of it.
    graph.planCall(
        "GET /" + shop.number(),
        LyingGraph.answer(
            200,
            "{\"id\":\""
                + shop.number()
                + "\",\"is_on_biz_app\":true,\"throughput\":{\"level\":\"HIGH\"}}"));
    assertThat(shop.check().path("messages_per_second").asInt()).isEqualTo(20);
    // A silent WhatsApp is a problem, and what was known stays.
    graph.planCall("GET /" + shop.number(), LyingGraph.answer(503, ""));
    JsonNode silent = shop.check();
    assertThat(Shop.codes(silent)).contains("whatsapp_silent");
    assertThat(silent.path("messages_per_second").asInt()).isEqualTo(20);
    assertThat(silent.path("status").asString()).isEqualTo("working");
  }

  @Test
  void aDeadTokenFoundByTheCheckStopsSendingAndANewOneStartsIt() throws InterruptedException {
    shop.api().put(200, Shop.PATH, shop.wish());
    app.set(shop.name(), Map.of("window_policy", "passthrough"));
    graph.planCall("GET /" + shop.number(), LyingGraph.refuse(401, 190, "Expired", ""));
    assertThat(shop.check().at("/halted/code").asInt()).isEqualTo(190);
    long id = shop.send(202);
    assertThat(
            shop.api().get(200, "/api/v2/messages/" + id).data().path("status_message").asString())
        .startsWith("waiting: WhatsApp does not accept the access token");
    JsonNode saved =
        shop.api().put(200, Shop.PATH, shop.wish("access_token", "EAAG-another-token-00")).data();
    assertThat(saved.path("status").asString()).isEqualTo("working");
    Waiting.until(Duration.ofSeconds(15), () -> shop.status(id).equals("sent"));
  }

  @Test
  void aNumberThatIsDisconnectedSendsNothingHearsNothingAndIsFreeForOthers()
      throws InterruptedException {
    shop.api().put(200, Shop.PATH, shop.wish("app_secret", "0123456789abcdef"));
    app.set(shop.name(), Map.of("window_policy", "passthrough"));
    graph.planCall("GET /" + shop.number(), LyingGraph.refuse(401, 190, "Expired", ""));
    shop.api().call(200, "POST", Shop.PATH + "/check", null);
    long waiting = shop.send(202);
    Api.Reply gone = shop.api().call(200, "DELETE", Shop.PATH, null);
    assertThat(gone.json().path("data").isNull()).isTrue();
    assertThat(gone.json().path("message").asString())
        .isEqualTo("WhatsApp connection deleted successfully");
    Waiting.until(Duration.ofSeconds(15), () -> shop.status(waiting).equals("failed"));
    assertThat(
            shop.api()
                .get(200, "/api/v2/messages/" + waiting)
                .data()
                .path("status_message")
                .asString())
        .contains("no longer connected");
    shop.api().get(404, Shop.PATH);
    shop.api().call(404, "DELETE", Shop.PATH, null);
    shop.api().call(422, "POST", Shop.PATH + "/check", null);
    shop.api()
        .post(422, "/api/v2/messages/text", Map.of("phone", "+966500000055", "message", "Hi"));
    assertThat(
            rows(
                "select octet_length(access_token_sealed) from whatsapp_connection where"
                    + " phone_number_id = '"
                    + shop.number()
                    + "'"))
        .containsExactly("0");
    try (Api other = app.as(app.tenant("next-" + shop.number()))) {
      other.put(200, Shop.PATH, shop.wish());
      assertThat(
              shop.api()
                  .put(422, Shop.PATH, shop.wish())
                  .error()
                  .at("/details/errors")
                  .propertyNames())
          .containsExactly("phone_number_id");
      other.call(200, "DELETE", Shop.PATH, null);
    }
    shop.api().put(200, Shop.PATH, shop.wish());
    assertThat(shop.send(200)).isPositive();
  }

  private static List<String> rows(String sql) {
    return app.database().column(sql);
  }
}
