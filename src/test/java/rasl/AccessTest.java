package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.testkit.Api;

/**
 * Who may call, how often, and with what: contract 1.1, 1.3 and 1.6, on the server's own routes.
 */
class AccessTest {
  private static TestApp app;
  private static TenantId tenant;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    tenant = app.tenant("access");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private record Guarded(String method, String path, Scope scope, int maxBody) {}

  @Test
  void everyRouteWithAScopeRefusesACallWithoutAValidToken() {
    int wrongOnes = 0;
    for (Guarded route : guarded()) {
      Api.Reply refused = app.api().call(401, route.method(), route.path(), null);
      assertThat(refused.code()).isEqualTo("UNAUTHORIZED");
      assertThat(refused.header("X-RateLimit-Limit")).isEmpty();
      // More wrong tokens than these from one address would be refused for their number.
      if (wrongOnes++ < 25) {
        app.api().withToken("rasl_none").call(401, route.method(), route.path(), null);
      }
    }
  }

  @Test
  void everyRouteRefusesATokenThatLacksItsScopeOnly() {
    for (Guarded route : guarded()) {
      EnumSet<Scope> others = EnumSet.complementOf(EnumSet.of(route.scope()));
      Api caller = app.api().withToken(app.token(tenant, others, OptionalInt.empty()));
      Api.Reply refused = caller.call(403, route.method(), route.path(), null);
      assertThat(refused.code()).isEqualTo("INSUFFICIENT_SCOPE");
      assertThat(refused.error().at("/details/required").asString())
          .isEqualTo(route.scope().text());
      EnumSet<Scope> alone = EnumSet.of(route.scope());
      Api enough = app.api().withToken(app.token(tenant, alone, OptionalInt.empty()));
      // A stream has no end: EventStreamTest opens it with its scope.
      if (!route.path().endsWith("/stream")) {
        assertThat(enough.send(route.method(), route.path(), null).status()).isNotIn(401, 403);
      }
    }
  }

  @Test
  void aTokensBudgetIsToldInEveryAnswerAndKept() {
    String token = app.token(tenant, EnumSet.of(Scope.SOURCES_READ), OptionalInt.of(2));
    Api limited = app.api().withToken(token);
    Api.Reply first = limited.get(200, "/api/v2/sources");
    assertThat(first.header("X-RateLimit-Limit")).contains("2");
    assertThat(first.header("X-RateLimit-Remaining")).contains("1");
    assertThat(limited.get(404, "/api/v2/sources/999999").header("X-RateLimit-Remaining"))
        .contains("0");
    Api.Reply refused = limited.get(429, "/api/v2/sources");
    assertThat(refused.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
    assertThat(refused.error().at("/details/retry_after").asString())
        .isEqualTo(refused.header("Retry-After").orElseThrow());
    assertThat(app.as(tenant).get(200, "/api/v2/sources").header("X-RateLimit-Limit")).isEmpty();
  }

  @Test
  void aBodyOfAnotherTypeOrTooLargeIsRefusedWhereverABodyIsTaken() {
    Api api = app.as(tenant);
    Api text = api.with("Content-Type", "text/plain");
    for (Guarded route : guarded()) {
      if (!route.method().equals("GET")) {
        assertThat(text.call(415, route.method(), route.path(), "name").code())
            .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        String tooLarge = "{\"name\":\"" + "x".repeat(route.maxBody()) + "\"}";
        assertThat(api.call(413, route.method(), route.path(), tooLarge).code())
            .isEqualTo("PAYLOAD_TOO_LARGE");
      }
    }
  }

  @Test
  void theCallersOwnRequestIdIsKeptWhereItIsAUuid() {
    Api api = app.as(tenant);
    String mine = UUID.randomUUID().toString();
    Api.Reply kept = api.with("X-Request-Id", mine).get(200, "/api/v2/sources");
    assertThat(kept.meta().path("request_id").asString()).isEqualTo(mine);
    assertThat(kept.header("X-Request-Id")).contains(mine);
    Api.Reply other = api.with("X-Request-Id", "mine").get(404, "/api/v2/sources/999999");
    assertThat(other.header("X-Request-Id"))
        .contains(other.meta().path("request_id").asString())
        .isNotEqualTo(kept.header("X-Request-Id"));
  }

  @Test
  void aSlashAtTheEndIsIgnoredAndHeadIsAGetWithoutItsBody() {
    Api api = app.as(tenant);
    assertThat(api.get(200, "/api/v2/sources/").data())
        .isEqualTo(api.get(200, "/api/v2/sources").data());
    assertThat(api.call(200, "HEAD", "/api/v2/sources", null).text()).isEmpty();
    api.post(422, "/api/v2/sources/", Map.of());
  }

  /** Every route with a token, with an id that nobody has. */
  private static List<Guarded> guarded() {
    var guarded = new ArrayList<Guarded>();
    for (Routes.Route route : app.routes()) {
      if (route.access() instanceof Routes.Access.Token token) {
        String path = route.path().replaceAll("\\{[^}]+}", "999999");
        guarded.add(new Guarded(route.method(), path, token.scope(), route.maxBody()));
      }
    }
    assertThat(guarded).hasSizeGreaterThanOrEqualTo(14);
    return guarded;
  }
}
