package rasl.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Sends requests over a fixed number of connections, the next on each as soon as the last is
 * answered. One thread serves all connections, as in pgbench, so that it takes little of a small
 * machine away from what it measures.
 */
final class Load {
  private final InetSocketAddress server;
  private final String token;
  private final int connections;
  private final Call call;
  private long[] nanos = new long[1 << 16];
  private int answered;
  private long failed;

  /**
   * The calls that are made.
   *
   * @param header one more, with its line's end, or nothing
   * @param body of the next call, in ASCII
   * @param status what each call should be answered
   */
  record Call(String path, String header, Supplier<String> body, int status) {
    /** Texts that are taken in and not waited for. */
    static Call texts(RandomGenerator random) {
      return new Call(
          "/api/v2/messages/text",
          "Prefer: respond-async\n",
          () ->
              "{\"phone\": \"+%d\", \"message\": \"%s\"}"
                  .formatted(Recipients.phone(random), Recipients.TEXT),
          202);
    }

    /** The next call, whole. */
    String request(String token) {
      String text = body.get();
      String head =
          """
          POST %s HTTP/1.1
          Host: 127.0.0.1
          Authorization: Bearer %s
          Content-Type: application/json
          %sContent-Length: %d

          """
              .formatted(path, token, header, text.length())
              .replace("\n", "\r\n");
      return head + text;
    }
  }

  Load(int port, String token, int connections, Call call) {
    this.server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    this.token = token;
    this.connections = connections;
    this.call = call;
  }

  /** Sends for so long, waits for the last answers, and tells. */
  Measured run(Duration time) throws IOException {
    answered = 0;
    failed = 0;
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        SocketChannel channel = SocketChannel.open(server);
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        var line = new Line(channel);
        channel.register(selector, SelectionKey.OP_READ, line);
        line.send();
      }
      long start = System.nanoTime();
      long end = start + time.toNanos();
      int open = connections;
      while (open > 0) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          open -= ((Line) key.attachment()).hear(key, System.nanoTime() < end) ? 0 : 1;
        }
        selector.selectedKeys().clear();
      }
      return Measured.of(nanos, answered, failed, (System.nanoTime() - start) / 1e9);
    }
  }

  private ByteBuffer request() {
    return ByteBuffer.wrap(call.request(token).getBytes(StandardCharsets.US_ASCII));
  }

  private void note(long took, boolean accepted) {
    if (answered == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * nanos.length);
    }
    nanos[answered++] = took;
    if (!accepted) {
      failed++;
    }
  }

  /** One connection. */
  private final class Line {
    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(8192);
    private long sentAt;

    Line(SocketChannel channel) {
      this.channel = channel;
    }

    /** A request is small against the socket's buffer, so it goes in one piece. */
    void send() throws IOException {
      sentAt = System.nanoTime();
      ByteBuffer request = request();
      channel.write(request);
      if (request.hasRemaining()) {
        throw new IOException("the socket does not take a whole request");
      }
    }

    /** Reads what is there; false once the last answer is in and the connection is closed. */
    boolean hear(SelectionKey key, boolean goesOn) throws IOException {
      if (channel.read(input) < 0) {
        throw new IOException("the server closed a connection");
      }
      String text = new String(input.array(), 0, input.position(), StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n");
      if (head < 0 || input.position() < head + 4 + length(text, head)) {
        return true;
      }
      input.clear();
      boolean right = text.startsWith("HTTP/1.1 " + call.status());
      note(System.nanoTime() - sentAt, right);
      if (!right && failed == 1) {
        System.err.println("first refusal: " + text);
      }
      if (goesOn) {
        send();
        return true;
      }
      key.cancel();
      channel.close();
      return false;
    }

    private static int length(String text, int head) {
      int at = text.indexOf("Content-Length: ") + 16;
      return at < 16 || at > head ? 0 : Integer.parseInt(text, at, text.indexOf("\r\n", at), 10);
    }
  }
}
