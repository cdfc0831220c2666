package rasl.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.TestApp;
import rasl.db.TenantId;
import rasl.http.Scope;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.LyingGraph;
import tools.jackson.databind.JsonNode;

/** A tenant connects its number, and WhatsApp has the last word. */
class ConnectionTest {
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
  void aNumberIsConnectedWithTheTenantsOwnAppAndItsSecretsAreNeverShown() {
    Api.Reply saved =
        shop.api()
            .put(200, Shop.PATH, shop.wish("app_id", "4711", "app_secret", "0123456789abcdef"));
    assertThat(saved.json().path("message").asString())
        .isEqualTo("WhatsApp connection saved successfully");
    JsonNode made = saved.data();
    assertThat(made.path("display_phone_number").asString()).isEqualTo("966500000000");
    assertThat(made.path("status").asString()).isEqualTo("working");
    assertThat(made.at("/facts/verified_name").asString()).isEqualTo("Test Shop");
    assertThat(made.path("access_token")).isEqualTo(json("{'set':true,'last4':'1234'}"));
    assertThat(made.path("app_secret")).isEqualTo(json("{'set':true,'last4':'cdef'}"));
    assertThat(saved.text()).doesNotContain(Shop.TOKEN).doesNotContain("0123456789abcdef");
    assertThat(Shop.codes(made)).containsExactlyInAnyOrder("not_subscribed", "nothing_received");
    assertThat(graph.calls())
        .contains("POST /" + shop.account() + "/subscribed_apps Bearer " + Shop.TOKEN)
        .contains("GET /debug_token Bearer 4711|0123456789abcdef");

    String callback = made.at("/webhook/callback_url").asString();
    String verify = made.at("/webhook/verify_token").asString();
    assertThat(callback).contains("/hooks/whatsapp/");
    String query = "?hub.mode=subscribe&hub.challenge=77&hub.verify_token=";
    String path = callback.substring(callback.indexOf("/hooks/"));
    assertThat(app.api().send("GET", path + query + verify, null).text()).isEqualTo("77");
    assertThat(app.api().send("GET", path + query + "x", null).status()).isEqualTo(403);

    JsonNode shown = shop.api().get(200, Shop.PATH).data();
    assertThat(shown.at("/webhook/verify_token").isNull()).isTrue();
    assertThat(shown.at("/webhook/callback_url").asString()).isEqualTo(callback);
    // What is left out stays: token, app and its callback.
    JsonNode again = shop.api().put(200, Shop.PATH, shop.wishWithoutToken()).data();
    assertThat(again.at("/webhook/callback_url").asString()).isEqualTo(callback);
    assertThat(again.at("/webhook/verify_token").asString()).isEqualTo(verify);
    assertThat(again.path("app_id").asString()).isEqualTo("4711");
    // Back to the operator's app, in so many words; the own one is gone.
    var shared = shop.wish();
    shared.put("app_secret", null);
    JsonNode back = shop.api().put(200, Shop.PATH, shared).data();
    assertThat(back.path("app").asString()).isEqualTo("shared");
    assertThat(back.at("/webhook/callback_url").isNull()).isTrue();
    assertThat(rows("select count(*) from whatsapp_app where key = '" + last(callback) + "'"))
        .containsExactly("0");
    assertThat(
            rows("select access_token_sealed::text || secret_sealed::text from"
                    + " whatsapp_connection left join whatsapp_app on true limit 5")
                .toString())
        .doesNotContain("token-that-works");
    assertThat(
            rows(
                "select type from event where resource_type = 'connection' and tenant_id = (select"
                    + " tenant_id from whatsapp_connection where phone_number_id = '"
                    + shop.number()
                    + "') order by id"))
        .containsExactly("connection.created", "connection.updated", "connection.updated");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /N, 190, access_token",
    "GET /N, 0, access_token",
    "GET /N, 10, access_token",
    "GET /N, 200, access_token",
    "GET /N, 100, phone_number_id",
    "GET /N, 999999, phone_number_id",
    "GET /A/phone_numbers, 100, business_account_id",
    "GET /A/phone_numbers, 200, access_token"
  })
  void whatWhatsAppRefusesIsNotStoredAndTheFieldIsNamed(String call, int code, String field) {
    graph.planCall(
        call.replace("/N", "/" + shop.number()).replace("/A/", "/" + shop.account() + "/"),
        LyingGraph.refuse(400, code, "No", "never"));
    JsonNode errors = shop.api().put(422, Shop.PATH, shop.wish()).error().at("/details/errors");
    assertThat(errors.propertyNames()).containsExactly(field);
    shop.api().get(404, Shop.PATH);
    assertThat(
            rows(
                "select count(*) from whatsapp_number where phone_number_id = '"
                    + shop.number()
                    + "'"))
        .containsExactly("0");
  }

  @Test
  void aGraphThatIsSilentOrLiesStoresNothing() {
    graph.planCall("GET /" + shop.number(), LyingGraph.answer(500, "away"));
    assertThat(shop.api().put(503, Shop.PATH, shop.wish()).error().path("message").asString())
        .startsWith("WhatsApp does not answer");
    graph.planCall("GET /" + shop.number(), LyingGraph.answer(200, "[]"));
    shop.api().put(422, Shop.PATH, shop.wish());
    graph.planCall("GET /" + shop.number(), LyingGraph.answer(200, "{\"id\":\"5\"}"));
    shop.api().put(422, Shop.PATH, shop.wish());
    graph.planCall(
        "GET /" + shop.number(), LyingGraph.answer(200, "{\"id\":\"" + shop.number() + "\"}"));
    shop.api().put(422, Shop.PATH, shop.wish());
    graph.planCall("GET /" + shop.account() + "/phone_numbers", LyingGraph.answer(503, ""));
    shop.api().put(503, Shop.PATH, shop.wish());
    // The number is not of that shop.account(), on as many pages as there may be.
    graph.always(
        "GET /" + shop.account() + "/phone_numbers",
        LyingGraph.answer(
            200,
            "{\"data\":[{\"id\":\"1\"}],\"paging\":{\"cursors\":{\"after\":\"x\"},\"next\":\"y\"}}"));
    assertThat(
            shop.api()
                .put(422, Shop.PATH, shop.wish())
                .error()
                .at("/details/errors")
                .propertyNames())
        .containsExactly("business_account_id");
    shop.api().get(404, Shop.PATH);
  }

  @Test
  void zeroCharactersAndEndlessNamesOfWhatsAppsDoNoHarm() {
    graph.planCall(
        "GET /" + shop.number(),
        LyingGraph.answer(
            200,
            Json.write(
                Map.of(
                    "id",
                    shop.number(),
                    "display_phone_number",
                    "+1 (555) 000-1111",
                    "verified_name",
                    "A\u0000B" + "x".repeat(5000)))));
    JsonNode made = shop.api().put(200, Shop.PATH, shop.wish()).data();
    assertThat(made.path("display_phone_number").asString()).isEqualTo("15550001111");
    assertThat(made.at("/facts/verified_name").asString()).hasSize(255).startsWith("A\uFFFDB");
  }

  @Test
  void aNeighboursNumberIsRefusedAndNothingIsToldToWhomWhatsAppDoesNotKnow() {
    shop.api().put(200, Shop.PATH, shop.wish());
    TenantId other = app.tenant("neighbour-" + shop.number());
    try (Api neighbour = app.as(other)) {
      // WhatsApp confirms it for the neighbour's token too: it stays with who had it first.
      assertThat(
              neighbour.put(422, Shop.PATH, shop.wish()).error().at("/details/errors").toString())
          .contains("connected to another account")
          .doesNotContain("shop");
      neighbour.get(404, Shop.PATH);
      // Without such a token the answer is that of any number.
      graph.planCall("GET /" + shop.number(), LyingGraph.refuse(400, 100, "No", "never"));
      JsonNode taken = neighbour.put(422, Shop.PATH, shop.wish()).error();
      var unknown = shop.wish();
      unknown.put("phone_number_id", "123123123");
      graph.planCall("GET /123123123", LyingGraph.refuse(400, 100, "No", "never"));
      assertThat(neighbour.put(422, Shop.PATH, unknown).error()).isEqualTo(taken);
    }
    assertThat(shop.api().get(200, Shop.PATH).data().path("phone_number_id").asString())
        .isEqualTo(shop.number());
  }

  @Test
  void ofManyWhoConnectTheSameNumberAtOnceOneGetsIt() throws Exception {
    var calls = new ArrayList<Callable<Api.Reply>>();
    var apis = new ArrayList<Api>();
    for (int i = 0; i < 6; i++) {
      Api one = app.as(app.tenant("racer-" + shop.number() + "-" + i));
      apis.add(one);
      String body = Json.write(shop.wish());
      calls.add(() -> one.send("PUT", Shop.PATH, body));
    }
    int connected = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Api.Reply> reply : threads.invokeAll(calls)) {
        assertThat(reply.get().status()).isIn(200, 422);
        connected += reply.get().status() == 200 ? 1 : 0;
      }
    }
    assertThat(connected).isEqualTo(1);
    assertThat(apis.stream().filter(one -> one.send("GET", Shop.PATH, null).status() == 200))
        .hasSize(1);
    apis.forEach(Api::close);
  }

  @Test
  void everyFaultOfABodyIsToldAtOnce() {
    JsonNode errors =
        shop.api()
            .put(
                422,
                Shop.PATH,
                Map.of(
                    "phone_number_id", "+966",
                    "business_account_id", 5.5,
                    "access_token", "two words",
                    "app_id", List.of(),
                    "app_secret", "short"))
            .error()
            .at("/details/errors");
    assertThat(errors.propertyNames())
        .containsExactlyInAnyOrder(
            "phone_number_id", "business_account_id", "access_token", "app_id", "app_secret");
    assertThat(
            shop.api().put(422, Shop.PATH, Map.of()).error().at("/details/errors").propertyNames())
        .containsExactlyInAnyOrder("phone_number_id", "business_account_id");
    assertThat(
            shop.api()
                .put(422, Shop.PATH, shop.wishWithoutToken())
                .error()
                .at("/details/errors")
                .propertyNames())
        .containsExactly("access_token");
    assertThat(
            shop.api()
                .put(422, Shop.PATH, shop.wish("app_id", "4711"))
                .error()
                .at("/details/errors")
                .propertyNames())
        .containsExactly("app_secret");
  }

  @Test
  void whoMayReadMayNotChange() {
    shop.api().put(200, Shop.PATH, shop.wish());
    try (Api reader =
        app.api()
            .withToken(
                app.token(shop.tenant(), EnumSet.of(Scope.ACCOUNT_READ), OptionalInt.empty()))) {
      reader.get(200, Shop.PATH);
      reader.put(403, Shop.PATH, shop.wish());
      reader.call(403, "POST", Shop.PATH + "/check", null);
      assertThat(
              reader
                  .call(403, "DELETE", Shop.PATH, null)
                  .error()
                  .at("/details/required")
                  .asString())
          .isEqualTo("account:write");
    }
  }

  private static JsonNode json(String text) {
    return Json.parseTrusted(text.replace('\'', '"'));
  }

  private static String last(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static List<String> rows(String sql) {
    return app.database().column(sql);
  }
}
