package rasl.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections as long as there is room for them, and closes the others at once. */
final class LimitedConnector extends ServerConnector {
  private static final Logger LOG = LoggerFactory.getLogger(LimitedConnector.class);

  private final OpenConnections connections;

  LimitedConnector(Server server, OpenConnections connections, ConnectionFactory http) {
    super(server, 1, 1, http);
    this.connections = connections;
    getSelectorManager().addEventListener(connections);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    lookAgain();
  }

  private void lookAgain() {
    var _ =
        getScheduler()
            .schedule(
                () -> {
                  connections.cutSlow();
                  if (isRunning()) {
                    lookAgain();
                  }
                },
                1,
                TimeUnit.SECONDS);
  }

  @Override
  public void accept(int acceptor) throws IOException {
    if (!(getTransport() instanceof ServerSocketChannel listening) || !listening.isOpen()) {
      return;
    }
    SocketChannel channel = listening.accept();
    try {
      if (connections.admit(channel, channel.getRemoteAddress())) {
        channel.configureBlocking(false);
        configure(channel.socket());
        getSelectorManager().accept(channel);
      } else {
        // By a reset, which leaves nothing of it here: no answer to write, no state to keep.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
      }
    } catch (IOException | RuntimeException e) {
      // Its own fault, such as a client that is gone already: others must not wait for it.
      LOG.debug("a connection is not taken", e);
      connections.onClosed(channel);
      channel.close();
    }
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    return new WatchedEndPoint(channel, selector, key, getScheduler());
  }

  @Override
  protected void onEndPointOpened(EndPoint end) {
    super.onEndPointOpened(end);
    connections.opened(end);
  }
}
