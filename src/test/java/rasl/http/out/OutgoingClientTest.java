package rasl.http.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.config.Network;
import rasl.config.OutgoingAllow;

class OutgoingClientTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final OutgoingAllow LOOPBACK =
      new OutgoingAllow(List.of(Network.parse("127.0.0.1").orElseThrow()), List.of());
  private static final Queue<String> called = new ConcurrentLinkedQueue<>();
  private static HttpServer server;
  private static OutgoingClient client;

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", OutgoingClientTest::answer);
    server.start();
    client =
        new OutgoingClient(
            "test", new AddressGuard(LOOPBACK, _ -> List.of(InetAddress.ofLiteral("127.0.0.1"))));
  }

  @AfterAll
  static void stop() {
    client.close();
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    called.add(path);
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (path) {
      case "/redirect" -> {
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(302, -1);
      }
      case "/challenge" -> {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
        exchange.sendResponseHeaders(401, -1);
      }
      case "/packed" -> {
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
          zip.write(new byte[100_000]);
        }
        exchange.getResponseHeaders().add("Content-Encoding", "gzip");
        exchange.getResponseHeaders().add("Set-Cookie", "a=b");
        exchange.sendResponseHeaders(200, packed.size());
        exchange.getResponseBody().write(packed.toByteArray());
      }
      case "/slow" -> slowly(exchange);
      default -> {
        String told =
            exchange.getRequestMethod()
                + " "
                + exchange.getRequestHeaders().getFirst("Host").split(":", 2)[0]
                + " "
                + exchange.getRequestHeaders().getFirst("X-Mine")
                + " "
                + exchange.getRequestHeaders().containsKey("Cookie")
                + exchange.getRequestHeaders().containsKey("Accept-Encoding")
                + " "
                + new String(body, StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(told.getBytes(StandardCharsets.UTF_8));
      }
    }
    exchange.close();
  }

  /** A byte now and then, for as long as anyone listens. */
  private static void slowly(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try {
      while (true) {
        exchange.getResponseBody().write('.');
        exchange.getResponseBody().flush();
        Thread.sleep(50);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static URI at(String host, String path) {
    return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
  }

  private static String text(OutgoingCall call) throws IOException, InterruptedException {
    return client.call(
        call, answer -> new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void aNameIsCalledAtTheAddressThatWasChecked() throws Exception {
    URI url = at("shop.example.com", "/any");
    assertThat(text(OutgoingCall.get(url, Map.of("X-Mine", "1"), LONG)))
        .isEqualTo("GET shop.example.com 1 falsefalse ");
    assertThat(
            text(
                OutgoingCall.post(
                    url, Map.of("X-Mine", "2"), "häh".getBytes(StandardCharsets.UTF_8), LONG)))
        .isEqualTo("POST shop.example.com 2 falsefalse häh");
  }

  @Test
  void neitherRedirectsNorChallengesAreFollowedAndNothingIsUnpacked() throws Exception {
    assertThat(status("/redirect")).isEqualTo(302);
    assertThat(status("/challenge")).isEqualTo(401);
    assertThat(called).doesNotContain("/elsewhere");
    assertThat(
            client
                .<Integer>call(
                    OutgoingCall.get(at("a.example.com", "/packed"), Map.of(), LONG),
                    answer -> answer.body().readAllBytes().length)
                .intValue())
        .isLessThan(1000);
    assertThat(text(OutgoingCall.get(at("a.example.com", "/any"), Map.of(), LONG)))
        .contains("falsefalse");
  }

  private static int status(String path) throws IOException, InterruptedException {
    return client.<Integer>call(
        OutgoingCall.get(at("a.example.com", path), Map.of(), LONG), OutgoingAnswer::status);
  }

  @Test
  void aNameThatLeadsInsideAtTheCallIsNotCalled() throws Exception {
    var asked = new AtomicInteger();
    Names turning =
        _ -> List.of(InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "8.8.8.8" : "127.0.0.1"));
    var guard = new AddressGuard(OutgoingAllow.NONE, turning);
    URI url = at("turning.example.com", "/inside");
    assertThat(guard.check(url.toString())).isInstanceOf(Verdict.Allowed.class);
    try (var guarded = new OutgoingClient("turning", guard)) {
      assertThatThrownBy(
              () -> guarded.call(OutgoingCall.get(url, Map.of(), LONG), OutgoingAnswer::status))
          .isInstanceOf(BlockedAddressException.class)
          .hasMessage(AddressGuard.NOT_PUBLIC);
      assertThatThrownBy(
              () ->
                  guarded.call(
                      OutgoingCall.get(at("127.0.0.1", "/inside"), Map.of(), LONG),
                      OutgoingAnswer::status))
          .isInstanceOf(BlockedAddressException.class);
      assertThatThrownBy(
              () ->
                  guarded.call(
                      OutgoingCall.get(URI.create("ftp://a.example.com/inside"), Map.of(), LONG),
                      OutgoingAnswer::status))
          .isInstanceOf(BlockedAddressException.class);
    }
    assertThat(called).doesNotContain("/inside");
  }

  @Test
  void aHostThatIsSlowForEverIsLeftAtTheDeadline() {
    assertThatThrownBy(
            () ->
                text(
                    OutgoingCall.get(
                        at("a.example.com", "/slow"), Map.of(), Duration.ofMillis(300))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anAnswerThatIsNotReadToItsEndHoldsUpNobody() throws Exception {
    for (int i = 0; i < 70; i++) {
      int first =
          client.<Integer>call(
              OutgoingCall.get(at("b.example.com", "/slow"), Map.of(), LONG),
              answer -> answer.body().read());
      assertThat(first).isEqualTo('.');
    }
    assertThat(text(OutgoingCall.get(at("b.example.com", "/any"), Map.of(), LONG))).isNotEmpty();
  }

  @Test
  void whereNobodyListensTheCallFails() {
    assertThatThrownBy(
            () ->
                client.call(
                    OutgoingCall.get(URI.create("http://a.example.com:1/"), Map.of(), LONG),
                    OutgoingAnswer::status))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(BlockedAddressException.class);
  }
}
