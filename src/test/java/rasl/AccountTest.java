package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Scope;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** The account, its usage, limits and settings, as contract 2.7 has them. */
class AccountTest {
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
  void theAccountIsFreeAndCalledAsItsSubdomainUnlessItHasAName() {
    TenantId tenant = app.tenant("unnamed");
    Api unnamed = app.as(tenant);
    JsonNode json = unnamed.get(200, "/api/v2/account").json();
    assertThat(json.path("message").asString())
        .isEqualTo("Account information retrieved successfully");
    JsonNode data = json.path("data");
    assertThat(data.path("id").asLong()).isEqualTo(tenant.value());
    assertThat(data.path("name").asString()).isEqualTo("unnamed");
    assertThat(data.path("subdomain").asString()).isEqualTo("unnamed");
    assertThat(data.path("status").asString()).isEqualTo("active");
    assertThat(data.at("/subscription/plan_name").asString()).isEqualTo("Free");
    assertThat(data.at("/subscription/plan_id").isNull()).isTrue();
    assertThat(data.at("/subscription/status").asString()).isEqualTo("active");
    unnamed.patch(200, "/api/v2/account/settings", Map.of("name", " Acme Corporation "));
    assertThat(unnamed.get(200, "/api/v2/account").data().path("name").asString())
        .isEqualTo("Acme Corporation");
  }

  @Test
  void aPlanIsShownWithItsEnd() {
    database("insert into plan (id, name, created_at, updated_at) values (9, 'Pro', now(), now())");
    planEnds("2020-01-01");
    JsonNode expired = api.get(200, "/api/v2/account").data().path("subscription");
    assertThat(expired.path("plan_name").asString()).isEqualTo("Pro");
    assertThat(expired.path("plan_id").asLong()).isEqualTo(9);
    assertThat(expired.path("status").asString()).isEqualTo("expired");
    assertThat(Instant.parse(expired.path("expires_at").asString()))
        .isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
    planEnds("2999-01-01");
    assertThat(api.get(200, "/api/v2/account").data().at("/subscription/status").asString())
        .isEqualTo("active");
    database("update tenant set plan_cancelled_at = now() where name = 'acme'");
    assertThat(api.get(200, "/api/v2/account").data().at("/subscription/status").asString())
        .isEqualTo("cancelled");
  }

  private static void planEnds(String day) {
    database(
        "update tenant set plan_id = 9, plan_expires_at = '%s 00:00+00' where name = 'acme'"
            .formatted(day));
  }

  private static void database(String sql) {
    app.database().asOwner(sql);
  }

  @Test
  void usageCountsOnesOwnAndTellsWhatIsLeft() {
    TenantId tenant = app.tenant("counted");
    Api counted = app.as(tenant);
    JsonNode before = counted.get(200, "/api/v2/account/usage").data();
    assertThat(before.path("contacts").path("limit").isNull()).isTrue();
    assertThat(before.path("contacts").path("remaining").isNull()).isTrue();
    app.set("counted", Map.of("contact_limit", "3", "conversation_limit", "unlimited"));
    makeContact(counted, "+966500000001");
    makeContact(app.as(other), "+966500000002");
    JsonNode json = counted.get(200, "/api/v2/account/usage").json();
    assertThat(json.path("message").asString())
        .isEqualTo("Usage statistics retrieved successfully");
    JsonNode contacts = json.at("/data/contacts");
    assertThat(contacts.path("current").asInt()).isEqualTo(1);
    assertThat(contacts.path("limit").asInt()).isEqualTo(3);
    assertThat(contacts.path("remaining").asInt()).isEqualTo(2);
    assertThat(contacts.path("percentage_used").asDouble()).isEqualTo(33.33);
    JsonNode conversations = json.at("/data/conversations");
    assertThat(conversations.path("limit").asInt()).isEqualTo(-1);
    assertThat(conversations.path("is_unlimited").asBoolean()).isTrue();
    assertThat(conversations.path("percentage_used").asDouble()).isZero();
    assertThat(json.at("/data/campaigns/current").asInt()).isZero();
  }

  @Test
  void limitsTellThePlansAndTheTokensOwn() {
    app.set("other", Map.of("staff_limit", "5", "plan_without", "chatbot"));
    String token = app.token(other, EnumSet.of(Scope.ACCOUNT_READ), OptionalInt.of(77));
    JsonNode json = app.api().withToken(token).get(200, "/api/v2/account/limits").json();
    assertThat(json.path("message").asString()).isEqualTo("Plan limits retrieved successfully");
    assertThat(json.at("/data/limits/api_calls_per_minute/limit").asInt()).isEqualTo(77);
    assertThat(json.at("/data/limits/staff/limit").asInt()).isEqualTo(5);
    assertThat(json.at("/data/limits/staff/feature_name").asString()).isEqualTo("Team Members");
    assertThat(json.at("/data/limits/contacts/limit").isNull()).isTrue();
    assertThat(json.at("/data/features/chatbot").asBoolean()).isFalse();
    assertThat(json.at("/data/features/api_access").asBoolean()).isTrue();
    assertThat(
            app.as(other)
                .get(200, "/api/v2/account/limits")
                .data()
                .at("/limits/api_calls_per_minute/limit")
                .asInt())
        .as("a token without limit")
        .isEqualTo(-1);
  }

