package rasl.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Api;
import rasl.testkit.RawSocket;
import rasl.testkit.SettableClock;

/** Who may bring what, and what is a repeat. */
class ShopDoorTest {
  /** Made by {@code openssl dgst -sha256 -hmac}. */
  private static final String GOLDEN = "P8bje2Qma4HZGKzUSgob8+MrV6RL6mI2sGOGQvpxGBE=";

  private static final String OF_AMPERSANDS = "sIYy6xcekmjLNTWbzc6/5BZpVtACwjIIeFIsr01HM/s=";
  private static final String OF_SALLA =
      "d0c380979edd69dee812e00211dccfeee3f1cfff33854782648a2d6f1d3ed260";

  private static TestApp app;
  private static Api api;
  private static Api neighbour;
  private static final SettableClock clock =
      new SettableClock(Instant.parse("2026-03-04T05:06:07Z"));

  @BeforeAll
  static void start() {
    app = TestApp.start(Map.of(), clock);
    api = app.sandbox();
    neighbour = app.as(app.tenant("neighbour"));
  }

  @AfterAll
  static void stop() {
    neighbour.close();
    api.close();
    app.close();
  }

  private static Caller shop(String platform, Map<String, Object> more) {
    return Caller.connect(app, api, platform, more);
  }

  @Test
  void signaturesThatOthersMadeAreRight() {
    String body = "{\"id\":1}";
    Caller woo = shop("woocommerce", Map.of("secret", "whsec-test"));
    woo.post(200, "", woo("order.created", GOLDEN), body);
    woo.post(200, "", woo("order.created", GOLDEN), "\n " + body + " \r\n");
    woo.post(401, "", woo("order.created", GOLDEN), "{\"id\":2}");
    woo.post(401, "", woo("order.created", GOLDEN), body + "\n".repeat(2000));
    Caller decoded = shop("woocommerce", Map.of("secret", "a&amp;b&lt;c&quot;d-secret"));
    decoded.post(200, "", woo("order.created", OF_AMPERSANDS), body);
    assertThat(woo.events()).hasSize(2);
    Caller salla = shop("salla", Map.of("secret", "salla-secret-1"));
    String event = "{\"event\":\"order.created\",\"merchant\":1,\"data\":{}}";
    salla.post(200, "", Map.of("X-Salla-Signature", OF_SALLA), event);
    assertThat(salla.events().at("/0/topic").asString()).isEqualTo("order.created");
  }

  private static Map<String, String> woo(String topic, String signature) {
    return Map.of("X-WC-Webhook-Topic", topic, "X-WC-Webhook-Signature", signature);
  }

