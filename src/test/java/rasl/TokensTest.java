package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Scope;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Tokens over HTTP: nobody gives more than they have. */
class TokensTest {
  private static final String PATH = "/api/v2/tokens";
  private static TestApp app;
  private static TenantId acme;
  private static TenantId other;
  private static Api api;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    acme = app.tenant("acme");
    other = app.tenant("other");
    api = app.as(acme);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void aTokenIsShownOnceAndNotInARepeatOfTheCall() {
    Map<String, Object> wish = Map.of("name", "n8n", "scopes", List.of("contacts:read"));
    Api keyed = api.with("Idempotency-Key", "one-token");
    JsonNode made = keyed.post(201, PATH, wish).data();
    String text = made.path("token").asString();
    assertThat(made.path("rate_limit_per_minute").asInt()).isEqualTo(60);
    assertThat(made.at("/made_by/type").asString()).isEqualTo("token");
    app.api().withToken(text).get(200, "/api/v2/contacts");
    app.api().withToken(text).get(403, "/api/v2/sources");
    Api.Reply again = keyed.post(201, PATH, wish);
    assertThat(again.header("Idempotent-Replayed")).contains("true");
    assertThat(again.data().path("id")).isEqualTo(made.path("id"));
    assertThat(again.data().path("token").isNull()).isTrue();
    String path = PATH + "/" + made.path("id").asLong();
    assertThat(api.get(200, path).data().path("token").isNull()).isTrue();
    assertThat(api.get(200, PATH + "?per_page=100").text()).doesNotContain(text);
    assertThat(api.get(200, "/api/v2/audit?per_page=100").text()).doesNotContain(text);
    app.as(other).get(404, path);
    app.as(other).delete(404, path);
    assertThat(app.as(other).get(200, PATH).text()).doesNotContain("n8n");
  }

  @Test
  void aRevokedTokenIsRefusedOnEveryNodeWithinASecondOrTwo() throws Exception {
    try (TestApp node = app.startAnotherNode(Map.of())) {
      JsonNode made = make(Map.of("name", "gone", "scopes", List.of("contacts:read")));
      List<Api> nodes =
          List.of(
              app.api().withToken(made.path("token").asString()),
              node.api().withToken(made.path("token").asString()));
      nodes.forEach(one -> one.get(200, "/api/v2/contacts"));
      api.delete(200, PATH + "/" + made.path("id").asLong());
      for (Api one : nodes) {
        Waiting.until(
            Duration.ofSeconds(60),
            () -> one.send("GET", "/api/v2/contacts", null).status() == 401);
      }
      assertThat(
              api.get(200, PATH + "/" + made.path("id").asLong())
                  .data()
                  .path("revoked_at")
                  .isNull())
          .isFalse();
    }
  }

  @Test
  void aTokenGivesNoMoreThanItHas() {
    Instant end = Instant.now().plus(Duration.ofHours(1));
    Map<String, Object> wish =
        Map.of(
            "name",
            "small",
            "scopes",
            List.of("tokens:write", "contacts:read"),
            "rate_limit_per_minute",
            30,
            "expires_at",
            end.toString(),
            "networks",
            List.of("127.0.0.0/8", "10.0.0.0/8"),
            "bot",
            true);
    Api small = app.api().withToken(make(wish).path("token").asString());
    JsonNode child =
        small.post(201, PATH, Map.of("name", "child", "scopes", List.of("contacts:read"))).data();
    assertThat(child.path("rate_limit_per_minute").asInt()).isEqualTo(30);
    assertThat(child.path("bot").asBoolean()).isTrue();
    assertThat(child.path("networks")).hasSize(2);
    assertThat(child.path("expires_at").isNull()).isFalse();
    Api.Reply scope =
        small.post(403, PATH, Map.of("name", "x", "scopes", List.of("contacts:write")));
    assertThat(scope.error().at("/details/required").asString()).isEqualTo("contacts:write");
    small.post(403, PATH, Map.of("name", "x", "scopes", List.of("all")));
    refused(small, "rate_limit_per_minute", 31);
    refused(small, "rate_limit_per_minute", -1);
    refused(small, "expires_at", end.plusSeconds(60).toString());
    refused(small, "networks", List.of("0.0.0.0/0"));
    refused(small, "networks", List.of("10.0.0.0/7"));
    refused(small, "networks", List.of());
    refused(small, "bot", false);
  }

  private static void refused(Api small, String field, Object value) {
    JsonNode errors =
        small
            .post(422, PATH, Map.of("name", "x", "scopes", List.of("contacts:read"), field, value))
            .error()
            .at("/details/errors");
    assertThat(errors.propertyNames()).as(field + " " + value).containsExactly(field);
  }

  @Test
  void aTokenWorksFromItsNetworksAloneAndAWrongOneIsTold() {
    JsonNode made =
        make(
            Map.of(
                "name",
                "elsewhere",
                "scopes",
                List.of("contacts:read"),
                "networks",
                List.of("203.0.113.0/24")));
    app.api().withToken(made.path("token").asString()).get(401, "/api/v2/contacts");
    JsonNode errors =
        api.post(
                422,
                PATH,
                Map.of("name", "", "scopes", List.of("fly"), "networks", List.of("example.org")))
            .error()
            .at("/details/errors");
    assertThat(errors.propertyNames()).containsExactlyInAnyOrder("name", "scopes.0", "networks.0");
  }

  @Test
  void thePlansCallsAMinuteCapEverybody() {
    TenantId capped = app.tenant("capped");
    app.set("capped", Map.of("api_calls_per_minute", "20"));
    Api all = app.as(capped);
    assertThat(
            all.post(201, PATH, Map.of("name", "x", "scopes", List.of("all")))
                .data()
                .path("rate_limit_per_minute")
                .asInt())
        .isEqualTo(20);
    refused(all, "rate_limit_per_minute", 21);
  }

  @Test
  void aTokenMadeWithAllHasWhateverScopesThereAreWhenItIsUsed() {
    JsonNode made = make(Map.of("name", "all", "scopes", List.of("all")));
    assertThat(
            app.database()
                .column("select scopes from token where id = " + made.path("id").asLong()))
        .containsExactly("{all}");
    assertThat(made.path("scopes")).hasSize(Scope.values().length);
  }

  @Test
  void theDayOfTheLastCallIsNotedWithoutAWriteACall() {
    JsonNode made = make(Map.of("name", "used", "scopes", List.of("contacts:read")));
    String path = PATH + "/" + made.path("id").asLong();
    assertThat(api.get(200, path).data().path("last_used_on").isNull()).isTrue();
    app.api().withToken(made.path("token").asString()).get(200, "/api/v2/contacts");
    app.tokens().noteUse();
    assertThat(api.get(200, path).data().path("last_used_on").asString()).startsWith("20");
  }

  @Test
  void aSuspendedTenantsTokensAreRefusedAndItsNeighboursAreNot() {
    TenantId late = app.tenant("late");
    Api token =
        app.api().withToken(app.token(late, EnumSet.allOf(Scope.class), OptionalInt.empty()));
    app.database().asOwner("update tenant set status = 'suspended' where id = " + late);
    for (String path : Set.of("/api/v2/contacts", PATH, "/api/v2/account")) {
      Api.Reply refused = token.get(403, path);
      assertThat(refused.code()).isEqualTo("ACCOUNT_SUSPENDED");
    }
    api.get(200, "/api/v2/contacts");
    assertThat(Json.write(token.get(403, PATH).error())).doesNotContain("late");
  }

  private static JsonNode make(Map<String, Object> wish) {
    return api.post(201, PATH, wish).data();
  }
}
