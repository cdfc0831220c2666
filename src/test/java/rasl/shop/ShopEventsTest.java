package rasl.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Api;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What tenants see of what their shops sent. */
class ShopEventsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static TestApp app;
  private static Api api;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    api = app.sandbox();
  }

  @AfterAll
  static void stop() {
    api.close();
    app.close();
  }

  private static JsonNode worked(String path) throws InterruptedException {
    Waiting.until(
        SOON, () -> !api.get(200, path).data().path("status").asString().equals("waiting"));
    return api.get(200, path).data();
  }

  private static String test(Caller shop, Map<String, Object> body) {
    JsonNode made = api.post(201, "/api/v2/shops/" + shop.id() + "/test", body).data();
    assertThat(made.path("is_test").asBoolean()).isTrue();
    return "/api/v2/shops/" + shop.id() + "/events/" + made.path("id").asString();
  }

  @Test
  void aTestOfEachPlatformIsReadAsAnOrder() throws InterruptedException {
    Map<String, String> numbers =
        Map.of(
            "woocommerce", "727",
            "shopify", "#1001",
            "salla", "41027662",
            "zid", "Xd6Bq4Ev",
            "custom", "1001");
    for (var one : numbers.entrySet()) {
      Caller shop = Caller.connect(app, api, one.getKey(), Map.of());
      JsonNode event = worked(test(shop, Map.of()));
      assertThat(event.path("status").asString()).as(one.getKey()).isEqualTo("done");
      assertThat(event.path("kind").asString()).isEqualTo("order");
      assertThat(event.path("order_number").asString()).isEqualTo(one.getValue());
      assertThat(event.at("/order/number").asString()).isEqualTo(one.getValue());
      assertThat(event.at("/order/payment/cash_on_delivery").asBoolean()).isTrue();
      assertThat(event.at("/order/customer/phones").size()).isPositive();
      assertThat(event.has("payload")).isFalse();
      assertThat(shop.health().path("last_received_at").isNull()).isTrue();
    }
    assertThat(api.get(200, "/api/v2/contacts?q=0501234567").data()).isEmpty();
  }

  @Test
  void theRawBodyAndItsPathsAreThereOnRequest() throws InterruptedException {
    Caller shop = Caller.connect(app, api, "woocommerce", Map.of());
    String path = test(shop, Map.of("topic", "order.created"));
    JsonNode event = worked(path);
    assertThat(event.has("payload")).isFalse();
    String payload = api.get(200, path + "?include=payload").data().path("payload").asString();
    assertThat(payload).contains("سارة", "\"total\":\"245.50\"");
    api.get(422, path + "?include=everything");
    JsonNode paths = api.get(200, path + "/paths").data();
    assertThat(paths.valueStream().map(row -> row.path("path").asString()))
        .contains("billing.phone", "line_items[0].name", "meta_data[0].value", "total");
    JsonNode phone =
        paths
            .valueStream()
            .filter(row -> row.path("path").asString().equals("billing.phone"))
            .findFirst()
            .orElseThrow();
    assertThat(phone.path("value").asString()).isEqualTo("0501234567");
    assertThat(phone.path("name").asString()).isEqualTo("Billing, phone");
    assertThat(api.post(422, "/api/v2/shops/" + shop.id() + "/test", Map.of("topic", "x")).text())
        .contains("order.created, order.updated, customer.created");
  }

  @Test
  void whatCannotBeReadIsKeptWithTheReasonAndCanBeReplayed() throws InterruptedException {
    Caller shop = Caller.connect(app, api, "custom", Map.of("secret", "my-secret"));
    post(shop, "broken", "{\"order\":");
    post(shop, "other", "{\"product\":{\"id\":1}}");
    JsonNode events = shop.events();
    String events0 = "/api/v2/shops/" + shop.id() + "/events/";
    JsonNode other = worked(events0 + events.at("/0/id").asString());
    JsonNode broken = worked(events0 + events.at("/1/id").asString());
    assertThat(other.path("status").asString()).isEqualTo("ignored");
    assertThat(broken.path("status").asString()).isEqualTo("failed");
    assertThat(broken.path("reason").asString()).contains("not JSON");
    String one = events0 + broken.path("id").asString();
    api.post(200, one + "/replay", Map.of());
    assertThat(worked(one).path("status").asString()).isEqualTo("failed");
    assertThat(api.get(200, "/api/v2/shops/" + shop.id() + "/events?filter[status]=failed").data())
        .hasSize(1);
    assertThat(api.get(200, one + "/paths").data()).isEmpty();
  }

  @Test
  void aShopThatIsSwitchedOffKeepsWhatComes() throws InterruptedException {
    Caller shop =
        Caller.connect(app, api, "custom", Map.of("secret", "my-secret", "enabled", false));
    post(shop, "order.created", "{\"order\":{\"id\":\"1\",\"customer\":{\"id\":\"2\"}}}");
    String one = "/api/v2/shops/" + shop.id() + "/events/" + shop.events().at("/0/id").asString();
    assertThat(worked(one).path("reason").asString()).contains("switched off");
    api.patch(200, "/api/v2/shops/" + shop.id(), Map.of("enabled", true));
    api.post(200, one + "/replay", Map.of());
    assertThat(worked(one).path("order_id").asString()).isEqualTo("1");
  }

  @Test
  void anEventIsOfItsShopAlone() {
    Caller shop = Caller.connect(app, api, "custom", Map.of("secret", "my-secret"));
    Caller other = Caller.connect(app, api, "custom", Map.of());
    post(shop, "a", "{}");
    String id = shop.events().at("/0/id").asString();
    api.get(200, "/api/v2/shops/" + shop.id() + "/events/" + id);
    api.get(404, "/api/v2/shops/" + other.id() + "/events/" + id);
    api.post(404, "/api/v2/shops/" + other.id() + "/events/" + id + "/replay", Map.of());
  }

  private static void post(Caller shop, String event, String body) {
    shop.post(200, "?e=" + event, Map.of("X-Signature", Caller.hex("my-secret", body)), body);
  }
}
