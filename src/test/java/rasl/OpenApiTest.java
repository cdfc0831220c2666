package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.http.Routes;
import rasl.testkit.Api;
import rasl.testkit.OpenApiFile;

/** What the server serves is documented, and what is documented is served. */
class OpenApiTest {
  private static TestApp app;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void everyRouteIsDocumentedWithItsScopeAndNothingElseIs() {
    Map<String, Set<String>> served = new TreeMap<>();
    app.routes().forEach(route -> served.put(route.method() + " " + route.path(), scopes(route)));
    Map<String, Set<String>> documented = new TreeMap<>();
    OpenApiFile.published()
        .operations()
        .forEach(operation -> documented.put(operation.name(), operation.scopes()));
    assertThat(documented).isEqualTo(served);
  }

  @Test
  void everyOperationSaysWhichScopeItNeedsAndHasAName() {
    assertThat(OpenApiFile.published().operations())
        .allSatisfy(
            operation -> {
              assertThat(operation.node().path("operationId").asString("")).isNotEmpty();
              assertThat(operation.node().path("security").isArray()).isTrue();
              String description = operation.node().path("description").asString("");
              operation
                  .scopes()
                  .forEach(
                      scope -> assertThat(description).startsWith("Needs the scope `" + scope));
            })
        .extracting(operation -> operation.node().path("operationId").asString(""))
        .doesNotHaveDuplicates();
  }

  @Test
  void theFileThePageAndThePagesPartsAreServedWithoutAToken() {
    Api api = app.api();
    assertThat(api.get(200, "/api/v2/openapi.yaml").text()).startsWith("openapi: 3.1");
    String page = api.get(200, "/docs").text();
    var parts = java.util.regex.Pattern.compile("(?:src|href)=\"(/docs/[^\"]+)\"").matcher(page);
    int found = 0;
    while (parts.find()) {
      assertThat(api.get(200, parts.group(1)).response().body()).isNotEmpty();
      found++;
    }
    assertThat(found).isEqualTo(4);
    assertThat(page).doesNotContain("http://", "https://");
    assertThat(api.get(200, "/docs/docs.js").text()).contains("'/api/v2/openapi.yaml'");
    assertThat(api.get(404, "/docs/nothing.js").code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void healthMetricsAndTheIndexAreAsDocumented() {
    Api api = app.api();
    assertThat(api.get(200, "/").data().path("openapi").asString())
        .isEqualTo("/api/v2/openapi.yaml");
    assertThat(api.get(200, "/health/live").data().path("status").asString()).isEqualTo("live");
    assertThat(api.get(200, "/health/ready").data().at("/checks/database").asString())
        .isEqualTo("up");
    assertThat(api.get(200, "/metrics").text()).contains("# TYPE");
    assertThat(api.with("X-Forwarded-For", "127.0.0.1").get(404, "/metrics").code())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void whatIsNoOperationIsRefusedInTheEnvelope() {
    Api api = app.api();
    assertThat(api.get(404, "/api/v2/nothing").code()).isEqualTo("NOT_FOUND");
    Api.Reply wrong = api.call(405, "PUT", "/api/v2/sources", "{}");
    assertThat(wrong.code()).isEqualTo("METHOD_NOT_ALLOWED");
    assertThat(wrong.header("Allow")).contains("GET, HEAD, POST");
  }

  private static Set<String> scopes(Routes.Route route) {
    return switch (route.access()) {
      case Routes.Access.Token token -> Set.of(token.scope().text());
      case Routes.Access.Operator _ -> Set.of(Routes.Access.Operator.SCOPE);
      case Routes.Access.Person _, Routes.Access.Guest _, Routes.Access.Open _ -> Set.of();
    };
  }
}
