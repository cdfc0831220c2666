package rasl.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of bytes, for counterparts that a proper HTTP server could not play. */
final class RawServer implements AutoCloseable {
  /** Reads and answers one connection, which is closed after it. */
  @FunctionalInterface
  interface Conversation {
    void hold(InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listening;
  private final Conversation conversation;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private RawServer(ServerSocket listening, Conversation conversation) {
    this.listening = listening;
    this.conversation = conversation;
  }

  /** Listens on a free port of the loopback address. */
  static RawServer start(Conversation conversation) {
    try {
      var server =
          new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), conversation);
      server.threads.execute(server::listen);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }

  private void listen() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException _) {
        return; // Closed: the test is over.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      conversation.hold(socket.getInputStream(), socket.getOutputStream());
    } catch (IOException _) {
      // The caller has gone: its matter.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
