package rasl.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Many connections from many addresses of this machine: 127.0.0.2 to 127.0.0.250. */
final class Crowd implements AutoCloseable {
  private static final int FIRST = 2;
  private static final int LAST = 250;

  private final int port;
  private final List<SocketChannel> channels = new ArrayList<>();
  private int refused;

  Crowd(int port) {
    this.port = port;
  }

  /** Opens so many connections and says something on each; what is refused is counted. */
  void open(int connections, String words) throws IOException {
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open();
      try {
        channel.bind(new InetSocketAddress(address(i), 0));
        channel.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        channel.configureBlocking(false);
        say(channel, words);
        channels.add(channel);
      } catch (IOException _) {
        refused++;
        channel.close();
      }
    }
  }

  /** Says one more thing on each connection again and again, for so long. */
  void drip(String words, int seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      for (SocketChannel channel : channels) {
        try {
          say(channel, words);
        } catch (IOException _) {
          refused++;
        }
      }
      LockSupport.parkNanos(500_000_000L);
    }
  }

  /** How often the server refused a connection, or closed one. */
  int refused() {
    return refused;
  }

  private static InetAddress address(int number) throws IOException {
    byte last = (byte) (FIRST + number % (LAST - FIRST + 1));
    return InetAddress.getByAddress(new byte[] {127, 0, 0, last});
  }

  private static void say(SocketChannel channel, String words) throws IOException {
    if (!words.isEmpty()) {
      var _ = channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  @Override
  public void close() {
    for (SocketChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    channels.clear();
  }
}
