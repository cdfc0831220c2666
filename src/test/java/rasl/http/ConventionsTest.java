package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import rasl.db.DatabaseException;
import rasl.refusal.Refusal;
import rasl.testkit.Api;
import rasl.testkit.RawSocket;

/** Section 1 of the contract, over real HTTP. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConventionsTest {
  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-.{12}";

  private TestHouse house;

  @BeforeAll
  void start() {
    Routes routes = new Routes();
    routes.add("GET", "/t/things", Scope.SOURCES_READ, (_, _) -> Answer.ok(List.of(1)));
    routes.add("POST", "/t/things", Scope.SOURCES_WRITE, ConventionsTest::create);
    routes.add(
        "GET",
        "/t/things/{id}",
        Scope.SOURCES_READ,
        (_, request) -> Answer.ok(Map.of("id", request.pathId("id", "Thing"))));
    routes.add("GET", "/t/things/batch", Scope.SOURCES_READ, (_, _) -> Answer.ok("batch"));
    routes.add(
        "GET",
        "/t/text/{text}",
        Scope.SOURCES_READ,
        (_, request) -> Answer.ok(request.pathText("text")));
    routes.add("GET", "/t/bug", Scope.SOURCES_READ, (_, _) -> bug());
    routes.add("GET", "/t/down", Scope.SOURCES_READ, (_, _) -> down());
    routes.add("GET", "/t/closed", Scope.SOURCES_READ, (_, _) -> closed());
    routes.add(
        "GET", "/t/prefer", Scope.SOURCES_READ, (_, request) -> Answer.ok(request.prefersAsync()));
    house = new TestHouse(new NoDb(), routes, HttpModule.Settings.STANDARD, List.of());
  }

  @AfterAll
  void stop() {
    house.close();
  }

  private static Answer create(Caller caller, Request request) {
    Fields in = request.fields();
    String name = in.requiredText("name", 255);
    return in.orRefuse(() -> Answer.created(Map.of("name", name), "Thing created successfully"));
  }

  private static Answer bug() {
    throw new IllegalStateException("secret of the house");
  }

  private static Answer down() {
    throw new DatabaseException(new SQLException("no route", "08001"));
  }

  private static Answer closed() {
    throw new Refusal.ServiceWindowClosed(Optional.empty()).thrown();
  }

  private Api api() {
    return house.api(TestHouse.ALL);
  }

  @Test
  void aSuccessHasItsMembersInOrder() {
    Api.Reply reply = api().post(201, "/t/things", Map.of("name", " Ali "));
    assertThat(reply.text())
        .matches(
            "\\{\"success\":true,\"message\":\"Thing created successfully\","
                + "\"data\":\\{\"name\":\"Ali\"},\"meta\":\\{\"request_id\":\""
                + UUID
                + "\",\"timestamp\":\"2026-03-04T05:06:07.089Z\"}}");
    assertThat(reply.header("content-type")).contains("application/json");
    assertThat(reply.header("cache-control")).contains("no-store");
    assertThat(reply.header("x-content-type-options")).contains("nosniff");
    assertThat(reply.header("x-request-id")).contains(reply.meta().path("request_id").asString());
  }

  @Test
  void anErrorHasItsMembersInOrder() {
    Api.Reply reply = api().get(404, "/nowhere");
    assertThat(reply.text())
        .startsWith(
            "{\"success\":false,\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"Path not found\"},"
                + "\"meta\":{\"request_id\":\"");
  }

  @Test
  void aCallersOwnRequestIdIsKeptWhereItIsAUuid() {
    String own = "AB0E8400-e29b-11d4-a716-446655440000";
    Api.Reply kept = api().with("X-Request-Id", own).get(200, "/t/things");
    assertThat(kept.header("x-request-id")).contains(own);
    assertThat(kept.meta().path("request_id").asString()).isEqualTo(own);
    Api.Reply made = api().with("X-Request-Id", "mine").get(200, "/t/things");
    assertThat(made.meta().path("request_id").asString()).matches(UUID);
  }

  @Test
  void aWrongMethodIsRefusedBeforeTheTokenAndNamesTheRightOnes() {
    Api.Reply reply = house.api().delete(405, "/t/things");
    assertThat(reply.code()).isEqualTo("METHOD_NOT_ALLOWED");
    assertThat(reply.header("allow")).contains("GET, HEAD, POST");
    assertThat(house.api().call(405, "OPTIONS", "/t/things", null).code())
        .isEqualTo("METHOD_NOT_ALLOWED");
  }

  @Test
  void anUnknownPathIsRefusedBeforeTheToken() {
    house.api().get(404, "/t/nothing");
  }

  @Test
  void aMissingOrWrongTokenIsRefusedBeforeTheBodyIsLookedAt() {
    Api.Reply reply =
        house.api().with("Content-Type", "text/plain").call(401, "POST", "/t/things", "x");
    assertThat(reply.code()).isEqualTo("UNAUTHORIZED");
    assertThat(reply.header("www-authenticate")).contains("Bearer");
    house.api().with("Authorization", "Basic abc").get(401, "/t/things");
  }

  @Test
  void aMissingScopeIsNamedAndCostsNothing() {
    for (int i = 0; i < 5; i++) {
      Api.Reply reply = house.api(TestHouse.POOR).get(403, "/t/things");
      assertThat(reply.code()).isEqualTo("INSUFFICIENT_SCOPE");
      assertThat(reply.error().path("details").path("required").asString())
          .isEqualTo("sources:read");
      assertThat(reply.header("x-ratelimit-remaining")).contains("3");
    }
  }

  @Test
  void anotherMediaTypeIsRefused() {
    Api form = api().with("Content-Type", "application/x-www-form-urlencoded");
    assertThat(form.call(415, "POST", "/t/things", "name=x").code())
        .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    Api latin = api().with("Content-Type", "application/json; charset=iso-8859-1");
    latin.call(415, "POST", "/t/things", "{\"name\":\"x\"}");
    Api endless = api().with("Content-Type", "application/json" + " ".repeat(15_000) + "x");
    endless.call(415, "POST", "/t/things", "{\"name\":\"x\"}");
    Api utf8 = api().with("Content-Type", "application/json; charset=UTF-8");
    utf8.call(201, "POST", "/t/things", "{\"name\":\"x\"}");
  }

  @Test
  void aPostWithoutABodyLacksItsFields() {
    Api.Reply reply = api().call(422, "POST", "/t/things", null);
    assertThat(reply.error().path("details").path("errors").has("name")).isTrue();
  }

  @Test
  void aBodyThatIsBrokenOrNoObjectIsRefused() {
    assertThat(api().call(422, "POST", "/t/things", "{\"name\":").code())
        .isEqualTo("VALIDATION_ERROR");
    assertThat(api().call(422, "POST", "/t/things", "[1]").code()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void tooLargeABodyIsRefusedBeforeItsMediaType() {
    String big = "x".repeat(Routes.Route.SMALL_BODY + 1);
    Api.Reply reply = api().with("Content-Type", "text/plain").call(413, "POST", "/t/things", big);
    assertThat(reply.code()).isEqualTo("PAYLOAD_TOO_LARGE");
  }

  @Test
  void aLiteralPathGoesBeforeAParameter() {
    assertThat(api().get(200, "/t/things/batch").data().asString()).isEqualTo("batch");
    assertThat(api().get(200, "/t/things/7").data().path("id").asLong()).isEqualTo(7);
  }

  @Test
  void anIdThatIsNoneIsNotFound() {
    for (String id : List.of("abc", "0", "-1", "9007199254740992", "1.0", "99999999999999999999")) {
      assertThat(api().get(404, "/t/things/" + id).error().path("message").asString())
          .isEqualTo("Thing not found");
    }
  }

  @Test
  void aPathIsDecodedOnceAndDotsAreNeverResolved() {
    assertThat(api().get(200, "/t/text/a%2Fb%252F").data().asString()).isEqualTo("a/b%2F");
    assertThat(api().get(404, "/t/text/%2e%2e").code()).isEqualTo("NOT_FOUND");
    assertThat(api().get(400, "/t/text/%c3").code()).isEqualTo("BAD_REQUEST");
    assertThat(api().get(404, "/t//things").code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void aHeadIsAnsweredAsAGetWithoutItsBody() {
    Api.Reply reply = api().call(200, "HEAD", "/t/things", null);
    assertThat(reply.text()).isEmpty();
    assertThat(reply.header("content-length").map(Integer::parseInt).orElse(0)).isPositive();
  }

  @Test
  void aBugShowsNothingOfTheHouse() {
    Api.Reply reply = api().get(500, "/t/bug");
    assertThat(reply.code()).isEqualTo("INTERNAL_ERROR");
    assertThat(reply.text()).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void aDatabaseThatCannotBeReachedIsSaidToComeBack() {
    Api.Reply reply = api().get(503, "/t/down");
    assertThat(reply.code()).isEqualTo("SERVICE_UNAVAILABLE");
    assertThat(reply.header("retry-after")).contains("5");
  }

  @Test
  void anUnknownTimeInTheDetailsIsNull() {
    assertThat(api().get(422, "/t/closed").text())
        .contains("\"details\":{\"window_closed_at\":null}");
  }

  @Test
  void respondAsyncIsFoundAmongOtherPreferences() {
    Api prefers = api().with("Prefer", "wait=5, Respond-Async; x=1");
    assertThat(prefers.get(200, "/t/prefer").data().asBoolean()).isTrue();
    assertThat(api().get(200, "/t/prefer").data().asBoolean()).isFalse();
  }

  @Test
  void theBudgetOfATokenIsToldAndKept() {
    Api few = house.api(TestHouse.FEW);
    Api.Reply first = few.get(200, "/t/things");
    assertThat(first.header("x-ratelimit-limit")).contains("3");
    assertThat(first.header("x-ratelimit-remaining")).contains("2");
    assertThat(first.header("ratelimit-policy")).contains("\"default\";q=3;w=60");
    assertThat(first.header("ratelimit")).contains("\"default\";r=2;t=60");
    Instant reset = house.clock.instant().plusSeconds(60);
    assertThat(first.header("x-ratelimit-reset"))
        .contains(Long.toString(reset.getEpochSecond() + 1));
    few.get(200, "/t/things");
    house.clock.advance(Duration.ofSeconds(20));
    few.get(200, "/t/things");
    Api.Reply refused = few.get(429, "/t/things");
    assertThat(refused.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
    assertThat(refused.error().path("details").path("retry_after").asInt()).isEqualTo(40);
    assertThat(refused.header("retry-after")).contains("40");
    assertThat(refused.header("ratelimit")).contains("\"default\";r=0;t=60");
    house.clock.advance(Duration.ofSeconds(40));
    assertThat(few.get(200, "/t/things").header("x-ratelimit-remaining")).contains("1");
    house.clock.set(Instant.parse("2026-03-04T05:06:07.089Z"));
  }

  @Test
  void anUnlimitedTokenSeesNoRateHeaders() {
    Api.Reply reply = api().get(200, "/t/things");
    assertThat(reply.response().headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("ratelimit"));
  }

  @Test
  void whatTheLibraryRefusesIsInTheEnvelopeToo() {
    try (var socket = new RawSocket(house.port())) {
      var answer =
          socket
              .send("GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")
              .readAnswer();
      assertThat(answer.status()).isEqualTo(431);
      assertThat(answer.body())
          .startsWith("{\"success\":false,\"error\":{\"code\":\"REQUEST_HEADER_FIELDS_TOO_LARGE\"");
      assertThat(answer.head()).contains("X-Request-Id: ");
    }
  }

  @Test
  void anHttp10CallIsAnswered() {
    try (var socket = new RawSocket(house.port())) {
      String head =
          "GET /t/things?filter[id][in]=1 HTTP/1.0\r\nAuthorization: bearer all-scopes\r\n\r\n";
      assertThat(socket.send(head).readAnswer().status()).isEqualTo(200);
      assertThat(socket.isClosedByServer()).isTrue();
    }
  }
}
