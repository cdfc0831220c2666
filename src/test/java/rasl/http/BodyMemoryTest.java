package rasl.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import rasl.json.JsonShape;
import rasl.testkit.Api;
import rasl.testkit.FormBody;
import rasl.testkit.RawSocket;
import rasl.testkit.TestDatabase;
import rasl.testkit.Waiting;

/** What strangers and other tenants send takes no memory from anybody else. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyMemoryTest {
  private static final int BUDGET = 8 << 20;
  private static final int KIB = 1024;
  private static final String REPLAYED = "idempotent-replayed";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestDatabase database = TestDatabase.create();
  private final TestHouse house =
      new TestHouse(
          database.db(),
          routes(),
          new HttpModule.Settings(Networks.NONE, Networks.NONE, BUDGET),
          List.of());
  private final List<RawSocket> open = new ArrayList<>();

  private Routes routes() {
    var routes = new Routes();
    routes.add("POST", "/t/count", Scope.SOURCES_WRITE, (_, request) -> counted(request));
    routes.add("POST", "/t/bug", Scope.SOURCES_WRITE, (_, request) -> bug(request));
    var large = new Routes.Access.Token(Scope.SOURCES_WRITE, (_, request) -> counted(request));
    routes.add(new Routes.Route("POST", "/t/large", large, 16 << 20));
    var list = new Routes.Access.Token(Scope.SOURCES_WRITE, (_, request) -> listed(request));
    routes.add(new Routes.Route("POST", "/t/list", list, 16 << 20));
    var form = new Routes.Access.Token(Scope.SOURCES_WRITE, (_, request) -> counted(request));
    routes.add(
        new Routes.Route("POST", "/t/form", form, KIB)
            .withForm(new FormRule(4 << 20, KIB, 100, 1 << 20, true)));
    var hook = new Routes.Access.Open("test", BodyMemoryTest::hook);
    routes.add(new Routes.Route("POST", "/t/hook", hook, 3 << 20));
    return routes;
  }

  private static Answer counted(Request request) {
    Map<String, Object> data = Map.of("fields", request.json().size());
    return request.change().commit(_ -> Answer.ok(data));
  }

  private static Answer listed(Request request) {
    var body = request.json(new JsonShape("items", 1000, Set.of("note")));
    return Answer.ok(Map.of("items", body.path("items").size(), "note", body.path("note")));
  }

  private static Answer bug(Request request) {
    throw new IllegalStateException("a bug after " + request.json().size() + " fields");
  }

  private static RawResponse hook(Request request) {
    request.receive(_ -> {});
    request.isFrom("a sender");
    return RawResponse.text(200, Integer.toString(request.json().size()));
  }

  @AfterEach
  void everythingIsGivenBack() throws InterruptedException {
    open.forEach(RawSocket::close);
    open.clear();
    Waiting.until(SOON, () -> house.module.bodyMemoryTaken() == 0 && house.spooled() == 0);
  }

  @AfterAll
  void stop() {
    house.close();
    database.close();
  }

  @Test
  void announcedBodiesThatDoNotComeTakeNoMemory() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      begin("/t/hook", "nobody", 3 << 20, "{");
      begin("/t/large", TestHouse.ALL, 16 << 20, "{");
    }
    awaitTaken(400 * 4 * KIB);
    assertThat(house.module.bodyMemoryTaken()).isLessThan(400 * 8 * KIB);
    neighbourIsServed();
    assertThat(hook().status()).isEqualTo(200);
  }

  @Test
  void strangersHaveATenthTogether() throws InterruptedException {
    // Of each body 64 KiB are in memory, the rest is spooled.
    for (int i = 0; i < 12; i++) {
      begin("/t/hook", "nobody", 1 << 20, "{\"a\":\"" + "x".repeat(100 * KIB));
    }
    awaitTaken(12 * 64 * KIB);
    RawSocket.Answer refused =
        begin("/t/hook", "nobody", 1 << 20, "{\"a\":\"" + "x".repeat(100 * KIB)).readAnswer();
    assertBusy(refused);
    neighbourIsServed();
    open.forEach(RawSocket::close);
    Waiting.until(SOON, () -> house.module.bodyMemoryTaken() == 0);
    assertThat(hook().status()).isEqualTo(200);
  }

  @Test
  void aTenantHasAQuarter() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      begin("/t/count", TestHouse.ALL, 1 << 20, "{\"a\":\"" + "x".repeat(1000 * KIB));
    }
    awaitTaken(2 * 1000 * KIB);
    RawSocket.Answer refused =
        begin("/t/count", TestHouse.ALL, 1 << 20, "{\"a\":\"" + "x".repeat(1000 * KIB))
            .readAnswer();
    assertBusy(refused);
    neighbourIsServed();
    assertThat(hook().status()).isEqualTo(200);
  }

  @Test
  void noDatabaseConnectionIsHeldBeforeTheLastByte() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      begin("/t/count", TestHouse.ALL, 1000, "{\"a\":");
    }
    awaitTaken(50 * 4 * KIB);
    neighbourIsServed();
  }

  @Test
  void whatIsReadFromABodyIsPaidForToo() {
    // 90 KiB, and sixty times as much in memory.
    String many = "[" + "{},".repeat(30 * KIB) + "{}]";
    Api.Reply refused = house.api(TestHouse.ALL).call(413, "POST", "/t/large", many);
    assertThat(refused.error().path("message").asString()).contains("in memory");
    assertThat(house.api(TestHouse.ALL).call(413, "POST", "/t/count", many).code())
        .isEqualTo("PAYLOAD_TOO_LARGE");
    var form = new FormBody();
    for (int i = 0; i < 4; i++) {
      form.field("a" + i, ",".repeat(10 * KIB));
    }
    assertThat(house.api(TestHouse.ALL).post(413, "/t/form", form).code())
        .isEqualTo("PAYLOAD_TOO_LARGE");
    neighbourIsServed();
  }

  @Test
  void aLargeBodyLiesInTheSpoolAndIsKnownAgainByItsBytes() throws InterruptedException {
    String body = "{\"note\":\"" + "é".repeat(700 * KIB) + "\",\"items\":[1,2]}";
    RawSocket begun = begin("/t/list", TestHouse.ALL, body.getBytes(UTF_8).length, "");
    begun.send(body.substring(0, 600 * KIB).getBytes(UTF_8));
    Waiting.until(SOON, () -> house.spooled() == 1);
    assertThat(house.module.bodyMemoryTaken()).isLessThanOrEqualTo((1 << 20) + 4 * KIB);
    begun.send(body.substring(600 * KIB).getBytes(UTF_8));
    assertThat(begun.readAnswer().body()).contains("\"items\":2").contains("é\"");
    Api key = house.api(TestHouse.ALL).with("Idempotency-Key", "large");
    String again = "{\"a\":\"" + "é".repeat(600 * KIB) + "\"}";
    assertThat(key.call(200, "POST", "/t/large", again).header(REPLAYED)).isEmpty();
    assertThat(key.call(200, "POST", "/t/large", again).header(REPLAYED)).isPresent();
    assertThat(chunked("large", again).head()).containsIgnoringCase(REPLAYED);
    key.call(409, "POST", "/t/large", again.replace("éé\"", "ée\""));
    assertThat(chunked("large", again.replace("éé\"", "ée\"")).status()).isEqualTo(409);
  }

  @Test
  void aListEndsAtItsFirstItemTooManyWhateverFollows() {
    Api api = house.api(TestHouse.ALL);
    // 15 MiB of items, whose tree would be larger than the whole budget.
    String many = "{\"items\":[" + "{},".repeat(5 << 20);
    assertThat(fault(api.call(422, "POST", "/t/list", many), "items")).contains("1000");
    String hidden = "{\"other\":[[1],{\"a\":2}],\"items\":[1],\"note\":\"n\"}";
    assertThat(api.call(200, "POST", "/t/list", hidden).data().path("note").asString())
        .isEqualTo("n");
    String nested = "{\"note\":" + "[".repeat(200) + "]".repeat(200) + "}";
    assertThat(fault(api.call(422, "POST", "/t/list", nested), "body")).contains("nesting");
    for (String broken : List.of("{\"items\":[1", "{} {}", "{\"items\":[],\"items\":[]}", "nope")) {
      api.call(422, "POST", "/t/list", broken);
    }
    api.call(422, "POST", "/t/list", "[1]");
  }

  @Test
  void anAnswerThatNobodyReadsIsCountedUntilItsClientIsGone() throws InterruptedException {
    // More than the sockets' buffers take.
    int large = 30 << 20;
    var routes = new Routes();
    routes.add("GET", "/t/big", Scope.SOURCES_READ, (_, _) -> Answer.ok("x".repeat(large)));
    var settings = new HttpModule.Settings(Networks.NONE, Networks.NONE, 160 << 20);
    try (var big = new TestHouse(database.db(), routes, settings, List.of())) {
      var slow = new RawSocket(big.port());
      open.add(slow);
      slow.send(
          "GET /t/big HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + TestHouse.ALL + "\r\n\r\n");
      Waiting.until(SOON, () -> big.module.bodyMemoryTaken() >= large);
      assertThat(big.api(TestHouse.ALL).get(503, "/t/big").text()).contains("\"busy\"");
      assertThat(big.api(TestHouse.NEIGHBOUR).get(200, "/t/big").data().asString()).hasSize(large);
      slow.close();
      Waiting.until(SOON, () -> big.module.bodyMemoryTaken() == 0);
      Api.Reply whole = big.api(TestHouse.ALL).get(200, "/t/big");
      assertThat(whole.header("content-length")).contains(Integer.toString(whole.text().length()));
      assertThat(big.api(TestHouse.ALL).call(200, "HEAD", "/t/big", null).header("content-length"))
          .isEqualTo(whole.header("content-length"));
    }
  }

  @Test
  void memoryIsGivenBackWhateverHappens() {
    Api api = house.api(TestHouse.ALL);
    api.call(500, "POST", "/t/bug", "{\"a\":\"" + "x".repeat(100 * KIB) + "\"}");
    api.call(422, "POST", "/t/count", "{\"a\":\"" + "x".repeat(100 * KIB));
    api.with("Content-Type", "text/plain").call(415, "POST", "/t/count", "x".repeat(KIB));
    RawSocket cut = begin("/t/large", TestHouse.ALL, 4 << 20, "x".repeat(2000 * KIB));
    cut.close();
    RawSocket broken = begin("/t/large", TestHouse.ALL, -1, "5\r\n{\"a\":\r\n");
    assertThat(broken.send("zzz\r\n").readAnswer().status()).isEqualTo(400);
  }

  /** Sends a head and the beginning of a body; a length below 0 sends chunks. */
  private RawSocket begin(String path, String token, int length, String start) {
    var socket = new RawSocket(house.port());
    open.add(socket);
    String size = length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
    return socket.send(
        """
        POST %s HTTP/1.1\r
        Host: h\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        %s\r
        \r
        %s\
        """
            .formatted(path, token, size, start));
  }

  private RawSocket.Answer chunked(String key, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    var socket = new RawSocket(house.port());
    open.add(socket);
    String head =
        "POST /t/large HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\nIdempotency-Key: %s\r\n"
            .formatted(TestHouse.ALL, key);
    socket.send(head + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    socket.send(Integer.toHexString(bytes.length) + "\r\n").send(bytes).send("\r\n0\r\n\r\n");
    return socket.readAnswer();
  }

  private RawSocket.Answer hook() {
    return begin("/t/hook", "nobody", 13, "{\"a\":1,\"b\":2}").readAnswer();
  }

  private void neighbourIsServed() {
    house.api(TestHouse.NEIGHBOUR).post(200, "/t/count", Map.of("a", 1));
  }

  private void awaitTaken(long bytes) throws InterruptedException {
    Waiting.until(SOON, () -> house.module.bodyMemoryTaken() >= bytes);
  }

  private static void assertBusy(RawSocket.Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.head()).contains("Retry-After: ");
    assertThat(answer.body()).contains("\"SERVICE_UNAVAILABLE\"").contains("\"reason\":\"busy\"");
  }

  private static String fault(Api.Reply reply, String field) {
    return reply.error().path("details").path("errors").path(field).path(0).asString("");
  }
}
