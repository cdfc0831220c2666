package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Routes;
import rasl.testkit.Api;
import rasl.testkit.SoftPasskey;
import rasl.testkit.Team;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What operators do over HTTP, and that nobody else does. */
class OperatorTest {
  private static final String TENANTS = "/api/v2/operator/tenants";
  private static TestApp app;
  private static Api operator;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    operator = app.operator();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void anOperatorMakesSuspendsAndResumesATenant() throws Exception {
    JsonNode made =
        operator.post(201, TENANTS, Map.of("subdomain", "acme", "name", "Acme Corporation")).data();
    assertThat(made.path("status").asString()).isEqualTo("active");
    assertThat(made.path("plan_name").asString()).isEqualTo("Free");
    operator.post(422, TENANTS, Map.of("subdomain", "acme"));
    operator.post(422, TENANTS, Map.of("subdomain", "Not a label"));
    var id = new TenantId(made.path("id").asLong());
    Api acme = app.as(id);
    assertThat(acme.get(200, "/api/v2/account").data().path("name").asString())
        .isEqualTo("Acme Corporation");
    assertThat(acme.get(200, "/api/v2/sources").data()).as("ready for messages").isNotEmpty();
    operator.call(200, "POST", TENANTS + "/" + id + "/suspend", null);
    refusedSoon(acme, 403);
    app.sandbox().get(200, "/api/v2/account");
    operator.call(200, "POST", TENANTS + "/" + id + "/resume", null);
    refusedSoon(acme, 200);
    List<String> actions =
        acme.get(200, "/api/v2/audit")
            .data()
            .valueStream()
            .map(entry -> entry.path("action").asString())
            .toList();
    assertThat(actions).contains("tenant.suspended", "tenant.resumed", "tenant.created");
  }

  @Test
  void aPlansLimitsAndFeaturesAreThoseOfTheTenantThatHasIt() {
    TenantId tenant = app.tenant("planned");
    JsonNode plan =
        operator
            .post(
                201,
                "/api/v2/operator/plans",
                Map.of(
                    "name",
                    "Pro",
                    "contacts",
                    1,
                    "staff",
                    -1,
                    "api_calls_per_minute",
                    100,
                    "without",
                    List.of("chatbot")))
            .data();
    operator.put(
        200,
        TENANTS + "/" + tenant + "/plan",
        Map.of("plan_id", plan.path("id").asLong(), "expires_at", "2999-01-01T00:00:00Z"));
    Api api = app.as(tenant);
    JsonNode limits = api.get(200, "/api/v2/account/limits").data();
    assertThat(limits.at("/limits/contacts/limit").asInt()).isEqualTo(1);
    assertThat(limits.at("/limits/staff/is_unlimited").asBoolean()).isTrue();
    assertThat(limits.at("/limits/conversations/limit").isNull()).isTrue();
    assertThat(limits.at("/features/chatbot").asBoolean()).isFalse();
    assertThat(api.get(200, "/api/v2/account").data().at("/subscription/plan_name").asString())
        .isEqualTo("Pro");
    String path = "/api/v2/operator/plans/" + plan.path("id").asLong();
    operator.delete(422, path);
    operator.put(422, TENANTS + "/" + tenant + "/plan", Map.of("plan_id", 999_999));
    operator.call(200, "PUT", TENANTS + "/" + tenant + "/plan", "{\"plan_id\": null}");
    operator.delete(200, path);
  }

  @Test
  void aPlanIsChangedInWhatIsSentAndTheInstallationsAuditTellsIt() {
    String plans = "/api/v2/operator/plans";
    var fields = Map.of("name", "Basic", "contacts", 10, "without", List.of("chatbot"));
    long id = operator.post(201, plans, fields).data().path("id").asLong();
    operator.post(201, plans, Map.of("name", "Taken"));
    TenantId tenant = app.tenant("basic");
    operator.put(200, TENANTS + "/" + tenant + "/plan", Map.of("plan_id", id));
    String path = plans + "/" + id;
    JsonNode changed =
        operator
            .call(200, "PATCH", path, "{\"staff\": 3, \"contacts\": null, \"without\": []}")
            .data();
    assertThat(changed.path("name").asString()).isEqualTo("Basic");
    assertThat(changed.path("contacts").isNull()).isTrue();
    assertThat(changed.path("staff").asInt()).isEqualTo(3);
    assertThat(changed.path("without")).isEmpty();
    operator.patch(422, path, Map.of("name", "Taken"));
    operator.patch(422, path, Map.of("without", List.of("nothing")));
    operator.patch(404, plans + "/999999", Map.of("staff", 1));
    Api api = app.as(tenant);
    assertThat(api.get(200, "/api/v2/account/limits").data().at("/limits/contacts/limit").asInt())
        .as("until it is given again")
        .isEqualTo(10);
    JsonNode told =
        operator
            .get(200, "/api/v2/operator/audit")
            .data()
            .valueStream()
            .filter(entry -> entry.path("action").asString().equals("plan.updated"))
            .findFirst()
            .orElseThrow();
    assertThat(told.at("/before/contacts").asInt()).isEqualTo(10);
    assertThat(told.at("/after/staff").asInt()).isEqualTo(3);
  }

