package rasl.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Api;
import rasl.testkit.SettableClock;
import rasl.testkit.SoftPasskey;
import rasl.testkit.Team;
import tools.jackson.databind.JsonNode;

/** Passkeys: adding them, signing in with them, and what does not pass for one. */
class PasskeysTest {
  private static final String PASSKEYS = "/api/v2/me/passkeys";
  private static final String SIGN_IN = "/api/v2/sign-in/passkey";
  private static final String ORIGIN = "https://rasl.test";

  private static SettableClock clock;
  private static TestApp app;

  @BeforeAll
  static void start() {
    clock = SettableClock.atSomeTime();
    app = TestApp.start(Map.of("RASL_PUBLIC_URL", ORIGIN), clock);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static Api signedIn(String email) {
    app.person(email, Team.PASSWORD);
    return app.signIn(email, Team.PASSWORD).with("Origin", ORIGIN);
  }

  private static JsonNode options(Api caller, String path) {
    return caller.post(200, path + "/options", Map.of()).data().path("options");
  }

  private static SoftPasskey added(Api person, String name) {
    var passkey = new SoftPasskey(ORIGIN);
    person.post(201, PASSKEYS, named(name, passkey.create(options(person, PASSKEYS))));
    return passkey;
  }

  private static Map<String, Object> named(String name, Map<String, Object> credential) {
    return Map.of("name", name, "credential", credential);
  }

  private static Api.Reply signIn(int status, SoftPasskey passkey) {
    return app.api()
        .post(status, SIGN_IN, Map.of("credential", passkey.sign(options(app.api(), SIGN_IN))));
  }

  @Test
  void aPersonAddsNamesUsesAndRemovesAPasskey() {
    Api person = signedIn("keys@x.test");
    Api other = app.signIn("keys@x.test", Team.PASSWORD);
    SoftPasskey passkey = added(person, "Phone");
    Api.Reply in = signIn(200, passkey);
    assertThat(in.data().at("/person/email").asString()).isEqualTo("keys@x.test");
    assertThat(in.data().at("/session/second_factor").asBoolean()).isTrue();
    JsonNode list = person.get(200, PASSKEYS).data();
    assertThat(list.path("offered").asBoolean()).isTrue();
    assertThat(list.at("/passkeys/0/name").asString()).isEqualTo("Phone");
    assertThat(list.at("/passkeys/0/last_used_at").isNull()).isFalse();
    String path = PASSKEYS + "/" + list.at("/passkeys/0/id").asLong();
    person.patch(200, path, Map.of("name", "Old phone"));
    assertThat(person.get(200, PASSKEYS).data().at("/passkeys/0/name").asString())
        .isEqualTo("Old phone");
    // Whom a thief's passkey let in goes with it.
    person.delete(200, path);
    other.get(401, "/api/v2/session");
    signIn(401, passkey);
    assertThat(app.database().column("select action from operator_audit"))
        .contains("passkey.added", "passkey.renamed", "passkey.removed");
  }

  @Test
  void nobodyNamesOrRemovesAnothersPasskey() {
    Api person = signedIn("mine@x.test");
    Api stranger = signedIn("stranger@x.test");
    added(person, "Mine");
    long id = person.get(200, PASSKEYS).data().at("/passkeys/0/id").asLong();
    for (String path : new String[] {PASSKEYS + "/" + id, PASSKEYS + "/999999"}) {
      assertThat(stranger.delete(404, path).code()).isEqualTo("NOT_FOUND");
      stranger.patch(404, path, Map.of("name", "Theirs"));
    }
    assertThat(stranger.get(200, PASSKEYS).data().path("passkeys")).isEmpty();
    assertThat(person.get(200, PASSKEYS).data().at("/passkeys/0/name").asString())
        .isEqualTo("Mine");
  }

  @Test
  void aChallengeIsForItsPersonOnceAndForFiveMinutes() {
    Api person = signedIn("once@x.test");
    Api stranger = signedIn("thief@x.test");
    var passkey = new SoftPasskey(ORIGIN);
    var made = named("A", passkey.create(options(person, PASSKEYS)));
    stranger.post(422, PASSKEYS, made);
    person.post(201, PASSKEYS, made);
    person.post(422, PASSKEYS, made);
    var late = named("B", new SoftPasskey(ORIGIN).create(options(person, PASSKEYS)));
    var signed = Map.of("credential", passkey.sign(options(app.api(), SIGN_IN)));
    app.api().post(200, SIGN_IN, signed);
    assertThat(app.api().post(401, SIGN_IN, signed).code()).isEqualTo("SIGN_IN_FAILED");
    var lateToo = Map.of("credential", passkey.sign(options(app.api(), SIGN_IN)));
    clock.advance(Passkeys.GOOD);
    person.post(422, PASSKEYS, late);
    app.api().post(401, SIGN_IN, lateToo);
    // Options for the one do not serve the other.
    app.api().post(401, SIGN_IN, Map.of("credential", passkey.sign(options(person, PASSKEYS))));
  }

  @Test
  void anotherSitesPageAnothersKeyAndACopyDoNotSignIn() {
    SoftPasskey passkey = added(signedIn("safe@x.test"), "A");
    for (String origin : new String[] {"https://evil.test", "https://rasl.test:8443"}) {
      var foreign = passkey.signAt(origin, options(app.api(), SIGN_IN));
      app.api().post(401, SIGN_IN, Map.of("credential", foreign));
    }
    var forged = new HashMap<>(passkey.sign(options(app.api(), SIGN_IN)));
    forged.put(
        "response", new SoftPasskey(ORIGIN).sign(options(app.api(), SIGN_IN)).get("response"));
    app.api().post(401, SIGN_IN, Map.of("credential", forged));
    app.api().post(401, SIGN_IN, Map.of("credential", Map.of("id", "AAAA")));
    app.api().post(422, SIGN_IN, Map.of("credential", "text"));
    signIn(200, passkey);
    passkey.countFrom(0);
    signIn(401, passkey);
  }

  @Test
  void whereNobodyWasVerifiedACodeIsAskedForFromThoseWhoWantOne() throws Exception {
    Api person = signedIn("codes@x.test");
    SoftPasskey passkey = added(person, "A");
    passkey.verifiesItsUser(false);
    assertThat(signIn(200, passkey).data().at("/session/second_factor").asBoolean()).isFalse();
    app.database().asOwner("update person set totp_sealed = 'x' where email = 'codes@x.test'");
    assertThat(signIn(401, passkey).code()).isEqualTo("SECOND_FACTOR_REQUIRED");
    passkey.verifiesItsUser(true);
    assertThat(signIn(200, passkey).data().at("/session/second_factor").asBoolean()).isTrue();
  }

  @Test
  void anOldSessionAddsAndRemovesNone() {
    Api person = signedIn("late@x.test");
    added(person, "A");
    long id = person.get(200, PASSKEYS).data().at("/passkeys/0/id").asLong();
    clock.advance(Duration.ofMinutes(16));
    person.post(403, PASSKEYS + "/options", Map.of());
    assertThat(person.post(403, PASSKEYS, Map.of()).code()).isEqualTo("RECENT_SIGN_IN_REQUIRED");
    person.delete(403, PASSKEYS + "/" + id);
  }

  @Test
  void aResetLeavesPasskeysAsTheyAre() {
    SoftPasskey passkey = added(signedIn("reset@x.test"), "A");
    app.api()
        .post(
            200,
            "/api/v2/password-reset",
            Map.of("token", app.resetLink("reset@x.test"), "password", "another long password"));
    signIn(200, passkey);
  }

  @Test
  void anAddressAsksForOptionsAHundredTimes() {
    Api stranger = app.api();
    int asked = 0;
    while (asked < SignInLimits.OF_ADDRESS + 1
        && stranger.send("POST", SIGN_IN + "/options", "{}").status() == 200) {
      asked++;
    }
    assertThat(asked).isBetween(1, SignInLimits.OF_ADDRESS);
    stranger.post(429, SIGN_IN + "/options", Map.of());
    clock.advance(SignInLimits.SPAN);
  }

  @Test
  void theyAreOfferedWhereBrowsersOfferThemAndElseTheReasonIsSaid() {
    for (String url : new String[] {"https://rasl.test", "http://localhost:8080"}) {
      assertThat(PasskeySite.whyNot(URI.create(url))).as(url).isEmpty();
    }
    for (String url : new String[] {"https://192.0.2.7", "https://[2001:db8::1]:8443"}) {
      assertThat(PasskeySite.whyNot(URI.create(url)).orElseThrow()).contains("IP address");
    }
    assertThat(PasskeySite.whyNot(URI.create("http://rasl.test")).orElseThrow()).contains("https");
    assertThat(PasskeySite.of(URI.create("https://Rasl.test:443")).origin())
        .isEqualTo("https://rasl.test");
  }

  @Test
  void atAnIpAddressNoneAreOfferedAndTheAnswerSaysWhy() {
    try (TestApp there = app.startAnotherNode(Map.of("RASL_PUBLIC_URL", "https://192.0.2.7"))) {
      there.person("ip@x.test", Team.PASSWORD);
      Api person = there.signIn("ip@x.test", Team.PASSWORD).with("Origin", "https://192.0.2.7");
      JsonNode list = person.get(200, PASSKEYS).data();
      assertThat(list.path("offered").asBoolean()).isFalse();
      assertThat(list.path("reason").asString()).contains("192.0.2.7");
      person.post(409, PASSKEYS + "/options", Map.of());
      assertThat(there.api().post(409, SIGN_IN + "/options", Map.of()).error().toString())
          .contains("192.0.2.7");
    }
  }
}
