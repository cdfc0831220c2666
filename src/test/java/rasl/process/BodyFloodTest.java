package rasl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.Api;
import rasl.testkit.RawSocket;

/** A server with a small heap, which ends where memory runs out, under bodies of every bad kind. */
@Tag("process")
@Timeout(300)
class BodyFloodTest {
  private static final Map<String, String> SMALL =
      Map.of("JDK_JAVA_OPTIONS", "-Xmx192m -XX:+ExitOnOutOfMemoryError");

  @Test
  void noBodyEndsTheServer() {
    List<RawSocket> open = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(ServerProcess.freshFolder("flood"), SMALL);
        Api api = server.api()) {
      int port = URI.create(server.state().orElseThrow().path("url").asString()).getPort();
      String bearer = "Authorization: Bearer " + server.token().orElseThrow();
      String signature = "X-Hub-Signature-256: sha256=" + "0".repeat(64);
      for (int i = 0; i < 200; i++) {
        announce(open, port, "/hooks/whatsapp", signature, 3 << 20);
      }
      for (int i = 0; i < 20; i++) {
        announce(open, port, "/api/v2/contacts/batch", bearer, 32 << 20);
      }
      Api ours = api.withToken(server.token().orElseThrow());
      String items = "{},".repeat(11_000_000) + "{}]}";
      ours.call(422, "POST", "/api/v2/contacts/batch", "{\"contacts\":[" + items);
      String ignored = "{\"other\":[" + items;
      assertNoRoom(ours, "/api/v2/contacts/batch", ignored);
      assertNoRoom(ours, "/api/v2/sources", "[" + "{},".repeat(340_000) + "{}]");
      assertThat(ours.post(201, "/api/v2/sources", Map.of("name", "Beside")).data().isObject())
          .isTrue();
      api.get(200, "/health/ready");
    } finally {
      open.forEach(RawSocket::close);
    }
  }

  /** Too large where it were alone, or for what the tenant's other calls leave. */
  private static void assertNoRoom(Api api, String path, String body) {
    assertThat(api.send("POST", path, body).status()).isIn(413, 503);
  }

  /** Says that a large body comes, and sends its beginning. */
  private static void announce(
      List<RawSocket> open, int port, String path, String header, int length) {
    try {
      var socket = new RawSocket(port);
      open.add(socket);
      socket.send(
          """
          POST %s HTTP/1.1\r
          Host: h\r
          Content-Type: application/json\r
          %s\r
          Content-Length: %d\r
          \r
          {\
          """
              .formatted(path, header, length));
    } catch (UncheckedIOException _) {
      // There may be as many connections as the server takes already.
    }
  }
}
