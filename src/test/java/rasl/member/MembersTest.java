package rasl.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.db.TenantId;
import rasl.http.Scope;
import rasl.testkit.Api;
import rasl.testkit.Team;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Members, their roles, and what they may give each other. */
class MembersTest {
  private static final String MEMBERS = "/api/v2/members";
  private static final Duration SOON = Duration.ofSeconds(20);

  private static TestApp app;
  private static TenantId tenant;
  private static Team team;
  private static Api owner;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    tenant = app.tenant("team");
    team = new Team(app, tenant);
    owner = team.owner("owner@team.test");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void membersAreListedAndRolesAreShown() {
    team.member(owner, "listed@team.test", "agent");
    JsonNode found = owner.get(200, MEMBERS + "?filter[role]=owner&search=owner@team").data();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("email").asString()).isEqualTo("owner@team.test");
    assertThat(owner.get(200, MEMBERS + "?fields=email&filter[email]=LISTED@team.test").data())
        .hasSize(1);
    JsonNode roles = owner.get(200, MEMBERS + "/roles").data();
    assertThat(roles.valueStream().map(role -> role.path("role").asString()).toList())
        .containsExactly("owner", "admin", "developer", "agent", "viewer");
  }

  @Test
  void anAgentMayNotInviteNorMakeTokensNorSeeTheAudit() {
    Api agent = team.member(owner, "agent@team.test", "agent");
    agent.get(200, "/api/v2/contacts");
    Api.Reply refused = agent.post(403, MEMBERS + "/invitations", invitation("x@y.zz", "viewer"));
    assertThat(refused.error().at("/details/required").asString()).isEqualTo("members:write");
  }

  @Test
  void theMembersOfASuspendedTenantAreRefusedAndItsNeighboursAreNot() throws Exception {
    TenantId late = app.tenant("late");
    Api lateOwner = new Team(app, late).owner("owner@late.test");
    lateOwner.get(200, MEMBERS);
    app.database().asOwner("update tenant set status = 'suspended' where id = " + late);
    Waiting.until(SOON, () -> lateOwner.send("GET", MEMBERS, null).status() == 403);
    assertThat(lateOwner.get(403, MEMBERS).code()).isEqualTo("ACCOUNT_SUSPENDED");
    owner.get(200, MEMBERS);
  }

  @Test
  void onlyAnOwnerMakesOwnersAndChangesOrRemovesThem() {
    Api admin = team.member(owner, "admin@team.test", "admin");
    long ownerId = team.idOf(owner, "owner@team.test");
    for (Api caller : List.of(admin, app.as(tenant))) {
      ownersOnly(caller.post(403, MEMBERS + "/invitations", invitation("new@y.zz", "owner")));
      ownersOnly(caller.patch(403, MEMBERS + "/" + ownerId, Map.of("role", "viewer")));
      ownersOnly(caller.patch(403, MEMBERS + "/" + ownerId, Map.of("is_suspended", true)));
      ownersOnly(caller.delete(403, MEMBERS + "/" + ownerId));
      long self = team.idOf(owner, "admin@team.test");
      ownersOnly(caller.patch(403, MEMBERS + "/" + self, Map.of("role", "owner")));
    }
    admin.post(201, MEMBERS + "/invitations", invitation("new@y.zz", "admin"));
  }

  private static void ownersOnly(Api.Reply reply) {
    assertThat(reply.code()).isEqualTo("OWNER_REQUIRED");
  }

  @Test
  void nobodyGivesMoreThanHeHas() {
    long agent = team.memberId(owner, "small@team.test", "agent");
    Api token =
        app.api()
            .withToken(
                app.token(
                    tenant,
                    EnumSet.of(Scope.MEMBERS_READ, Scope.MEMBERS_WRITE, Scope.ACCOUNT_READ),
                    OptionalInt.empty()));
    for (Api.Reply refused :
        List.of(
            token.post(403, MEMBERS + "/invitations", invitation("z@y.zz", "viewer")),
            token.patch(403, MEMBERS + "/" + agent, Map.of("role", "admin")),
            token.delete(403, MEMBERS + "/" + agent))) {
      assertThat(refused.code()).isEqualTo("INSUFFICIENT_SCOPE");
    }
  }

  @Test
  void theLastOwnerStaysHoweverItIsTried() {
    TenantId alone = app.tenant("alone");
    Team others = new Team(app, alone);
    Api last = others.owner("last@alone.test");
    String path = MEMBERS + "/" + others.idOf(last, "last@alone.test");
    assertThat(last.delete(409, path).code()).isEqualTo("RESOURCE_CONFLICT");
    last.patch(409, path, Map.of("role", "admin"));
    last.patch(409, path, Map.of("is_suspended", true));
    Api second = others.member(last, "second@alone.test", "owner");
    last.delete(200, path);
    second.delete(409, MEMBERS + "/" + others.idOf(second, "second@alone.test"));
  }

  @Test
  void ofTwoOwnersWhoGoAtOnceOneStays() throws Exception {
    for (int round = 0; round < 3; round++) {
      Team others = new Team(app, app.tenant("pair" + round));
      Api first = others.owner("first@pair.test");
      Api second = others.member(first, "second@pair.test", "owner");
      String one = MEMBERS + "/" + others.idOf(first, "first@pair.test");
      String two = MEMBERS + "/" + others.idOf(first, "second@pair.test");
      try (var both = Executors.newFixedThreadPool(2)) {
        Callable<Integer> lower = () -> status(first, "PATCH", one, "{\"role\":\"admin\"}");
        Callable<Integer> suspend = () -> status(second, "PATCH", two, "{\"is_suspended\":true}");
        List<Future<Integer>> tried = both.invokeAll(List.of(lower, suspend));
        assertThat(List.of(tried.get(0).get(), tried.get(1).get()))
            .containsExactlyInAnyOrder(200, 409);
      }
      assertThat(others.owners()).isEqualTo(1);
    }
  }

  private static int status(Api api, String method, String path, String body) {
    return api.send(method, path, body).status();
  }

  @Test
  void whatWasAssignedToOneWhoLeavesIsNobodysWithItsEvents() {
    long leaving = team.memberId(owner, "leaving@team.test", "agent");
    app.database()
        .asOwner(
            """
            update tenant_settings set default_assignee_chosen = true, default_assigned_id = %d
            where tenant_id = %d
            """
                .formatted(leaving, tenant.value()));
    long contact = team.contact(owner, "+966500001001", leaving);
    long other = team.contact(owner, "+966500001002", team.idOf(owner, "owner@team.test"));
    owner.delete(200, MEMBERS + "/" + leaving);
    assertThat(owner.get(200, "/api/v2/contacts/" + contact).data().path("assigned_id").isNull())
        .isTrue();
    assertThat(owner.get(200, "/api/v2/contacts/" + other).data().path("assigned_id").isNull())
        .isFalse();
    assertThat(
            app.database()
                .column(
                    """
                    select type || ' ' || resource_id from event
                    where tenant_id = %d and type in ('contact.updated', 'member.deleted')
                    order by id
                    """
                        .formatted(tenant.value())))
        .endsWith("contact.updated " + contact, "member.deleted " + leaving);
    assertThat(
            app.database()
                .column(
                    """
                    select coalesce(default_assigned_id::text, 'nobody') from tenant_settings
                    where default_assignee_chosen and tenant_id = %d
                    """
                        .formatted(tenant.value())))
        .containsExactly("nobody");
    owner.get(404, MEMBERS + "/" + leaving);
    JsonNode entry = owner.get(200, "/api/v2/audit?filter[action]=member.removed").data().get(0);
    assertThat(entry.at("/target/id").asLong()).isEqualTo(leaving);
    assertThat(entry.at("/before/email").asString()).isEqualTo("leaving@team.test");
    assertThat(entry.at("/actor/type").asString()).isEqualTo("member");
  }

  @Test
  void oneWhoIsSuspendedOrRemovedMayDoNothingWithinASecondAndSeesNoTenant() throws Exception {
    Api agent = team.member(owner, "gone@team.test", "agent");
    long id = team.idOf(owner, "gone@team.test");
    Api undocumented = team.undocumented("gone@team.test");
    agent.get(200, "/api/v2/contacts");
    owner.patch(200, MEMBERS + "/" + id, Map.of("is_suspended", true));
    Waiting.until(SOON, () -> undocumented.send("GET", "/api/v2/contacts", null).status() == 404);
    assertThat(agent.get(200, "/api/v2/session").data().path("tenants")).isEmpty();
    owner.patch(200, MEMBERS + "/" + id, Map.of("is_suspended", false));
    Waiting.until(SOON, () -> undocumented.send("GET", "/api/v2/contacts", null).status() == 200);
    owner.delete(200, MEMBERS + "/" + id);
    Waiting.until(SOON, () -> undocumented.send("GET", "/api/v2/contacts", null).status() == 404);
  }

  @Test
  void anOwnerOfOneTenantDoesNothingToThePeopleOfAnother() {
    TenantId other = app.tenant("elsewhere");
    Team elsewhere = new Team(app, other);
    Api stranger = elsewhere.owner("stranger@else.test");
    long mine = team.idOf(owner, "owner@team.test");
    Object none = stranger.get(404, MEMBERS + "/999999").error();
    assertThat(stranger.get(404, MEMBERS + "/" + mine).error()).isEqualTo(none);
    assertThat(stranger.patch(404, MEMBERS + "/" + mine, Map.of("role", "viewer")).error())
        .isEqualTo(none);
    assertThat(stranger.delete(404, MEMBERS + "/" + mine).error()).isEqualTo(none);
    assertThat(stranger.get(200, MEMBERS).data()).hasSize(1);
    Api there = team.undocumented("stranger@else.test").with("X-Rasl-Tenant", tenant.toString());
    for (String path : List.of(MEMBERS, "/api/v2/contacts", MEMBERS + "/" + mine)) {
      assertThat(there.get(404, path).error().path("message").asString())
          .isEqualTo("Tenant not found");
    }
  }

  private static Map<String, String> invitation(String email, String role) {
    return Map.of("email", email, "role", role);
  }
}
