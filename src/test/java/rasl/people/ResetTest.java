package rasl.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Api;
import rasl.testkit.SettableClock;
import rasl.testkit.Team;
import tools.jackson.databind.JsonNode;

/** One-time codes, and what becomes of a lost password. */
class ResetTest {
  private static final String CODES = "/api/v2/me/one-time-codes";
  private static final String RESET = "/api/v2/password-reset";
  private static final String SIGN_IN = "/api/v2/sign-in";
  private static final String NEW = "another long password";

  private static SettableClock clock;
  private static TestApp app;
  private static Team ours;
  private static Team theirs;

  @BeforeAll
  static void start() {
    clock = SettableClock.atSomeTime();
    app = TestApp.start(Map.of(), clock);
    ours = new Team(app, app.tenant("ours"));
    theirs = new Team(app, app.tenant("theirs"));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void codesAreAskedForOnceTheyAreOnAndEachWorksOnce() {
    app.person("codes@x.test", Team.PASSWORD);
    Api person = app.signIn("codes@x.test", Team.PASSWORD);
    JsonNode begun = person.post(200, CODES, Map.of()).data();
    byte[] secret = base32(begun.path("secret").asString());
    assertThat(begun.path("uri").asString()).contains("codes%40x.test");
    String ticket = begun.path("ticket").asString();
    Api other = app.signIn("codes@x.test", Team.PASSWORD);
    app.person("thief@x.test", Team.PASSWORD);
    Api thief = app.signIn("thief@x.test", Team.PASSWORD);
    thief.put(422, CODES, Map.of("ticket", ticket, "code", now(secret)));
    person.put(422, CODES, Map.of("ticket", ticket, "code", "000000"));
    JsonNode recovery =
        person
            .put(200, CODES, Map.of("ticket", ticket, "code", now(secret)))
            .data()
            .path("recovery_codes");
    assertThat(recovery).hasSize(10);
    other.get(401, "/api/v2/session");
    Api.Reply asked = app.api().post(401, SIGN_IN, given("codes@x.test", Team.PASSWORD, ""));
    assertThat(asked.code()).isEqualTo("SECOND_FACTOR_REQUIRED");
    app.api().post(401, SIGN_IN, given("codes@x.test", "wrong", now(secret)));
    // The code that turned them on is used up.
    app.api().post(401, SIGN_IN, given("codes@x.test", Team.PASSWORD, now(secret)));
    clock.advance(java.time.Duration.ofSeconds(30));
    String code = now(secret);
    Api.Reply in = app.api().post(200, SIGN_IN, given("codes@x.test", Team.PASSWORD, code));
    assertThat(in.data().at("/session/second_factor").asBoolean()).isTrue();
    app.api().post(401, SIGN_IN, given("codes@x.test", Team.PASSWORD, code));
    String lost = recovery.get(0).asString();
    app.api().post(200, SIGN_IN, given("codes@x.test", Team.PASSWORD, lost.replace("-", " ")));
    app.api().post(401, SIGN_IN, given("codes@x.test", Team.PASSWORD, lost));
    app.signedIn(in).delete(200, CODES);
    app.signIn("codes@x.test", Team.PASSWORD);
  }

  /** RFC 6238, appendix B, in six digits. */
  @Test
  void codesAreThoseOfTheStandard() {
    byte[] secret = "12345678901234567890".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(SecondFactor.codeAt(secret, java.time.Instant.ofEpochSecond(59)))
        .isEqualTo("287082");
    assertThat(SecondFactor.codeAt(secret, java.time.Instant.ofEpochSecond(1111111109)))
        .isEqualTo("081804");
    assertThat(SecondFactor.base32(secret)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  }

  @Test
  void anOldSessionChangesNothingOfHowItsPersonSignsIn() {
    app.person("late@x.test", Team.PASSWORD);
    Api person = app.signIn("late@x.test", Team.PASSWORD);
    clock.advance(java.time.Duration.ofMinutes(16));
    assertThat(person.post(403, CODES, Map.of()).code()).isEqualTo("RECENT_SIGN_IN_REQUIRED");
    person.delete(403, CODES);
  }

  @Test
  void aPasswordIsChangedByWhoKnowsItAndEndsTheOtherSessions() {
    app.person("change@x.test", Team.PASSWORD);
    Api person = app.signIn("change@x.test", Team.PASSWORD);
    Api other = app.signIn("change@x.test", Team.PASSWORD);
    String path = "/api/v2/me/password";
    person.put(401, path, Map.of("current_password", "wrong", "password", NEW));
    person.put(422, path, Map.of("current_password", Team.PASSWORD, "password", "short"));
    person.put(200, path, Map.of("current_password", Team.PASSWORD, "password", NEW));
    person.get(200, "/api/v2/session");
    other.get(401, "/api/v2/session");
    app.signIn("change@x.test", NEW);
    app.api().post(401, SIGN_IN, given("change@x.test", Team.PASSWORD, ""));
  }

  @Test
  void aLinkOfTheCommandLineSetsAPasswordOnceAndIsInTheAuditOfEveryTenant() {
    Api owner = ours.owner("both@x.test");
    Api there = theirs.owner("both@x.test");
    String token = app.resetLink("Both@x.test");
    app.api().post(422, RESET, Map.of("token", token, "password", "short"));
    app.api().post(200, RESET, Map.of("token", token, "password", NEW));
    app.api().post(404, RESET, Map.of("token", token, "password", NEW));
    owner.get(401, "/api/v2/session");
    there.get(401, "/api/v2/session");
    Api again = app.signIn("both@x.test", NEW);
    JsonNode session = again.get(200, "/api/v2/session").data();
    long id = session.path("person").path("id").asLong();
    for (JsonNode tenant : session.path("tenants")) {
      assertThat(
              again
                  .with("X-Rasl-Tenant", tenant.path("id").asString())
                  .get(200, "/api/v2/audit?filter[action]=reset.used")
                  .data()
                  .valueStream()
                  .filter(entry -> entry.path("target").path("id").asLong() == id))
          .hasSize(1);
    }
    String late = app.resetLink("both@x.test");
    clock.advance(Resets.GOOD);
    app.api().post(404, RESET, Map.of("token", late, "password", NEW));
  }

  @Test
  void anOwnerResetsOnlyWhoWorksForThatTenantAlone() {
    Api owner = ours.owner("a-owner@x.test");
    Api neighbour = theirs.owner("b-owner@x.test");
    long alone = ours.memberId(owner, "alone@x.test", "agent");
    Api admin = ours.member(owner, "a-admin@x.test", "admin");
    String path = "/api/v2/members/" + alone + "/password-reset";
    assertThat(neighbour.post(404, path, Map.of()).error())
        .isEqualTo(neighbour.post(404, "/api/v2/members/999999/password-reset", Map.of()).error());
    assertThat(admin.post(403, path, Map.of()).code()).isEqualTo("OWNER_REQUIRED");
    String token = owner.post(201, path, Map.of()).data().path("token").asString();
    // Who joins another tenant before the link is used is safe from it.
    theirs.member(neighbour, "alone@x.test", "agent");
    app.api().post(409, RESET, Map.of("token", token, "password", NEW));
    owner.post(409, path, Map.of());
    app.signIn("alone@x.test", Team.PASSWORD);
    long other = ours.memberId(owner, "only@x.test", "agent");
    String good =
        owner
            .post(201, "/api/v2/members/" + other + "/password-reset", Map.of())
            .data()
            .path("token")
            .asString();
    app.api().post(200, RESET, Map.of("token", good, "password", NEW));
    app.signIn("only@x.test", NEW);
  }

  /** Whoever owns one tenant gets into another by no kind of reset. */
  @Test
  void anOwnerResetsNoOwnerOfAnotherTenantInAnyWay() {
    Api owner = ours.owner("attacker@x.test");
    Api neighbour = theirs.owner("victim@x.test");
    long ofNeighbour = theirs.idOf(neighbour, "victim@x.test");
    String mine = "/api/v2/members/" + ofNeighbour + "/password-reset";
    owner.post(404, mine, Map.of());
    String operators = "/api/v2/operator/password-resets";
    Api.Reply refused = owner.post(403, operators, Map.of("email", "victim@x.test"));
    assertThat(refused.error())
        .isEqualTo(owner.post(403, operators, Map.of("email", "nobody@x.test")).error());
    // As a member of both the victim is out of reach, and a link for the other is of no use.
    Api victim = ours.member(owner, "victim@x.test", "agent");
    long here = ours.idOf(owner, "victim@x.test");
    owner.post(409, "/api/v2/members/" + here + "/password-reset", Map.of());
    String foreign = app.resetLink("attacker@x.test");
    app.api().post(200, RESET, Map.of("token", foreign, "email", "victim@x.test", "password", NEW));
    victim.get(200, "/api/v2/session");
    app.signIn("victim@x.test", Team.PASSWORD);
    app.api().post(401, SIGN_IN, given("victim@x.test", NEW, ""));
  }

  @Test
  void anOperatorsLinkSetsAPasswordEndsSessionsAndIsInTheAuditOfEveryTenant() {
    Api here = ours.owner("lost@x.test");
    Api there = theirs.owner("lost@x.test");
    Api operator = app.operator();
    String path = "/api/v2/operator/password-resets";
    operator.post(404, path, Map.of("email", "unheard-of@x.test"));
    operator.post(422, path, Map.of("email", "no email"));
    String token =
        operator.post(201, path, Map.of("email", "Lost@x.test")).data().path("token").asString();
    here.get(200, "/api/v2/session");
    app.api().post(200, RESET, Map.of("token", token, "password", NEW));
    here.get(401, "/api/v2/session");
    there.get(401, "/api/v2/session");
    Api again = app.signIn("lost@x.test", NEW);
    JsonNode session = again.get(200, "/api/v2/session").data();
    assertThat(session.path("tenants")).hasSize(2);
    for (JsonNode tenant : session.path("tenants")) {
      Api in = again.with("X-Rasl-Tenant", tenant.path("id").asString());
      for (String action : new String[] {"reset.offered", "reset.used"}) {
        assertThat(
                in.get(200, "/api/v2/audit?filter[action]=" + action)
                    .data()
                    .valueStream()
                    .filter(
                        entry ->
                            entry.at("/target/id").asLong() == session.at("/person/id").asLong()))
            .as(action)
            .hasSize(1);
      }
    }
  }

  @Test
  void noResetTurnsCodesOff() {
    app.person("kept@x.test", Team.PASSWORD);
    Api person = app.signIn("kept@x.test", Team.PASSWORD);
    JsonNode begun = person.post(200, CODES, Map.of()).data();
    byte[] secret = base32(begun.path("secret").asString());
    var first = Map.of("ticket", begun.path("ticket").asString(), "code", now(secret));
    person.put(200, CODES, first);
    app.api().post(200, RESET, Map.of("token", app.resetLink("kept@x.test"), "password", NEW));
    assertThat(app.api().post(401, SIGN_IN, given("kept@x.test", NEW, "")).code())
        .isEqualTo("SECOND_FACTOR_REQUIRED");
  }

  private static String now(byte[] secret) {
    return SecondFactor.codeAt(secret, clock.instant());
  }

  private static Map<String, String> given(String email, String password, String code) {
    return code.isEmpty()
        ? Map.of("email", email, "password", password)
        : Map.of("email", email, "password", password, "code", code);
  }

  private static byte[] base32(String text) {
    var bits = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
      bits.append("%5s".formatted(Integer.toBinaryString(value)).replace(' ', '0'));
    }
    var bytes = new byte[bits.length() / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    return bytes;
  }
}
