package rasl.shop;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import rasl.TestApp;
import rasl.crypto.Macs;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** A shop as it calls the server, and what its tenant sees of it. */
public final class Caller {
  private final Api tenant;
  private final Api nobody;
  private final String id;
  private final String path;
  private final String secret;

  private Caller(TestApp app, Api tenant, JsonNode shop) {
    this.tenant = tenant;
    this.nobody = app.api();
    this.id = shop.path("id").asString();
    String url = shop.path("url").asString();
    this.path = url.substring(url.indexOf("/hooks/"));
    this.secret = shop.path("secret").asString("");
  }

  /** Connects a shop of a platform. */
  public static Caller connect(TestApp app, Api tenant, String platform, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(Map.of("name", "A shop", "platform", platform));
    body.putAll(more);
    return new Caller(app, tenant, tenant.post(201, "/api/v2/shops", body).data());
  }

  public String id() {
    return id;
  }

  public String path() {
    return path;
  }

  public String secret() {
    return secret;
  }

  /** Posts as WooCommerce does. */
  public Api.Reply wooCommerce(int expected, String topic, String deliveryId, String body) {
    return nobody
        .with("X-WC-Webhook-Topic", topic)
        .with("X-WC-Webhook-ID", "5")
        .with("X-WC-Webhook-Delivery-ID", deliveryId)
        .with("X-WC-Webhook-Signature", base64(secret, body))
        .call(expected, "POST", path, body);
  }

  /** Posts as WooCommerce does, to another node. */
  Api.Reply wooCommerce(Api at, String topic, String body) {
    return at.with("X-WC-Webhook-Topic", topic)
        .with("X-WC-Webhook-ID", "5")
        .with("X-WC-Webhook-Signature", base64(secret, body))
        .call(200, "POST", path, body);
  }

  /** Posts with these headers. */
  public Api.Reply post(int expected, String query, Map<String, String> headers, String body) {
    Api api = nobody;
    for (var header : headers.entrySet()) {
      api = api.with(header.getKey(), header.getValue());
    }
    return api.call(expected, "POST", path + query, body);
  }

  /** The events, newest first. */
  public JsonNode events() {
    return tenant.get(200, "/api/v2/shops/" + id + "/events").data();
  }

  /** An event with what is in it, once it is worked off. */
  public JsonNode worked(String event) {
    return tenant.get(200, "/api/v2/shops/" + id + "/events/" + event).data();
  }

  public JsonNode health() {
    return tenant.get(200, "/api/v2/shops/" + id + "/health").data();
  }

  static String base64(String secret, String body) {
    return Base64.getEncoder().encodeToString(mac(secret, body));
  }

  static String hex(String secret, String body) {
    return HexFormat.of().formatHex(mac(secret, body));
  }

  static String basic(String user, String password) {
    String both = user + ":" + password;
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(String secret, String body) {
    return Macs.hmacSha256(
        secret.getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_8));
  }
}
