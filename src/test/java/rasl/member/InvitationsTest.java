package rasl.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.db.TenantId;
import rasl.testkit.Api;
import rasl.testkit.SettableClock;
import rasl.testkit.Team;
import tools.jackson.databind.JsonNode;

/** By which links people become members, and who learns what from them. */
class InvitationsTest {
  private static final String INVITE = "/api/v2/members/invitations";
  private static final String ACCOUNT = "/api/v2/invitations/account";
  private static final String ACCEPT = "/api/v2/invitations/accept";

  private static SettableClock clock;
  private static TestApp app;
  private static Team team;
  private static Api owner;

  @BeforeAll
  static void start() {
    clock = SettableClock.atSomeTime();
    app = TestApp.start(Map.of(), clock);
    TenantId tenant = app.tenant("inviting");
    team = new Team(app, tenant);
    owner = team.owner("owner@inviting.test");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void whatTheInvitedAreAnsweredDoesNotTellWhetherTheEmailHadAnAccount() {
    app.person("known@somewhere.test", Team.PASSWORD);
    JsonNode known = invite("known@somewhere.test");
    JsonNode fresh = invite("fresh@somewhere.test");
    assertThat(known.propertyNames()).isEqualTo(fresh.propertyNames());
    for (int i = 0; i < 2; i++) {
      long before = app.passwordsHashed();
      assertThat(account(200, known, "an attacker's guess").json().path("message"))
          .isEqualTo(account(200, fresh, Team.PASSWORD).json().path("message"));
      assertThat(app.passwordsHashed() - before).isEqualTo(2);
    }
    app.api()
        .post(
            401,
            "/api/v2/sign-in",
            Map.of("email", "known@somewhere.test", "password", "an attacker's guess"));
    app.signIn("known@somewhere.test", Team.PASSWORD).post(200, ACCEPT, token(known));
    app.signIn("fresh@somewhere.test", Team.PASSWORD).post(200, ACCEPT, token(fresh));
  }

  @Test
  void anInvitationIsForItsOwnAccountAlone() {
    JsonNode made = invite("wanted@somewhere.test");
    account(200, made, Team.PASSWORD);
    app.api().post(401, ACCEPT, token(made));
    Api stranger = new Team(app, app.tenant("strangers")).owner("stranger@somewhere.test");
    assertThat(stranger.post(404, ACCEPT, token(made)).error())
        .isEqualTo(stranger.post(404, ACCEPT, Map.of("token", "1-" + "x".repeat(40))).error());
    Api wanted = app.signIn("Wanted@somewhere.test", Team.PASSWORD);
    assertThat(wanted.post(200, ACCEPT, token(made)).data().at("/member/role").asString())
        .isEqualTo("agent");
    wanted.post(404, ACCEPT, token(made));
    account(404, made, Team.PASSWORD);
  }

  @Test
  void anInvitationEndsByTimeByHandByANewerOneAndWithItsMaker() {
    JsonNode late = invite("late@somewhere.test");
    clock.advance(Invitations.GOOD);
    account(404, late, Team.PASSWORD);
    JsonNode first = invite("twice@somewhere.test");
    JsonNode second = invite("TWICE@somewhere.test");
    account(404, first, Team.PASSWORD);
    owner = team.signIn("owner@inviting.test");
    owner.delete(200, INVITE + "/" + second.path("id").asLong());
    account(404, second, Team.PASSWORD);
    Api admin = team.member(owner, "admin@inviting.test", "admin");
    JsonNode theirs =
        admin.post(201, INVITE, Map.of("email", "friend@somewhere.test", "role", "admin")).data();
    long id = team.idOf(owner, "admin@inviting.test");
    owner.patch(200, "/api/v2/members/" + id, Map.of("role", "viewer"));
    account(404, theirs, Team.PASSWORD);
  }

  @Test
  void theLinkIsShownOnceAndNeitherStoredNorRepeated() {
    Api keyed = owner().with("Idempotency-Key", "invite-once");
    var wanted = Map.of("email", "once@somewhere.test", "role", "viewer");
    String link = keyed.post(201, INVITE, wanted).data().path("link").asString();
    Api.Reply again = keyed.post(201, INVITE, wanted);
    assertThat(again.header("Idempotent-Replayed")).contains("true");
    assertThat(again.data().has("link") || again.data().has("token")).isFalse();
    assertThat(owner().get(200, INVITE).text()).doesNotContain(link);
    String secret = link.substring(link.lastIndexOf('-') + 1);
    assertThat(app.database().column("select i::text from invitation i"))
        .isNotEmpty()
        .noneMatch(row -> row.contains(secret));
  }

  @Test
  void theFirstLinkIsGoodOnlyWhileThereIsNoOwner() {
    TenantId fresh = app.tenant("fresh");
    Team newTeam = new Team(app, fresh);
    String replaced = app.ownerLink(fresh, true);
    String first = app.ownerLink(fresh, true);
    String always = app.ownerLink(fresh, false);
    assertThat(first).matches("http://[^#]+/first-run#[0-9]+-[0-9A-Za-z]{40}");
    newTeam.account(404, replaced, "one@fresh.test");
    newTeam.account(200, first, "one@fresh.test");
    newTeam.account(200, first, "two@fresh.test");
    app.signIn("one@fresh.test", Team.PASSWORD).post(200, ACCEPT, Team.token(first));
    Api two = app.signIn("two@fresh.test", Team.PASSWORD);
    two.post(404, ACCEPT, Team.token(first));
    two.post(200, ACCEPT, Team.token(always));
    assertThat(newTeam.owners()).isEqualTo(2);
    String unused = app.ownerLink(fresh, true);
    newTeam.account(404, unused, "three@fresh.test");
    String late = app.ownerLink(fresh, false);
    clock.advance(Duration.ofHours(24));
    newTeam.account(404, late, "three@fresh.test");
  }

  @Test
  void ofManyWhoAcceptAtOnceOneGetsTheLastSeat() throws Exception {
    TenantId seats = app.tenant("seats");
    Team full = new Team(app, seats);
    Api boss = full.owner("boss@seats.test");
    var tries = new java.util.ArrayList<java.util.concurrent.Callable<Api.Reply>>();
    for (int i = 0; i < 4; i++) {
      String email = "seat" + i + "@seats.test";
      JsonNode made = boss.post(201, INVITE, Map.of("email", email, "role", "agent")).data();
      account(200, made, Team.PASSWORD);
      Api person = app.signIn(email, Team.PASSWORD);
      String body = rasl.json.Json.write(token(made));
      tries.add(() -> person.send("POST", ACCEPT, body));
    }
    app.set("seats", Map.of("staff_limit", "2"));
    var codes = new java.util.ArrayList<String>();
    try (var threads = java.util.concurrent.Executors.newFixedThreadPool(4)) {
      for (var tried : threads.invokeAll(tries)) {
        codes.add(tried.get().code());
      }
    }
    String none = "FEATURE_LIMIT_EXCEEDED";
    assertThat(codes).containsExactlyInAnyOrder("", none, none, none);
    Api.Reply refused = boss.post(403, INVITE, Map.of("email", "more@seats.test", "role", "agent"));
    assertThat(refused.error().at("/details/maximum").asInt()).isEqualTo(2);
    invite("beside@somewhere.test");
    // The operator's link of the command line lets an owner in all the same.
    full.owner("rescue@seats.test");
  }

  @Test
  void passwordsThatAreNoneAreRefused() {
    JsonNode made = invite("short@somewhere.test");
    for (String password : java.util.List.of("too short", "short@somewhere.test", "")) {
      Api.Reply refused = account(422, made, password);
      assertThat(refused.error().at("/details/errors").has("password")).isTrue();
    }
  }

  private static Api owner() {
    return team.signIn("owner@inviting.test");
  }

  private static JsonNode invite(String email) {
    return owner().post(201, INVITE, Map.of("email", email, "role", "agent")).data();
  }

  private static Api.Reply account(int status, JsonNode made, String password) {
    return app.api()
        .post(
            status,
            ACCOUNT,
            Map.of("token", token(made).get("token"), "name", "Somebody", "password", password));
  }

  private static Map<String, String> token(JsonNode made) {
    return Map.of("token", made.path("token").asString());
  }
}
