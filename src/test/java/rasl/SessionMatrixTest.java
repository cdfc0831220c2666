package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Role;
import rasl.http.Routes;
import rasl.testkit.Api;
import rasl.testkit.Team;

/** Every route of the server, called with the session of a person. */
class SessionMatrixTest {
  private static TestApp app;
  private static TenantId tenant;
  private static Api owner;
  private static Api stranger;
  private static Api viewer;

  @BeforeAll
  static void start() {
    app = TestApp.start(Map.of("RASL_SESSION_CALLS", "100000"));
    tenant = app.tenant("mine");
    var team = new Team(app, tenant);
    Api made = team.owner("owner@mine.test");
    team.member(made, "viewer@mine.test", "viewer");
    var others = new Team(app, app.tenant("others"));
    others.owner("stranger@others.test");
    owner = team.undocumented("owner@mine.test");
    viewer = team.undocumented("viewer@mine.test");
    stranger = others.undocumented("stranger@others.test");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void everyChangeNeedsItsHeaderAndAnOriginOfOurs() {
    for (Routes.Route route : ofPeople()) {
      if (!route.method().equals("GET")) {
        isCrossSite(owner.with("X-CSRF-Token", "0".repeat(64)), route);
        isCrossSite(owner.with("Origin", "https://evil.test"), route);
        isCrossSite(owner.with("Origin", "null"), route);
      }
      isCrossSite(owner.with("Sec-Fetch-Site", "cross-site"), route);
    }
  }

  private static void isCrossSite(Api api, Routes.Route route) {
    Api.Reply reply = api.send(route.method(), path(route), null);
    assertThat(reply.status()).as(route.method() + " " + route.path()).isEqualTo(403);
    assertThat(reply.code()).isEqualTo("CROSS_SITE_REQUEST");
    assertThat(reply.response().headers().map().keySet())
        .noneMatch(header -> header.toLowerCase(java.util.Locale.ROOT).startsWith("access-"));
  }

  @Test
  void everyRouteOfATenantWantsItsNameAndAMember() {
    Api without = owner.with("X-Rasl-Tenant", "");
    for (Routes.Route route : ofTenants()) {
      String name = route.method() + " " + route.path();
      assertThat(without.send(route.method(), path(route), null).status()).as(name).isEqualTo(422);
      Api.Reply theirs =
          stranger.with("X-Rasl-Tenant", tenant.toString()).send(route.method(), path(route), null);
      Api.Reply nobodys =
          stranger.with("X-Rasl-Tenant", "999999").send(route.method(), path(route), null);
      assertThat(theirs.status()).as(name).isEqualTo(404);
      assertThat(theirs.error()).as(name).isEqualTo(nobodys.error());
    }
  }

  @Test
  void everyRouteRefusesARoleWithoutItsScope() {
    for (Routes.Route route : ofTenants()) {
      var access = (Routes.Access.Token) route.access();
      Api.Reply reply = viewer.send(route.method(), path(route), null);
      String name = route.method() + " " + route.path();
      if (Role.VIEWER.scopes().contains(access.scope())) {
        assertThat(reply.status()).as(name).isNotIn(401, 403);
      } else {
        assertThat(reply.code()).as(name).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(reply.error().path("message").asString()).doesNotContain("token lacks");
        assertThat(reply.error().at("/details/required").asString())
            .isEqualTo(access.scope().text());
      }
    }
  }

  @Test
  void noSessionAndNoTokenOpenARouteOfPeople() {
    for (Routes.Route route : app.routes()) {
      if (route.access() instanceof Routes.Access.Person) {
        app.api().undocumented().call(401, route.method(), path(route), null);
        app.sandbox().undocumented().call(401, route.method(), path(route), null);
      }
    }
  }

  private static List<Routes.Route> ofTenants() {
    List<Routes.Route> routes =
        app.routes().stream()
            .filter(route -> route.access() instanceof Routes.Access.Token)
            .toList();
    assertThat(routes).hasSizeGreaterThan(40);
    return routes;
  }

  private static List<Routes.Route> ofPeople() {
    return app.routes().stream()
        .filter(
            route ->
                route.access() instanceof Routes.Access.Token
                    || route.access() instanceof Routes.Access.Person)
        .toList();
  }

  private static String path(Routes.Route route) {
    return route.path().replaceAll("\\{[^}]+}", "999999");
  }
}
