package rasl.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A receiver of webhooks, in a process of its own: it takes everything at once and keeps
 * connections, but for paths that begin with {@code /dead}, which are never answered. {@code GET
 * /told} says what came since {@code GET /clear}. One thread serves all connections, so that it
 * takes little of a small machine away from what is measured.
 */
final class Receiver {
  private static final String TAKEN = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final Selector selector = Selector.open();
  private final Set<String> ids = new HashSet<>();
  private long[] millis = new long[1 << 16];
  private int came;
  private long first;
  private long last;
  private int dead;

  private Receiver() throws IOException {}

  /** Says its port on standard output. */
  public static void main(String[] arguments) throws IOException {
    new Receiver().serve();
  }

  private void serve() throws IOException {
    try (ServerSocketChannel door = ServerSocketChannel.open()) {
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      door.configureBlocking(false);
      door.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println("port=" + ((InetSocketAddress) door.getLocalAddress()).getPort());
      System.out.println("ready");
      while (true) {
        selector.select(this::serve);
      }
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Line(channel));
      } else if (!((Line) key.attachment()).hear()) {
        key.channel().close();
      }
    } catch (IOException _) {
      close(key);
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer(String path, String head, String body) {
    if (path.startsWith("/dead")) {
      dead++;
      return "";
    }
    return switch (path) {
      case "/told" -> told();
      case "/clear" -> clear();
      default -> take(path, head, body);
    };
  }

  private String take(String path, String head, String body) {
    long now = System.nanoTime();
    int id = head.toLowerCase(Locale.ROOT).indexOf("webhook-id: ");
    if (ids.add(path + head.substring(id, head.indexOf("\r\n", id)))) {
      first = came == 0 ? now : first;
      last = now;
      if (came == millis.length) {
        millis = Arrays.copyOf(millis, 2 * millis.length);
      }
      int time = body.indexOf("\"timestamp\":\"") + 13;
      Instant happened = Instant.parse(body.substring(time, body.indexOf('"', time)));
      millis[came++] = System.currentTimeMillis() - happened.toEpochMilli();
    }
    return TAKEN;
  }

  private String told() {
    long[] sorted = Arrays.copyOf(millis, came);
    Arrays.sort(sorted);
    String body =
        "{\"came\": %d, \"seconds\": %.3f, \"p50\": %d, \"p95\": %d, \"p99\": %d, \"dead\": %d}"
            .formatted(
                came, (last - first) / 1e9, at(sorted, 50), at(sorted, 95), at(sorted, 99), dead);
    return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
  }

  private static long at(long[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100];
  }

  private String clear() {
    ids.clear();
    came = 0;
    dead = 0;
    return TAKEN;
  }

  /** One connection. */
  private final class Line {
    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(1 << 17);

    Line(SocketChannel channel) {
      this.channel = channel;
    }

    /** Reads what is there, and answers once a request is whole; false where the caller went. */
    boolean hear() throws IOException {
      if (channel.read(input) < 0) {
        return false;
      }
      String text = new String(input.array(), 0, input.position(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0 || text.length() < end + 4 + length(text, end)) {
        return true;
      }
      input.clear();
      String head = text.substring(0, end + 2);
      String answer = answer(head.split(" ", 3)[1], head, text.substring(end + 4));
      channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
      return true;
    }

    private static int length(String text, int end) {
      int at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ") + 16;
      return at < 16 || at > end ? 0 : Integer.parseInt(text, at, text.indexOf("\r\n", at), 10);
    }
  }
}
