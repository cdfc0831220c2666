package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.crypto.MasterKey;
import rasl.testkit.Api;

/** What a call with a session's cookie must bring, and what it is then. */
class SessionGateTest {
  private static final String THINGS = "/api/v2/things";
  private static final String MINE = "/api/v2/mine";
  private static final String AT_HOME = "http://rasl.test";
  private static final List<String> CHANGES = List.of("POST", "PUT", "PATCH", "DELETE");

  private static TestHouse house;

  @BeforeAll
  static void start() {
    var routes = new Routes();
    for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      routes.add(method, THINGS, Scope.CONTACTS_READ, SessionGateTest::who);
      routes.addPersonal(method, MINE, (person, _) -> Answer.ok(person.personId()));
    }
    routes.add("GET", "/api/v2/forbidden", Scope.MEMBERS_WRITE, SessionGateTest::who);
    house = new TestHouse(new NoDb(), routes, HttpModule.Settings.STANDARD, List.of());
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  private static Answer who(Caller caller, Request request) {
    return Answer.ok(caller.tenant().value() + " " + caller.principal().getClass().getSimpleName());
  }

  @Test
  void aReadNeedsTheCookieAndTheTenantAlone() {
    Api person = signedIn("1");
    assertThat(person.with("X-Rasl-Tenant", "2").get(200, THINGS).data().asString())
        .isEqualTo("2 Member");
    assertThat(person.get(200, THINGS + "?tenant=1").data().asString()).isEqualTo("1 Member");
    assertThat(person.get(200, MINE).data().asLong()).isEqualTo(1);
    assertThat(person.call(200, "HEAD", THINGS + "?tenant=1", null).text()).isEmpty();
  }

  @Test
  void theTenantIsNamedInEveryCallAndByChangesInTheHeader() {
    Api person = atHome("2");
    for (String named : List.of("", "none", "0", "-1", "1,2", "12345678901234567")) {
      Api.Reply refused = person.with("X-Rasl-Tenant", named).get(422, THINGS);
      assertThat(refused.error().at("/details/errors").has("X-Rasl-Tenant")).isTrue();
    }
    person.get(422, THINGS);
    person.call(422, "POST", THINGS + "?tenant=1", "{}");
    assertThat(person.with("X-Rasl-Tenant", "3").get(404, THINGS).error())
        .isEqualTo(person.with("X-Rasl-Tenant", "999999").get(404, THINGS).error());
  }

  @Test
  void aChangeNeedsTheHeaderAndAnOriginOfOurs() {
    Api nobody = signedIn("3").with("X-Rasl-Tenant", "1");
    String csrf = csrf("3");
    for (String path : List.of(THINGS, MINE)) {
      for (String method : CHANGES) {
        refused(nobody, method, path);
        refused(nobody.with("Origin", AT_HOME), method, path);
        refused(nobody.with("X-CSRF-Token", csrf), method, path);
        refused(nobody.with("X-CSRF-Token", csrf("4")).with("Origin", AT_HOME), method, path);
        for (String origin : List.of("null", "https://rasl.test", "http://rasl.test.evil.test")) {
          refused(nobody.with("X-CSRF-Token", csrf).with("Origin", origin), method, path);
        }
        Api ours = nobody.with("X-CSRF-Token", csrf).with("Origin", AT_HOME);
        refused(ours.with("Sec-Fetch-Site", "cross-site"), method, path);
        ours.with("Sec-Fetch-Site", "same-origin").call(200, method, path, null);
      }
    }
  }

  private static void refused(Api api, String method, String path) {
    assertThat(api.call(403, method, path, null).code()).isEqualTo("CROSS_SITE_REQUEST");
  }