  @Test
  void nobodyElseIsAnOperatorAndAnOperatorIsNoTenants() {
    Api tenants = app.sandbox();
    Api nobody = app.api();
    app.person("half@x.test", Team.PASSWORD);
    app.database().asOwner("update person set operator = true where email = 'half@x.test'");
    Api withoutFactor = app.signIn("half@x.test", Team.PASSWORD);
    var seen = new ArrayList<String>();
    for (Routes.Route route : app.routes()) {
      if (route.access() instanceof Routes.Access.Operator) {
        String path = route.path().replace("{id}", "1");
        assertThat(withoutFactor.call(403, route.method(), path, null).error().toString())
            .contains("second factor");
        Api.Reply refused = tenants.call(403, route.method(), path, null);
        assertThat(refused.error().at("/details/required").asString()).isEqualTo("operator");
        nobody.call(401, route.method(), path, null);
        seen.add(route.path());
      }
    }
    assertThat(seen).hasSizeGreaterThan(10);
    for (String path : List.of("/api/v2/contacts", "/api/v2/messages", "/api/v2/audit")) {
      operator.get(401, path);
    }
  }

  @Test
  void aRevokedOperatorsTokenIsNoneAndHealthTellsOfNodesAndDeadJobs() {
    JsonNode health = operator.get(200, "/api/v2/operator/health").data();
    assertThat(health.at("/checks/database").asString()).isEqualTo("up");
    assertThat(health.path("dead_jobs").isArray()).isTrue();
    assertThat(operator.get(200, TENANTS).data()).isNotEmpty();
    Api other = app.operator();
    app.database().asOwner("update operator_token set revoked_at = now() where id > 1");
    other.get(401, TENANTS);
    operator.get(200, TENANTS);
  }

  @Test
  void aPersonOperatesOnceGrantedAndSignedInWithASecondFactorUntilRevoked() throws Exception {
    app.person("operator@x.test", Team.PASSWORD);
    var passkey = new SoftPasskey("http://localhost:" + java.net.URI.create(app.url()).getPort());
    Api person = app.signIn("operator@x.test", Team.PASSWORD);
    String passkeys = "/api/v2/me/passkeys";
    JsonNode options = person.post(200, passkeys + "/options", Map.of()).data().path("options");
    var made = Map.of("name", "Key", "credential", passkey.create(options));
    person.post(201, passkeys, made);
    app.setOperator("operator@x.test", true);
    String signIn = "/api/v2/sign-in/passkey";
    JsonNode asked = app.api().post(200, signIn + "/options", Map.of()).data().path("options");
    Api signedIn =
        app.signedIn(app.api().post(200, signIn, Map.of("credential", passkey.sign(asked))));
    JsonNode tenant = signedIn.post(201, TENANTS, Map.of("subdomain", "by-person")).data();
    String path = TENANTS + "/" + tenant.path("id").asLong();
    signedIn.get(200, TENANTS);
    signedIn.call(200, "POST", path + "/suspend", null);
    signedIn.get(200, "/api/v2/operator/health");
    assertThat(signedIn.get(200, "/api/v2/operator/audit").data().at("/0/actor/name").asString())
        .isEqualTo("person");
    signedIn.undocumented().with("X-CSRF-Token", "").call(403, "POST", path + "/resume", null);
    // An operator of the installation is no member of its tenants.
    signedIn
        .with("X-Rasl-Tenant", tenant.path("id").asString())
        .undocumented()
        .get(404, "/api/v2/contacts");
    app.setOperator("operator@x.test", false);
    Waiting.until(
        Duration.ofSeconds(60), () -> signedIn.send("GET", TENANTS, null).status() == 403);
  }

  private static void refusedSoon(Api api, int status) throws InterruptedException {
    Waiting.until(
        Duration.ofSeconds(60), () -> api.send("GET", "/api/v2/account", null).status() == status);
  }
}
