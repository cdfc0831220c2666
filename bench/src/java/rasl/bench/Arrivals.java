package rasl.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at the times of an open model: each has its time, whatever became of those before
 * it, and its answer is timed from there. A server that falls behind is not spared by a load that
 * waits for it. One thread serves all connections.
 */
final class Arrivals {
  private static final long NAP_NANOS = 100_000;

  private final InetSocketAddress server;
  private final int connections;

  Arrivals(int port, int connections) {
    this.server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    this.connections = connections;
  }

  /**
   * Sends the requests, and waits for all answers.
   *
   * @param perSecond how many are due a second; infinite for each as soon as a connection is free
   */
  Measured run(List<byte[]> requests, double perSecond) throws IOException {
    var stretch = new Stretch(requests, perSecond);
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        SocketChannel channel = SocketChannel.open(server);
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        var line = new Line(channel);
        channel.register(selector, SelectionKey.OP_READ, line);
        stretch.idle.add(line);
      }
      while (stretch.answered < requests.size()) {
        boolean sent = stretch.sendDue();
        if (selector.selectNow() == 0) {
          if (!sent) {
            LockSupport.parkNanos(NAP_NANOS);
          }
          continue;
        }
        for (SelectionKey key : selector.selectedKeys()) {
          stretch.hear((Line) key.attachment());
        }
        selector.selectedKeys().clear();
      }
      for (Line line : stretch.idle) {
        line.channel.close();
      }
    }
    return stretch.measured();
  }

  /** One run. */
  private static final class Stretch {
    final Deque<Line> idle = new ArrayDeque<>();
    final List<byte[]> requests;
    final double nanosEach;
    final long[] took;
    final long start = System.nanoTime();
    int next;
    int answered;
    long failed;

    Stretch(List<byte[]> requests, double perSecond) {
      this.requests = requests;
      this.nanosEach = 1e9 / perSecond;
      this.took = new long[requests.size()];
    }

    boolean sendDue() throws IOException {
      boolean any = false;
      while (next < requests.size() && !idle.isEmpty()) {
        long due = start + (long) (next * nanosEach);
        long now = System.nanoTime();
        if (due > now) {
          break;
        }
        idle.remove().send(requests.get(next), nanosEach == 0 ? now : due);
        next++;
        any = true;
      }
      return any;
    }

    void hear(Line line) throws IOException {
      if (line.hear()) {
        took[answered++] = System.nanoTime() - line.dueAt;
        failed += line.accepted ? 0 : 1;
        idle.add(line);
      }
    }

    Measured measured() {
      return Measured.of(took, answered, failed, (System.nanoTime() - start) / 1e9);
    }
  }

  /** One connection. */
  private static final class Line {
    final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(8192);
    long dueAt;
    boolean accepted;

    Line(SocketChannel channel) {
      this.channel = channel;
    }

    void send(byte[] bytes, long due) throws IOException {
      dueAt = due;
      ByteBuffer request = ByteBuffer.wrap(bytes);
      while (request.hasRemaining()) {
        channel.write(request);
      }
    }

    /** Reads what is there; true once the answer is whole. */
    boolean hear() throws IOException {
      if (channel.read(input) < 0) {
        throw new IOException("the server closed a connection");
      }
      String text = new String(input.array(), 0, input.position(), StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n");
      if (head < 0 || input.position() < head + 4 + length(text, head)) {
        return false;
      }
      input.clear();
      accepted = text.startsWith("HTTP/1.1 20");
      return true;
    }

    private static int length(String text, int head) {
      int at = text.indexOf("Content-Length: ") + 16;
      return at < 16 || at > head ? 0 : Integer.parseInt(text, at, text.indexOf("\r\n", at), 10);
    }
  }
}
