package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.RawSocket;
import rasl.testkit.Waiting;

/** Strangers who open connections and send little keep nobody else out. */
@Timeout(120)
class ConnectionLimitsTest {
  private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String STRANGER = "127.0.0.2";
  private static final String OTHER = "127.0.0.3";
  private static final String PROXY = "127.0.0.9";

  private SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final CountDownLatch brokeOff = new CountDownLatch(1);
  private final List<RawSocket> sockets = new ArrayList<>();
  private HttpServer server =
      start(
          new ConnectionLimits(
              100,
              3,
              Networks.parse(PROXY),
              ConnectionLimits.HEAD,
              ConnectionLimits.READER,
              meters));

  private HttpServer start(ConnectionLimits limits) {
    return HttpServer.start(
        new HttpServer.Settings("test", "127.0.0.1", 0, HttpServer.Limits.STANDARD, limits),
        this::answer,
        (status, _) -> RawResponse.text(status, ""));
  }

  private void restart(int total, Duration head) {
    restart(total, head, ConnectionLimits.READER);
  }

  private void restart(int total, Duration head, Duration reader) {
    server.close();
    meters = new SimpleMeterRegistry();
    server = start(new ConnectionLimits(total, total, Networks.NONE, head, reader, meters));
  }

  private RawResponse answer(RawRequest request) {
    if (request.path().equals("/slow")) {
      entered.countDown();
      try {
        mayEnd.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    if (request.path().equals("/large")) {
      return RawResponse.text(200, "x".repeat(50_000_000));
    }
    return request.path().equals("/endless") ? endless() : RawResponse.text(200, "done");
  }

  private RawResponse endless() {
    RawResponse head = RawResponse.text(200, "");
    return new RawResponse(
        head.status(),
        Map.of(),
        head.body(),
        Optional.of(
            out -> {
              try {
                while (true) {
                  out.write(new byte[100_000]);
                }
              } finally {
                brokeOff.countDown();
              }
            }));
  }

  @AfterEach
  void stop() {
    mayEnd.countDown();
    sockets.forEach(RawSocket::close);
    server.close();
  }

  @Test
  void whoTakesNothingOfAnAnswerIsCutOffAndItsWriterEnds() throws Exception {
    restart(100, ConnectionLimits.HEAD, Duration.ofMillis(500));
    connect(STRANGER).send(REQUEST.replace("/a", "/endless"));
    connect(STRANGER).send(REQUEST.replace("/a", "/large"));
    RawSocket working = connect(OTHER).send(REQUEST.replace("/a", "/slow"));
    brokeOff.await();
    Waiting.until(
        Duration.ofSeconds(60), () -> counted("http.connections.cut", "slow_reader") == 2);
    assertThat(isServed(STRANGER)).isTrue();
    mayEnd.countDown();
    assertThat(working.readAnswer().status()).as("who waits is no slow reader").isEqualTo(200);
  }

  private RawSocket connect(String from) {
    var socket = new RawSocket(server.port(), from);
    sockets.add(socket);
    return socket;
  }

  private boolean isServed(String from) {
    try (var socket = new RawSocket(server.port(), from)) {
      return socket.send(REQUEST).readAnswer().status() == 200;
    } catch (AssertionError | RuntimeException _) {
      return false;
    }
  }

  private double counted(String name, String reason) {
    return meters.get(name).tag("reason", reason).counter().count();
  }

  @Test
  void anAddressHoldsItsShareAndNoMore() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(connect(STRANGER).send(REQUEST).readAnswer().status()).isEqualTo(200);
    }
    assertThat(connect(STRANGER).isCutByServer()).isTrue();
    assertThat(counted("http.connections.refused", "address")).isEqualTo(1);
    assertThat(isServed(OTHER)).isTrue();
    sockets.getFirst().close();
    Waiting.until(Duration.ofSeconds(30), () -> isServed(STRANGER));
  }

  @Test
  void aTrustedProxyCarriesTheConnectionsOfMany() {
    for (int i = 0; i < 10; i++) {
      assertThat(connect(PROXY).send(REQUEST).readAnswer().status()).isEqualTo(200);
    }
  }

  @Test
  void whereRoomIsShortTheIdleGoFirstAndWhatRunsIsNotCut() throws Exception {
    restart(8, ConnectionLimits.HEAD);
    RawSocket working = connect(OTHER).send(REQUEST.replace("/a", "/slow"));
    entered.await();
    for (int i = 0; i < 40; i++) {
      connect(STRANGER);
    }
    Waiting.until(Duration.ofSeconds(30), () -> isServed(OTHER));
    assertThat(counted("http.connections.cut", "room_needed")).isPositive();
    assertThat(meters.get("http.connections.open").gauge().value()).isLessThanOrEqualTo(8);
    mayEnd.countDown();
    assertThat(working.readAnswer().status()).isEqualTo(200);
  }

  @Test
  void whoHoldsManyLeavesRoomForWhoHoldsNone() {
    restart(16, ConnectionLimits.HEAD);
    for (int i = 0; i < 30; i++) {
      var _ = sends(connect(STRANGER), "GET /a HTTP/1.1\r\n");
    }
    assertThat(isServed(OTHER)).isTrue();
  }

  @Test
  void aHeadThatDripsIsCutOffAlsoOnAConnectionThatWasServed() throws Exception {
    restart(100, Duration.ofMillis(300));
    RawSocket working = connect(OTHER).send(REQUEST.replace("/a", "/slow"));
    entered.await();
    RawSocket drips = connect(STRANGER);
    RawSocket servedBefore = connect(STRANGER).send(REQUEST);
    assertThat(servedBefore.readAnswer().status()).isEqualTo(200);
    for (RawSocket socket : List.of(drips, servedBefore)) {
      socket.send("GET /a HTTP/1.1\r\nX: ");
      Waiting.until(Duration.ofSeconds(60), () -> !sends(socket, "x"));
    }
    assertThat(counted("http.connections.cut", "slow_head")).isEqualTo(2);
    mayEnd.countDown();
    assertThat(working.readAnswer().status()).as("an answer may take its time").isEqualTo(200);
  }

  private static boolean sends(RawSocket socket, String text) {
    try {
      socket.send(text);
      return true;
    } catch (RuntimeException _) {
      return false;
    }
  }
}
