package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.RawSocket;

/** What goes over the wire, byte by byte. */
@Timeout(60)
class HttpServerTest {
  private static final HttpServer.Limits LIMITS =
      new HttpServer.Limits(
          8 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          64L * 1024 * 1024,
          Duration.ofSeconds(10));

  private HttpServer server;

  @BeforeEach
  void start() {
    server = start(HttpServerTest::echo);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static HttpServer start(RawHandler handler) {
    return start(handler, LIMITS);
  }

  private static HttpServer start(RawHandler handler, HttpServer.Limits limits) {
    return HttpServer.start(
        new HttpServer.Settings("test", "127.0.0.1", 0, limits),
        handler,
        (status, reason) -> RawResponse.json(status, "{\"own\":" + status + "}"));
  }

  /** Reads a body of up to 1000 bytes, unless the path says that it is not wanted. */
  private static RawResponse echo(RawRequest request) {
    String body =
        request.path().startsWith("/unread")
            ? ""
            : new String(request.body().read(1000), StandardCharsets.UTF_8);
    return RawResponse.text(
        200, request.method() + " " + request.path() + " ? " + request.query() + " : " + body);
  }

  private RawSocket.Answer ask(String request) {
    try (var socket = new RawSocket(server.port())) {
      return socket.send(request).readAnswer();
    }
  }

  @Test
  void answersHttp10AndClosesTheConnection() {
    try (var socket = new RawSocket(server.port())) {
      var answer = socket.send("GET /a HTTP/1.0\r\n\r\n").readAnswer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("GET /a ?  : ");
      assertThat(socket.isClosedByServer()).isTrue();
    }
  }

  @Test
  void keepsAnHttp10ConnectionWhereTheClientAsksForIt() {
    try (var socket = new RawSocket(server.port())) {
      String request = "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      assertThat(socket.send(request).readAnswer().head()).containsIgnoringCase("keep-alive");
      assertThat(socket.send(request).readAnswer().status()).isEqualTo(200);
    }
  }

  @Test
  void keepsAnHttp11ConnectionUnlessTheClientClosesIt() {
    try (var socket = new RawSocket(server.port())) {
      assertThat(socket.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").readAnswer().status())
          .isEqualTo(200);
      socket.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").readAnswer();
      assertThat(socket.isClosedByServer()).isTrue();
    }
  }

  @Test
  void takesRawBracketsAndBarsInQueries() {
    assertThat(ask("GET /a?filter[x][>=]=1|2&b={c}^` HTTP/1.1\r\nHost: h\r\n\r\n").body())
        .isEqualTo("GET /a ? filter[x][>=]=1|2&b={c}^` : ");
  }

  @Test
  void handsPathsOnAsTheyCame() {
    assertThat(ask("GET /a%2Fb//c/%2e%2e HTTP/1.1\r\nHost: h\r\n\r\n").body())
        .isEqualTo("GET /a%2Fb//c/%2e%2e ?  : ");
    assertThat(ask("GET /a/../b/./c;d HTTP/1.1\r\nHost: h\r\n\r\n").body())
        .isEqualTo("GET /a/../b/./c;d ?  : ");
  }

  @Test
  void answersBrokenPercentEncodingInItsOwnWords() {
    assertThat(ask("GET /a/%zz HTTP/1.1\r\nHost: h\r\n\r\n").body()).isEqualTo("{\"own\":400}");
  }

  @Test
  void answersABrokenRequestLineInItsOwnWords() {
    var answer = ask("NONSENSE\r\n\r\n");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("{\"own\":400}");
  }

  @Test
  void answersAMissingHostInItsOwnWords() {
    assertThat(ask("GET / HTTP/1.1\r\n\r\n").body()).isEqualTo("{\"own\":400}");
  }

  @Test
  void answersTooLargeAHeaderInItsOwnWords() {
    var answer = ask("GET / HTTP/1.1\r\nHost: h\r\nX-Big: " + "x".repeat(9000) + "\r\n\r\n");
    assertThat(answer.body()).isEqualTo("{\"own\":431}");
    assertThat(answer.status()).isEqualTo(431);
  }

  @Test
  void answersTooLongAnAddressInItsOwnWords() {
    var answer = ask("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(answer.body()).isEqualTo("{\"own\":414}");
  }

  @Test
  void answersAnUnknownVersionInItsOwnWords() {
    assertThat(ask("GET / HTTP/7.3\r\nHost: h\r\n\r\n").body()).isEqualTo("{\"own\":505}");
  }

  @Test
  void answersBadChunksInItsOwnWords() {
    var answer =
        ask("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n");
    assertThat(answer.body()).isEqualTo("{\"own\":400}");
  }

  @Test
  void tellsNothingAboutItself() {
    assertThat(ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n").head()).doesNotContainIgnoringCase("jetty");
    assertThat(ask("NONSENSE\r\n\r\n").head()).doesNotContainIgnoringCase("jetty");
  }

  @Test
  void answersAHeadWithoutABody() {
    try (var socket = new RawSocket(server.port())) {
      var head = socket.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n").readHead();
      assertThat(head.head()).contains("Content-Length: 13");
      assertThat(socket.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n").readAnswer().body())
          .isEqualTo("GET /b ?  : ");
    }
  }

  @Test
  void readsChunksUpToTheLimit() {
    String head = "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(ask(head + "5\r\nhello\r\n0\r\n\r\n").body()).isEqualTo("POST /a ?  : hello");
    String big = "400\r\n" + "x".repeat(1024) + "\r\n0\r\n\r\n";
    assertThat(ask(head + big).body()).isEqualTo("{\"own\":413}");
  }

  @Test
  void tellsAClientThatIsStillSendingThatItsBodyIsTooLarge() {
    int size = 50 * 1024 * 1024;
    try (var socket = new RawSocket(server.port())) {
      socket.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: " + size + "\r\n\r\n");
      for (int sent = 0; sent < size; sent += 1 << 20) {
        socket.send(new byte[1 << 20]);
      }
      var answer = socket.readAnswer();
      assertThat(answer.body()).isEqualTo("{\"own\":413}");
      assertThat(answer.head()).containsIgnoringCase("connection: close");
    }
  }

  @Test
  void keepsTheConnectionAfterASmallBodyThatNobodyRead() {
    try (var socket = new RawSocket(server.port())) {
      socket.send("POST /unread HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
      assertThat(socket.readAnswer().status()).isEqualTo(200);
      socket.send("helloGET /b HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(socket.readAnswer().body()).isEqualTo("GET /b ?  : ");
    }
  }

  @Test
  void asksForABodyThatWaitsForItsPermission() {
    try (var socket = new RawSocket(server.port())) {
      socket.send(
          "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
      assertThat(socket.readHead().status()).isEqualTo(100);
      assertThat(socket.send("hello").readAnswer().body()).isEqualTo("POST /a ?  : hello");
    }
  }

  @Test
  void refusesABodyThatWaitsForItsPermissionWithoutAskingForIt() {
    try (var socket = new RawSocket(server.port())) {
      socket.send(
          "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n");
      assertThat(socket.readAnswer().status()).isEqualTo(413);
      assertThat(socket.isClosedByServer()).isTrue();
    }
  }

  @Test
  void doesNotWaitForEverForASlowBody() {
    var impatient =
        new HttpServer.Limits(
            8 * 1024, LIMITS.idle(), Duration.ofMillis(100), LIMITS.drainBytes(), LIMITS.stop());
    try (var hasty = start(HttpServerTest::echo, impatient);
        var socket = new RawSocket(hasty.port())) {
      socket.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel");
      assertThat(socket.readAnswer().body()).isEqualTo("{\"own\":408}");
      assertThat(socket.isClosedByServer()).isTrue();
    }
  }

  @Test
  void refusesAPortThatIsTaken() {
    var taken = new HttpServer.Settings("second", "127.0.0.1", server.port(), LIMITS);
    assertThatThrownBy(
            () -> HttpServer.start(taken, HttpServerTest::echo, (s, _) -> RawResponse.text(s, "")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(Integer.toString(server.port()));
  }

  @Test
  void finishesWhatRunsBeforeItStops() throws Exception {
    var entered = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var slow =
        start(
            request -> {
              entered.countDown();
              awaitOpen(mayEnd);
              return RawResponse.text(200, "done");
            });
    try (var socket = new RawSocket(slow.port());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      socket.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
      entered.await();
      Future<?> stopping = threads.submit(slow::close);
      mayEnd.countDown();
      assertThat(socket.readAnswer().body()).isEqualTo("done");
      stopping.get();
    }
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