  @Test
  void wooCommercesCallsByHttp10AreTakenItsTryTooAndTheTryStoresNothing() {
    Caller woo = shop("woocommerce", Map.of("secret", "whsec-test"));
    int port = URI.create(app.url()).getPort();
    try (var socket = new RawSocket(port)) {
      socket.send(
          ("POST %s HTTP/1.0\r\nHost: shop\r\nUser-Agent: WooCommerce/10.2 Hookshot"
                  + " (WordPress/6.8)\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                  + "Content-Length: 13\r\nConnection: close\r\n\r\nwebhook_id=57")
              .formatted(woo.path()));
      assertThat(socket.readAnswer().status()).isEqualTo(200);
    }
    assertThat(woo.events()).isEmpty();
    try (var socket = new RawSocket(port)) {
      socket.send(
          """
          POST %s HTTP/1.0
          Host: shop
          Content-Type: application/json
          X-WC-Webhook-Source: https://shop.example.com/
          X-WC-Webhook-Topic: order.created
          X-WC-Webhook-Resource: order
          X-WC-Webhook-Event: created
          X-WC-Webhook-Signature: %s
          X-WC-Webhook-ID: 57
          X-WC-Webhook-Delivery-ID: 0c5a
          Content-Length: 8
          Connection: close

          {"id":1}\
          """
              .replace("\n", "\r\n")
              .formatted(woo.path(), GOLDEN));
      assertThat(socket.readAnswer().status()).isEqualTo(200);
    }
    assertThat(woo.events()).hasSize(1);
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    woo.post(401, "", form, "webhook_id=57&more=1");
    woo.post(401, "", form, "webhook_id=" + "5".repeat(100_000));
    shop("custom", Map.of()).post(401, "", form, "webhook_id=57");
  }

  @Test
  void twoOrdersOfOneSecondBothCountAndTheSameBodyTwiceCountsOnce() throws Exception {
    Caller woo = shop("woocommerce", Map.of());
    woo.wooCommerce(200, "order.created", "same", "{\"id\":10}");
    woo.wooCommerce(200, "order.created", "same", "{\"id\":11}");
    woo.wooCommerce(200, "order.created", "other", "{\"id\":11}");
    woo.wooCommerce(200, "order.deleted", "same", "{\"id\":11}");
    assertThat(woo.events()).hasSize(3);
    List<Future<Api.Reply>> calls = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        calls.add(
            threads.submit(() -> woo.wooCommerce(200, "order.created", "many", "{\"id\":12}")));
      }
    }
    for (Future<Api.Reply> call : calls) {
      assertThat(call.get().status()).isEqualTo(200);
    }
    assertThat(woo.events()).hasSize(4);
    Caller theirs = Caller.connect(app, neighbour, "woocommerce", Map.of("secret", woo.secret()));
    theirs.wooCommerce(200, "order.created", "same", "{\"id\":10}");
    Caller another = shop("woocommerce", Map.of());
    another.wooCommerce(200, "order.created", "same", "{\"id\":10}");
    assertThat(theirs.events()).hasSize(1);
    assertThat(another.events()).hasSize(1);
    clock.advance(Duration.ofMinutes(61));
    woo.wooCommerce(200, "order.created", "later", "{\"id\":11}");
    woo.wooCommerce(200, "order.created", "later", "{\"id\":11}");
    assertThat(woo.events()).hasSize(5);
  }

  @Test
  void aDeliveryThatComesToTwoNodesAtOnceIsWorkedOffOnce() throws Exception {
    Caller woo = shop("woocommerce", Map.of());
    try (TestApp node = app.startAnotherNode(Map.of());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Api.Reply>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String body = "{\"id\":" + (20 + i / 10) + "}";
        Api at = i % 2 == 0 ? app.api() : node.api();
        calls.add(threads.submit(() -> woo.wooCommerce(at, "order.created", body)));
      }
      for (Future<Api.Reply> call : calls) {
        assertThat(call.get().status()).isEqualTo(200);
      }
    }
    assertThat(woo.events()).hasSize(2);
  }

  @Test
  void aRepeatOfShopifysIsKnownByItsIds() {
    Caller shopify = shop("shopify", Map.of("secret", "shpss_secret"));
    shopify(shopify, "orders/create", Map.of("X-Shopify-Event-Id", "e1"), "{\"id\":1,\"a\":1}");
    shopify(shopify, "orders/create", Map.of("X-Shopify-Event-Id", "e1"), "{\"id\":1,\"a\":2}");
    shopify(shopify, "orders/create", Map.of("X-Shopify-Event-Id", "e2"), "{\"id\":1,\"a\":1}");
    shopify(shopify, "orders/create", Map.of("X-Shopify-Webhook-Id", "w1"), "{\"id\":2}");
    shopify(shopify, "orders/create", Map.of("X-Shopify-Webhook-Id", "w1"), "{\"id\":2}");
    shopify(shopify, "orders/create", Map.of(), "{\"id\":3}");
    shopify(shopify, "orders/create", Map.of(), "{\"id\":3}");
    assertThat(shopify.events()).hasSize(4);
  }

  private static void shopify(Caller shop, String topic, Map<String, String> ids, String body) {
    var headers = new java.util.HashMap<>(ids);
    headers.put("X-Shopify-Topic", topic);
    headers.put("X-Shopify-Hmac-Sha256", Caller.base64("shpss_secret", body));
    shop.post(200, "", headers, body);
  }

  @Test
  void everyOtherProofIsTakenAsThePlatformSendsIt() {
    String body = "{\"event\":\"order.created\"}";
    Caller token = shop("salla", Map.of("verification", "token", "secret", "salla-token-1"));
    token.post(200, "", Map.of("Authorization", "salla-token-1"), body);
    token.post(401, "", Map.of("Authorization", "Bearer salla-token-1"), body);
    token.post(401, "", Map.of("X-Salla-Signature", Caller.hex("salla-token-1", body)), body);
    Caller zid = shop("zid", Map.of("secret", "zid-password"));
    zid.post(200, "?e=order.create", auth(Caller.basic("rasl", "zid-password")), body);
    zid.post(401, "?e=order.create", auth(Caller.basic("rasl", "zid-passwore")), body);
    zid.post(401, "?e=order.create", auth(Caller.basic("other", "zid-password")), body);
    zid.post(401, "?e=order.create", auth("Basic !!"), body);
    assertThat(zid.events().at("/0/topic").asString()).isEqualTo("order.create");
    Caller custom = shop("custom", Map.of("signature_header", "X-Mine", "secret", "my-secret"));
    String hex = Caller.hex("my-secret", body);
    custom.post(200, "?e=order.created", Map.of("X-Mine", hex), body);
    custom.post(200, "?e=a", Map.of("x-mine", "sha256=" + hex.toUpperCase(Locale.ROOT)), body);
    custom.post(200, "?e=%20odd%20", Map.of("X-Mine", hex), body);
    custom.post(401, "?e=b", Map.of("X-Signature", hex), body);
    assertThat(custom.events()).hasSize(3);
    assertThat(custom.events().at("/0/topic").asString()).isEqualTo("unknown");
  }

  private static Map<String, String> auth(String header) {
    return Map.of("Authorization", header);
  }

  @Test
  void aCallThatProvesNothingIsCountedAndNothingOfItIsStored() {
    Caller woo = shop("woocommerce", Map.of());
    Caller theirs = Caller.connect(app, neighbour, "woocommerce", Map.of());
    String body = "{\"id\":1,\"note\":\"forged\"}";
    woo.post(401, "", woo("order.created", Caller.base64(theirs.secret(), body)), body);
    woo.post(401, "", woo("order.created", "no signature"), body);
    woo.post(401, "", Map.of(), body);
    Caller without = shop("shopify", Map.of());
    without.post(
        401, "", Map.of("X-Shopify-Hmac-Sha256", Caller.base64("shpss_secret", body)), body);
    assertThat(app.api().call(401, "POST", "/hooks/shops/" + "x".repeat(24), body).text())
        .contains("wrong signature");
    assertThat(woo.events()).isEmpty();
    assertThat(woo.health().at("/signature_failures/count").asLong()).isEqualTo(3);
    assertThat(woo.health().at("/signature_failures/last_at").isNull()).isFalse();
    assertThat(woo.health().path("last_received_at").isNull()).isTrue();
    assertThat(theirs.health().at("/signature_failures/count").asLong()).isZero();
    assertThat(without.health().at("/signature_failures/count").asLong()).isEqualTo(1);
    woo.wooCommerce(200, "order.created", "1", body);
    clock.advance(Duration.ofSeconds(90));
    assertThat(woo.health().at("/topics/0/topic").asString()).isEqualTo("order.created");
    assertThat(woo.health().path("silent_for_seconds").asLong()).isEqualTo(90);
  }

  @Test
  void aShopThatIsGoneIsRefusedAndALargeBodyToo() {
    Caller custom = shop("custom", Map.of("secret", "my-secret"));
    String large = "{\"a\":\"" + "x".repeat(1_900_000) + "\"}";
    custom.post(200, "?e=large", Map.of("X-Signature", Caller.hex("my-secret", large)), large);
    assertThat(custom.events().at("/0/size").asLong()).isEqualTo(large.length());
    String larger = "{\"a\":\"" + "x".repeat(2 << 20) + "\"}";
    custom.post(413, "?e=larger", Map.of("X-Signature", Caller.hex("my-secret", larger)), larger);
    assertThat(
            app.database()
                .column(
                    "select count(*) from shop_event where position('xxxxxxxx'::bytea in"
                        + " payload_sealed) > 0"))
        .containsExactly("0");
    api.delete(200, "/api/v2/shops/" + custom.id());
    assertThat(
            app.database().column("select count(*) from shop_door where shop_id = " + custom.id()))
        .containsExactly("0");
  }
}
