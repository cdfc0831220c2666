package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.Api;
import rasl.testkit.RawSocket;

/** Health, metrics, documentation, and who is who on the network. */
@Timeout(60)
class OperationsTest {
  private final AtomicBoolean databaseIsUp = new AtomicBoolean(true);
  private TestHouse house;

  @BeforeEach
  void start() {
    Routes routes = new Routes();
    routes.add("GET", "/t/things", Scope.SOURCES_READ, (_, _) -> Answer.ok(List.of()));
    routes.addPublic(
        "GET", "/t/me", "a test", request -> RawResponse.text(200, request.clientAddress()));
    var settings =
        new HttpModule.Settings(
            Networks.parse("127.0.0.1, 10.0.0.0/8"), Networks.parse("192.0.2.0/24"));
    house =
        new TestHouse(
            new NoDb(), routes, settings, List.of(new HealthCheck("database", databaseIsUp::get)));
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void livenessAsksNoOneAndReadinessAsksAll() {
    databaseIsUp.set(false);
    house.api().get(200, "/health/live");
    Api.Reply down = house.api().get(503, "/health/ready");
    assertThat(down.error().path("details").path("checks").path("database").asString())
        .isEqualTo("down");
    assertThat(down.error().at("/details/reasons/database").asString()).isNotEmpty();
    databaseIsUp.set(true);
    Api.Reply up = house.api().get(200, "/health/ready");
    assertThat(up.data().path("checks").path("database").asString()).isEqualTo("up");
  }

  @Test
  void metricsCountCallsByRouteForThisMachineAndNamedNetworksOnly() {
    house.api(TestHouse.ALL).get(200, "/t/things");
    String metrics = house.api().get(200, "/metrics").text();
    assertThat(metrics)
        .contains("http_server_requests_seconds_count")
        .contains("route=\"/t/things\"")
        .contains("status=\"200\"");
    for (String header : List.of("X-Forwarded-For", "X-Real-IP", "Via", "Forwarded")) {
      house.api().with(header, "127.0.0.1").get(404, "/metrics");
    }
    assertThat(metricsAs("evil.example:" + house.port())).as("DNS rebinding").isEqualTo(404);
    assertThat(metricsAs("localhost:" + house.port())).isEqualTo(200);
    house.api().with("X-Forwarded-For", "203.0.113.9").get(404, "/metrics");
    house.api().with("X-Forwarded-For", "192.0.2.7").get(200, "/metrics");
  }

  private int metricsAs(String host) {
    try (var socket = new RawSocket(house.port())) {
      return socket
          .send("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
          .readAnswer()
          .status();
    }
  }

  /** A proxy may have checked the other one. */
  @Test
  void twoTokensAreRefused() {
    try (var socket = new RawSocket(house.port())) {
      socket.send(
          "GET /t/things HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
              + TestHouse.ALL
              + "\r\nAuthorization: Bearer "
              + TestHouse.NEIGHBOUR
              + "\r\n\r\n");
      assertThat(socket.readAnswer().status()).isEqualTo(400);
    }
  }

  @Test
  void theFilesOfThePageAreUnpackedOnceAndGoOutSmall() {
    String file = "/docs/swagger-ui-bundle.js";
    Api.Reply plain = house.api().get(200, file);
    String tag = plain.header("etag").orElseThrow();
    Api.Reply small = house.api().with("Accept-Encoding", "br, gzip").get(200, file);
    assertThat(small.header("content-encoding")).contains("gzip");
    assertThat(small.header("etag")).contains(tag);
    assertThat(Long.parseLong(small.header("content-length").orElseThrow()))
        .isLessThan(Long.parseLong(plain.header("content-length").orElseThrow()) / 2);
    assertThat(house.api().with("Accept-Encoding", "gzip;q=0").get(200, file).text())
        .isEqualTo(plain.text());
    house.api().with("If-None-Match", "\"other\", " + tag).get(304, file);
  }

  @Test
  void aForwardedAddressIsBelievedUpToTheFirstHopThatIsNotOurs() {
    assertThat(house.api().get(200, "/t/me").text()).isEqualTo("127.0.0.1");
    assertThat(forwarded("198.51.100.7")).isEqualTo("198.51.100.7");
    assertThat(forwarded("1.2.3.4, 198.51.100.7, 10.1.2.3")).isEqualTo("198.51.100.7");
    assertThat(forwarded("[2001:db8::1]:443")).isEqualTo("2001:db8::1");
    assertThat(forwarded("198.51.100.7:80")).isEqualTo("198.51.100.7");
    assertThat(forwarded("unknown")).isEqualTo("127.0.0.1");
  }

  private String forwarded(String value) {
    return house.api().with("X-Forwarded-For", value).get(200, "/t/me").text();
  }

  @Test
  void networksContainTheirAddressesAndNoOthers() {
    Networks networks = Networks.parse("10.0.0.0/8, 192.0.2.128/25,2001:db8::/33, ::1");
    assertThat(List.of("10.255.0.1", "192.0.2.129", "2001:db8:7fff::1", "::1"))
        .allMatch(networks::contains);
    assertThat(List.of("11.0.0.1", "192.0.2.127", "2001:db8:8000::1", "::2", "localhost", ""))
        .noneMatch(networks::contains);
    assertThat(Networks.parse("").contains("127.0.0.1")).isFalse();
    assertThat(Networks.parse("0.0.0.0/0").contains("8.8.8.8")).isTrue();
  }

  @Test
  void whatIsNoNetworkIsNamed() {
    for (String wrong : List.of("10.0.0.0/33", "localhost", "10.0.0/8", "::1/129", "10.0.0.1/")) {
      assertThatThrownBy(() -> Networks.parse("127.0.0.1, " + wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(wrong + " is no IP network");
    }
  }

  @Test
  void manyWrongTokensOfAnAddressAreThrottledButNeverAValidOne() {
    for (int i = 0; i < 30; i++) {
      house.api("wrong-" + i).get(401, "/t/things");
    }
    Api.Reply throttled = house.api("wrong").get(429, "/t/things");
    assertThat(throttled.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
    assertThat(throttled.header("retry-after")).contains("60");
    house.api(TestHouse.ALL).get(200, "/t/things");
    house.api().get(401, "/t/things");
    house.api("wrong").with("X-Forwarded-For", "198.51.100.7").get(401, "/t/things");
    house.clock.advance(Duration.ofMinutes(1));
    house.api("wrong").get(401, "/t/things");
  }

  @Test
  void thePageOfTheApiRunsNoScriptOfOthers() {
    Api.Reply page = house.api().get(200, "/docs");
    assertThat(page.header("content-type")).contains("text/html; charset=utf-8");
    assertThat(page.header("content-security-policy").orElse(""))
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.text()).doesNotContain("http://").doesNotContain("https://");
    for (String file : List.of("docs.js", "swagger-ui.css", "swagger-ui-bundle.js")) {
      assertThat(page.text()).contains("/docs/" + file);
      assertThat(house.api().get(200, "/docs/" + file).text()).isNotEmpty();
    }
  }

  @Test
  void noOtherFileOfTheJarIsGivenOut() {
    for (String file : List.of("index.html", "swagger-ui.js", "..%2F..%2Flogback.xml", "x")) {
      house.api().get(404, "/docs/" + file);
    }
  }

  @Test
  void theIndexSaysWhereToRead() {
    assertThat(house.api().get(200, "/").data().path("docs").asString()).isEqualTo("/docs");
  }

  @Test
  void twoRoutesOfOneMethodAndPathStopTheStart() {
    Routes twice = new Routes();
    twice.addPublic("GET", "/a/{x}", "a test", _ -> RawResponse.text(200, ""));
    twice.addPublic("GET", "/a/{y}", "a test", _ -> RawResponse.text(200, ""));
    assertThatThrownBy(() -> new RouteIndex(twice.all()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GET /a/{y}");
  }
}
