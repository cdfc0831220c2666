package rasl.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Bodies that cost a server most for their size, sent by strangers and with a token. */
final class WorstBodies {
  private static final int STRANGERS_BYTES = 3 * 1024 * 1024;
  private static final int CALLERS_BYTES = 32 * 1024 * 1024;

  private final int port;
  private final String token;

  WorstBodies(int port, String token) {
    this.port = port;
    this.token = token;
  }

  /** How a body is made. */
  private record Shape(String begin, String item, String end) {
    /** The item again and again, in a body of so many bytes at most. */
    void write(OutputStream out, int bytes) throws IOException {
      int many = 16_384 / item.length();
      byte[] pieces = item.repeat(many).getBytes(StandardCharsets.US_ASCII);
      out.write(begin.getBytes(StandardCharsets.US_ASCII));
      for (int left = times(bytes); left > 0; left -= many) {
        out.write(pieces, 0, Math.min(left, many) * item.length());
      }
      out.write(end.getBytes(StandardCharsets.US_ASCII));
    }

    int times(int bytes) {
      return (bytes - begin.length() - end.length()) / item.length();
    }

    int length(int bytes) {
      return begin.length() + end.length() + times(bytes) * item.length();
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("{\"contacts\":[{}", ",{}", "]}"),
          new Shape("{\"contacts\":[0", ",0", "]}"),
          new Shape("{\"contacts\":", "[", ""),
          new Shape("{\"contacts\":[{\"firstname\":\"", "\\u0041", "\"}]}"),
          new Shape("{\"contacts\":[1", "1", "]}"));

  /** Sends so many bodies at once and returns when each is answered or refused. */
  int send(int bodies) throws InterruptedException {
    var answered = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < bodies; i++) {
      boolean stranger = i % 2 == 0;
      Shape shape = SHAPES.get(i / 2 % SHAPES.size());
      int number = i;
      threads.add(
          Thread.ofPlatform()
              .start(() -> answered.addAndGet(send(shape, stranger, number) ? 1 : 0)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return answered.get();
  }

  private boolean send(Shape shape, boolean stranger, int number) {
    int bytes = stranger ? STRANGERS_BYTES : CALLERS_BYTES;
    String head =
        (stranger
                ? "POST /hooks/whatsapp HTTP/1.1\r\nX-Hub-Signature-256: sha256=" + "0".repeat(64)
                : "POST /api/v2/contacts/batch HTTP/1.1\r\nAuthorization: Bearer " + token)
            + "\r\nHost: bench\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n".formatted(shape.length(bytes));
    try (var socket = new Socket()) {
      socket.bind(
          new InetSocketAddress(
              InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + number)}), 0));
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      var out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      shape.write(out, bytes);
      out.flush();
      return new String(socket.getInputStream().readNBytes(9), StandardCharsets.US_ASCII)
          .startsWith("HTTP/1.1");
    } catch (IOException _) {
      return false; // Refused before its last byte.
    }
  }
}