  @Test
  void aReadForAnotherSiteIsRefusedAndNoAnswerOpensItself() {
    Api person = signedIn("5").with("X-Rasl-Tenant", "1");
    refused(person.with("Sec-Fetch-Site", "cross-site"), "GET", THINGS);
    refused(person.with("Sec-Fetch-Site", "cross-site"), "GET", MINE);
    Api.Reply reply = person.with("Origin", "http://evil.test").get(200, THINGS);
    assertThat(reply.response().headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
  }

  @Test
  void aTokenGoesBeforeACookieAndIsNoPerson() {
    Api both = signedIn("6").withToken(TestHouse.ALL);
    assertThat(both.call(200, "POST", THINGS, null).data().asString()).isEqualTo("1 Token");
    signedIn("6").withToken("wrong").get(401, THINGS + "?tenant=1");
    house.api(TestHouse.ALL).get(401, MINE);
    assertThat(signedIn("6").with("Authorization", "Basic eA==").get(200, MINE).data().asLong())
        .isEqualTo(6);
  }

  @Test
  void noSessionIsNobody() {
    house.api().get(401, MINE);
    signedIn("nonsense").get(401, MINE);
    house.api().with("Cookie", "rasl_session=1; rasl_session=2").get(401, MINE);
    house.api().with("Cookie", "__Host-rasl_session=1").get(401, MINE);
    assertThat(house.api().with("Cookie", "a=b; rasl_session=1").get(200, MINE).data().asLong())
        .isEqualTo(1);
  }

  @Test
  void theRolesScopesCountAndTheSessionsBudgetSpansItsTenants() {
    Api person = signedIn("7");
    Api.Reply refused = person.get(403, "/api/v2/forbidden?tenant=1");
    assertThat(refused.error().at("/details/required").asString()).isEqualTo("members:write");
    for (int i = 0; i < TestHouse.SESSION_CALLS; i++) {
      person.get(200, i % 2 == 0 ? MINE : THINGS + "?tenant=" + (1 + i / 2 % 2));
    }
    person.get(429, MINE);
    person.get(429, THINGS + "?tenant=2");
    signedIn("8").get(200, MINE);
  }

  @Test
  void withoutAPublicUrlPagesOfEveryNameOfThisMachineAreOurs() {
    var origin = new WebOrigin(() -> URI.create("http://localhost:8080"), false);
    Optional<String> host = Optional.of("10.0.0.5:8080");
    assertThat(origin.isOurs("http://localhost:8080", host)).isTrue();
    assertThat(origin.isOurs("http://10.0.0.5:8080", host)).isTrue();
    assertThat(origin.isOurs("https://10.0.0.5:8080", host)).isFalse();
    assertThat(origin.isOurs("http://10.0.0.6:8080", host)).isFalse();
    var given = new WebOrigin(() -> URI.create("https://Rasl.Test:443/"), true);
    assertThat(given.isOurs("https://rasl.test", host)).isTrue();
    assertThat(given.isOurs("http://10.0.0.5:8080", host)).isFalse();
  }

  @Test
  void behindTlsTheCookieIsForThisHostAndTlsAlone() {
    SessionCookie open = SessionCookie.at(URI.create("http://localhost:8080"));
    assertThat(open.set("x", java.time.Duration.ofHours(1)))
        .isEqualTo("rasl_session=x; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
    assertThat(SessionCookie.at(URI.create("https://rasl.test")).clear())
        .isEqualTo("__Host-rasl_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
  }

  private static Api signedIn(String person) {
    return house.api().with("Cookie", "rasl_session=" + person);
  }

  private static Api atHome(String person) {
    return signedIn(person).with("Origin", AT_HOME).with("X-CSRF-Token", csrf(person));
  }

  private static String csrf(String person) {
    long id = Long.parseLong(person);
    return new CookieRules(
            new WebOrigin(() -> URI.create(AT_HOME), true),
            new MasterKey(new byte[32]).derive("session.csrf"))
        .csrfToken(new SignedIn(id, id, false, false, Instant.EPOCH, TestHouse.SESSION_CALLS));
  }
}