  @Test
  void settingsChangeWhatIsSentAndAreInTheAudit() {
    JsonNode changed =
        api.patch(
                200,
                "/api/v2/account/settings",
                Map.of(
                    "country",
                    "eg",
                    "time_zone",
                    "Africa/Cairo",
                    "window_policy",
                    "passthrough",
                    "opt_out_words",
                    List.of("HALT", "stop it"),
                    "opt_out_reply",
                    "",
                    "contact_limit",
                    "unlimited"))
            .data();
    assertThat(changed.path("country").asString()).isEqualTo("EG");
    assertThat(changed.path("opt_out_words").valueStream().map(JsonNode::asString))
        .containsExactly("HALT", "stop it");
    assertThat(changed.path("opt_out_reply").asString()).isEmpty();
    assertThat(api.get(200, "/api/v2/account/settings").data()).isEqualTo(changed);
    assertThat(app.settings(acme).contactLimit()).as("not the tenant's to change").isEmpty();
    assertThat(app.as(other).get(200, "/api/v2/account/settings").data().path("country").asString())
        .isEqualTo("SA");
    JsonNode entry =
        api.get(200, "/api/v2/audit?filter[action]=settings.updated&per_page=1").data().path(0);
    assertThat(entry.at("/before/country").asString()).isEqualTo("SA");
    assertThat(entry.at("/after/country").asString()).isEqualTo("EG");
    assertThat(entry.at("/actor/type").asString()).isEqualTo("token");
    assertThat(entry.path("after").has("language")).as("what did not change").isFalse();
  }

  @Test
  void oneFaultAndNothingIsChangedAndNullIsTheDefaultAgain() {
    TenantId tenant = app.tenant("faulty");
    Api faulty = app.as(tenant);
    JsonNode before = faulty.get(200, "/api/v2/account/settings").data();
    JsonNode errors =
        faulty
            .patch(
                422,
                "/api/v2/account/settings",
                Map.of(
                    "language",
                    "ar",
                    "country",
                    "XX",
                    "default_source",
                    999_999,
                    "time_zone",
                    true))
            .error()
            .at("/details/errors");
    assertThat(errors.propertyNames()).contains("time_zone");
    faulty.patch(
        422, "/api/v2/account/settings", Map.of("language", "ar", "default_source", 999_999));
    assertThat(faulty.get(200, "/api/v2/account/settings").data()).isEqualTo(before);
    faulty.patch(200, "/api/v2/account/settings", Map.of("opt_in_words", List.of("BACK")));
    faulty.call(200, "PATCH", "/api/v2/account/settings", "{\"opt_in_words\": null}");
    assertThat(faulty.get(200, "/api/v2/account/settings").data()).isEqualTo(before);
    String reader = app.token(tenant, EnumSet.of(Scope.ACCOUNT_READ), OptionalInt.empty());
    app.api().withToken(reader).patch(403, "/api/v2/account/settings", Map.of("language", "ar"));
  }

  @Test
  void manySendsAtOnceStartNoMoreConversationsThanThePlanHas() throws Exception {
    app.set("sandbox", Map.of("window_policy", "passthrough"));
    Api sandbox = app.sandbox().with("Prefer", "respond-async");
    sandbox.post(
        202, "/api/v2/messages/text", Map.of("phone", "+966500001000", "message", "Counted"));
    long used =
        sandbox.get(200, "/api/v2/account/usage").data().at("/conversations/current").asLong();
    app.set("sandbox", Map.of("conversation_limit", Long.toString(used + 3)));
    var work = new ArrayList<Callable<Integer>>();
    for (int i = 1; i <= 10; i++) {
      String phone = "+9665000010%02d".formatted(i);
      work.add(
          () -> {
            String body = rasl.json.Json.write(Map.of("phone", phone, "message", "Hello"));
            return sandbox.send("POST", "/api/v2/messages/text", body).status();
          });
    }
    int begun = 0;
    try (var threads = Executors.newFixedThreadPool(10)) {
      for (var done : threads.invokeAll(work)) {
        begun += done.get() == 403 ? 0 : 1;
      }
    }
    assertThat(begun).isEqualTo(3);
    JsonNode full = sandbox.get(200, "/api/v2/account/usage").data().path("conversations");
    assertThat(full.path("current").asLong()).isEqualTo(used + 3);
    assertThat(full.path("remaining").asLong()).isZero();
    assertThat(full.path("percentage_used").asDouble()).isEqualTo(100);
    sandbox.post(
        202, "/api/v2/messages/text", Map.of("phone", "+966500001000", "message", "Again"));
    app.set("sandbox", Map.of("conversation_limit", "unset"));
  }

  private static void makeContact(Api api, String phone) {
    String run = Long.toString(System.nanoTime());
    long source = NamedKindUnderTest.SOURCE.create(api, "S" + run);
    long status = NamedKindUnderTest.STATUS.create(api, "T" + run);
    api.post(
        201,
        "/api/v2/contacts",
        Map.of(
            "firstname",
            "A",
            "lastname",
            "B",
            "phone",
            phone,
            "type",
            "lead",
            "source_id",
            source,
            "status_id",
            status));
  }
}
