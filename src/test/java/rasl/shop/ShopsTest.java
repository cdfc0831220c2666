package rasl.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Shops over the API: what is chosen for them, their secrets, and the steps in their settings. */
class ShopsTest {
  private static final String PATH = "/api/v2/shops";

  private static TestApp app;
  private static Api api;

  @BeforeAll
  static void start() {
    app = TestApp.start(Map.of("RASL_PUBLIC_URL", "https://rasl.example.com"));
    api = app.sandbox();
  }

  @AfterAll
  static void stop() {
    api.close();
    app.close();
  }

  private static JsonNode create(String platform, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(Map.of("name", "A shop", "platform", platform));
    body.putAll(more);
    return api.post(201, PATH, body).data();
  }

  @Test
  void everyPlatformHasItsStepsInBothLanguagesWithTheUrlInThem() {
    Map<String, List<String>> ways =
        Map.of(
            "woocommerce", List.of("signature"),
            "shopify", List.of("signature"),
            "salla", List.of("signature", "token"),
            "zid", List.of("basic"),
            "custom", List.of("signature", "basic"));
    ways.forEach(
        (platform, verifications) ->
            verifications.forEach(
                verification -> {
                  JsonNode shop = create(platform, Map.of("verification", verification));
                  String url = shop.path("url").asString();
                  assertThat(url)
                      .matches("https://rasl[.]example[.]com/hooks/shops/[0-9A-Za-z]{24}");
                  JsonNode setup = shop.path("setup");
                  assertThat(setup.path("topics").size()).isPositive();
                  for (String language : List.of("en", "ar")) {
                    JsonNode steps = setup.path("steps").path(language);
                    assertThat(steps.size()).as(platform + language).isGreaterThan(3);
                    assertThat(steps.toString()).contains(url).doesNotContain("{", "}");
                  }
                  assertThat(setup.at("/steps/en").size()).isEqualTo(setup.at("/steps/ar").size());
                }));
  }

  @Test
  void aSecretIsMadeWherePlatformsTakeOneAndShownOnce() {
    Set<String> secrets = new HashSet<>();
    for (String platform : List.of("woocommerce", "salla", "zid", "custom")) {
      JsonNode shop = create(platform, Map.of());
      assertThat(shop.path("has_secret").asBoolean()).isTrue();
      String secret = shop.path("secret").asString();
      assertThat(secret).matches("[0-9A-Za-z]{40}");
      secrets.add(secret);
      String id = shop.path("id").asString();
      assertThat(api.get(200, PATH + "/" + id).text()).doesNotContain(secret);
      assertThat(api.get(200, PATH).text()).doesNotContain(secret);
    }
    assertThat(secrets).hasSize(4);
    JsonNode shopify = create("shopify", Map.of());
    assertThat(shopify.path("secret").isNull()).isTrue();
    assertThat(shopify.path("has_secret").asBoolean()).isFalse();
    String one = PATH + "/" + shopify.path("id").asString();
    Api.Reply changed = api.patch(200, one, Map.of("secret", "shpss_0123456789"));
    assertThat(changed.data().path("has_secret").asBoolean()).isTrue();
    assertThat(changed.text()).doesNotContain("shpss_0123456789");
  }

  @Test
  void aRepeatWithTheSameKeyMakesOneShopAndDoesNotShowItsSecret() {
    Api once = api.with("Idempotency-Key", "a-shop");
    Map<String, Object> body = Map.of("name", "Once", "platform", "custom");
    JsonNode made = once.post(201, PATH, body).data();
    JsonNode repeated = once.post(201, PATH, body).data();
    assertThat(repeated.path("id")).isEqualTo(made.path("id"));
    assertThat(repeated.has("secret")).isFalse();
    assertThat(api.get(200, PATH + "?filter[name]=Once").data()).hasSize(1);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    String every =
        api.post(
                422,
                PATH,
                Map.of(
                    "platform",
                    "zid",
                    "verification",
                    "signature",
                    "signature_header",
                    "X-A",
                    "username",
                    "a:b",
                    "secret",
                    "short",
                    "default_country",
                    "ZZ",
                    "time_zone",
                    "Mars/North",
                    "currency_display",
                    "big"))
            .text();
    assertThat(every)
        .contains(
            "\"name\"",
            "\"verification\"",
            "\"signature_header\"",
            "\"username\"",
            "\"secret\"",
            "\"default_country\"",
            "\"time_zone\"",
            "\"currency_display\"");
    assertThat(api.post(422, PATH, Map.of("name", "x", "platform", "magento")).text())
        .contains("woocommerce, shopify, salla, zid, custom");
  }

  @Test
  void aChangeOfTheVerificationTakesNothingOfTheFormerAlong() {
    JsonNode shop = create("custom", Map.of("signature_header", "X-Shop-Signature"));
    String one = PATH + "/" + shop.path("id").asString();
    JsonNode basic = api.patch(200, one, Map.of("verification", "basic")).data();
    assertThat(basic.path("signature_header").isNull()).isTrue();
    assertThat(basic.path("username").asString()).isEqualTo("rasl");
    api.patch(422, one, Map.of("platform", "zid"));
    JsonNode signed = api.patch(200, one, Map.of("verification", "signature")).data();
    assertThat(signed.path("username").isNull()).isTrue();
    assertThat(signed.path("signature_header").asString()).isEqualTo("X-Signature");
  }

  @Test
  void whatIsDoneToAShopIsInTheAuditWithoutItsSecret() {
    JsonNode shop = create("custom", Map.of("secret", "my-own-secret"));
    String id = shop.path("id").asString();
    api.patch(200, PATH + "/" + id, Map.of("name", "Other", "secret", "another-secret"));
    api.delete(200, PATH + "/" + id);
    api.get(404, PATH + "/" + id);
    Api.Reply audit =
        api.get(200, "/api/v2/audit?filter[target_type]=shop&filter[target_id]=" + id);
    assertThat(audit.data().valueStream().map(row -> row.path("action").asString()))
        .containsExactlyInAnyOrder(
            "shop.created", "shop.updated", "shop.secret_changed", "shop.deleted");
    assertThat(audit.text()).doesNotContain("my-own-secret", "another-secret");
  }

  @Test
  void thereAreAtMostAHundred() {
    Api other = app.as(app.tenant("many-shops"));
    for (int i = 0; i < 100; i++) {
      other.post(201, PATH, Map.of("name", "Shop " + i, "platform", "custom"));
    }
    Api.Reply refused = other.post(403, PATH, Map.of("name", "One more", "platform", "custom"));
    assertThat(refused.code()).isEqualTo("FEATURE_LIMIT_EXCEEDED");
    create("custom", Map.of());
    other.close();
  }

  @Test
  void secretsAreStoredEncrypted() {
    create("custom", Map.of("secret", "plain-to-be-sealed"));
    long plain =
        app.db()
            .inTenant(
                app.sandboxTenant(),
                tx ->
                    tx.first(
                            """
                            select count(*) as number from shop
                            where tenant_id = ? and position(?::bytea in secret_sealed) > 0
                            """,
                            row -> row.getLong("number"),
                            tx.tenantId(),
                            "plain-to-be-sealed")
                        .orElseThrow());
    assertThat(plain).isZero();
  }
}
