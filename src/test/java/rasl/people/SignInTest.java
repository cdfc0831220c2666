package rasl.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Api;
import rasl.testkit.SettableClock;
import tools.jackson.databind.JsonNode;

/** Signing in by e-mail and password, and what becomes of a session. */
class SignInTest {
  private static final String SIGN_IN = "/api/v2/sign-in";
  private static final String SESSION = "/api/v2/session";
  private static final String PASSWORD = "correct horse battery";

  private static SettableClock clock;
  private static TestApp app;

  @BeforeAll
  static void start() {
    clock = SettableClock.atSomeTime();
    app = TestApp.start(Map.of("RASL_TRUSTED_PROXIES", "127.0.0.1"), clock);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void aPersonSignsInSeesTheSessionAndSignsOut() {
    app.person("sara@example.com", PASSWORD);
    Api.Reply reply = app.api().post(200, SIGN_IN, credentials("Sara@Example.com", PASSWORD));
    assertThat(reply.header("Set-Cookie").orElseThrow())
        .matches("rasl_session=[0-9A-Za-z]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
    assertThat(reply.data().at("/person/email").asString()).isEqualTo("sara@example.com");
    assertThat(reply.data().path("tenants")).isEmpty();
    Api sara = app.signedIn(reply);
    JsonNode session = sara.get(200, SESSION).data();
    assertThat(session.at("/session/current").asBoolean()).isTrue();
    assertThat(session.path("csrf_token")).isEqualTo(reply.data().path("csrf_token"));
    Api undocumented = Api.at(app.url()).with("Cookie", cookie(reply));
    assertThat(undocumented.get(404, "/api/v2/contacts?tenant=1").code()).isEqualTo("NOT_FOUND");
    undocumented.get(422, "/api/v2/contacts");
    Api.Reply out = sara.delete(200, SESSION);
    assertThat(out.header("Set-Cookie").orElseThrow()).startsWith("rasl_session=; ");
    sara.get(401, SESSION);
  }

  @Test
  void unknownAndWrongAreAnsweredAlikeAfterOneHashEach() {
    app.person("known@example.com", PASSWORD);
    long before = app.passwordsHashed();
    Api.Reply wrong = app.api().post(401, SIGN_IN, credentials("known@example.com", "wrong"));
    assertThat(app.passwordsHashed() - before).isEqualTo(1);
    Api.Reply unknown = app.api().post(401, SIGN_IN, credentials("nobody@example.com", "wrong"));
    assertThat(app.passwordsHashed() - before).isEqualTo(2);
    assertThat(unknown.error()).isEqualTo(wrong.error());
    assertThat(wrong.code()).isEqualTo("SIGN_IN_FAILED");
    assertThat(unknown.response().headers().map().keySet())
        .isEqualTo(wrong.response().headers().map().keySet());
  }

  @Test
  void anOutdatedHashIsRaisedAtTheNextSignIn() throws Exception {
    app.person("old@example.com", PASSWORD);
    String weak = new Argon2(64, 1).hash(PASSWORD, new byte[16]);
    app.database()
        .asOwner("update person set password = '" + weak + "' where email = 'old@example.com'");
    app.signIn("old@example.com", PASSWORD);
    assertThat(stored("old@example.com")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    app.signIn("old@example.com", PASSWORD);
  }

  @Test
  void aPageOfAnotherSiteSignsNobodyIn() {
    app.person("login@example.com", PASSWORD);
    var given = credentials("login@example.com", PASSWORD);
    for (Api foreign :
        java.util.List.of(
            app.api().with("Origin", "https://evil.test"),
            app.api().with("Sec-Fetch-Site", "cross-site"))) {
      assertThat(foreign.post(403, SIGN_IN, given).code()).isEqualTo("CROSS_SITE_REQUEST");
    }
    app.api().with("Origin", app.url()).post(200, SIGN_IN, given);
    app.api().with("Content-Type", "text/plain").call(415, "POST", SIGN_IN, "{}");
  }

  @Test
  void tooManyWrongOnesOfAnAddressAreRefusedAndOthersAreNot() {
    app.person("tried@example.com", PASSWORD);
    Api stranger = app.api().with("X-Forwarded-For", "203.0.113.7");
    for (int i = 0; i < SignInLimits.OF_ADDRESS_FOR_ACCOUNT; i++) {
      stranger.post(401, SIGN_IN, credentials("tried@example.com", "wrong " + i));
    }
    long before = app.passwordsHashed();
    Api.Reply refused = stranger.post(429, SIGN_IN, credentials("tried@example.com", PASSWORD));
    assertThat(Long.parseLong(refused.header("Retry-After").orElseThrow())).isBetween(1L, 900L);
    assertThat(app.passwordsHashed()).isEqualTo(before);
    stranger.post(401, SIGN_IN, credentials("other@example.com", "wrong"));
    from("203.0.113.8").post(200, SIGN_IN, credentials("tried@example.com", PASSWORD));
    clock.advance(SignInLimits.SPAN);
    stranger.post(200, SIGN_IN, credentials("tried@example.com", PASSWORD));
  }

  @Test
  void manyStrangersDoNotKeepAnOwnerOutWhoWasThereBefore() {
    app.person("owner@example.com", PASSWORD);
    from("198.51.100.1").post(200, SIGN_IN, credentials("owner@example.com", PASSWORD));
    for (int i = 0; i < SignInLimits.FOR_ACCOUNT; i++) {
      from("192.0.2." + i).post(401, SIGN_IN, credentials("OWNER@example.com", "wrong"));
    }
    from("192.0.2.200").post(429, SIGN_IN, credentials("owner@example.com", PASSWORD));
    from("198.51.100.1").post(200, SIGN_IN, credentials("owner@example.com", PASSWORD));
    Api nobody = from("192.0.2.201");
    for (int i = 0; i < SignInLimits.FOR_ACCOUNT; i++) {
      from("192.0.2." + i).post(401, SIGN_IN, credentials("none@example.com", "wrong"));
    }
    assertThat(nobody.post(429, SIGN_IN, credentials("none@example.com", PASSWORD)).code())
        .isEqualTo("RATE_LIMIT_EXCEEDED");
  }

  private static Api from(String address) {
    return app.api().with("X-Forwarded-For", address);
  }

  @Test
  void aSessionEndsUnusedAfterHalfADayAndInAllAfterAMonth() {
    app.person("idle@example.com", PASSWORD);
    Api idle = app.signIn("idle@example.com", PASSWORD);
    clock.advance(Session.IDLE.minusSeconds(1));
    idle.get(200, SESSION);
    clock.advance(Session.IDLE.minusSeconds(1));
    idle.get(200, SESSION);
    clock.advance(Session.IDLE);
    idle.get(401, SESSION);
    Api used = app.signIn("idle@example.com", PASSWORD);
    for (int i = 0; i < 59; i++) {
      clock.advance(Duration.ofHours(12).minusSeconds(1));
      used.get(200, SESSION);
    }
    clock.advance(Duration.ofHours(12));
    used.get(401, SESSION);
  }

  @Test
  void sessionsAreEndedOneByOneAndAllAtOnceAndOnlyOnesOwn() {
    app.person("many@example.com", PASSWORD);
    app.person("other@example.org", PASSWORD);
    Api first = app.signIn("many@example.com", PASSWORD);
    Api second = app.signIn("many@example.com", PASSWORD);
    Api neighbour = app.signIn("other@example.org", PASSWORD);
    JsonNode sessions = first.get(200, "/api/v2/sessions").data();
    assertThat(sessions).hasSize(2);
    long secondId = sessions.get(0).path("id").asLong();
    assertThat(neighbour.delete(404, "/api/v2/sessions/" + secondId).error())
        .isEqualTo(neighbour.delete(404, "/api/v2/sessions/999999").error());
    second.get(200, SESSION);
    first.delete(200, "/api/v2/sessions/" + secondId);
    second.get(401, SESSION);
    first.delete(404, "/api/v2/sessions/" + secondId);
    Api third = app.signIn("many@example.com", PASSWORD);
    third.delete(200, "/api/v2/sessions");
    first.get(401, SESSION);
    third.get(401, SESSION);
    neighbour.get(200, SESSION);
  }

  @Test
  void everyChangeWithTheCookieNeedsItsHeaderAndOrigin() {
    app.person("csrf@example.com", PASSWORD);
    Api.Reply reply = app.api().post(200, SIGN_IN, credentials("csrf@example.com", PASSWORD));
    String cookie = cookie(reply);
    String csrf = reply.data().path("csrf_token").asString();
    Api bare = app.api().with("Cookie", cookie);
    for (String path : java.util.List.of(SESSION, "/api/v2/sessions", "/api/v2/sessions/1")) {
      bare.delete(403, path);
      bare.with("Origin", app.url()).delete(403, path);
      bare.with("X-CSRF-Token", csrf).delete(403, path);
      bare.with("X-CSRF-Token", csrf).with("Origin", "https://evil.test").delete(403, path);
    }
    bare.get(200, SESSION);
  }

  @Test
  void theDatabaseHoldsNoPasswordAndNoCookie() throws Exception {
    app.person("hidden@example.com", "a password nobody has");
    Api.Reply reply =
        app.api().post(200, SIGN_IN, credentials("hidden@example.com", "a password nobody has"));
    String cookie = reply.header("Set-Cookie").orElseThrow().split("[=;]", -1)[1];
    assertThat(app.database().column("select p::text from person p"))
        .noneMatch(row -> row.contains("nobody has"));
    assertThat(app.database().column("select s::text from person_session s"))
        .noneMatch(row -> row.contains(cookie));
  }

  private static String cookie(Api.Reply reply) {
    return reply.header("Set-Cookie").orElseThrow().split(";", -1)[0];
  }

  private static String stored(String email) throws Exception {
    return app.database()
        .column("select password from person where email = '" + email + "'")
        .getFirst();
  }

  private static Map<String, String> credentials(String email, String password) {
    return Map.of("email", email, "password", password);
  }
}
