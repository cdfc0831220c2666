package rasl.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Listens on a port and hands every request to a {@link RawHandler}, each on its own virtual
 * thread. It answers HTTP/1.1 and HTTP/1.0, and takes raw brackets in queries. Nothing outside of
 * this room sees the library behind it.
 */
public final class HttpServer implements AutoCloseable {
  private final Server server;
  private final ServerConnector connector;

  private HttpServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts listening.
   *
   * @param errors writes what is refused before the handler is asked: a broken request line, a
   *     header that is too large
   * @throws UncheckedIOException when the address is in use or not ours
   */
  public static HttpServer start(Settings settings, RawHandler handler, ErrorBody errors) {
    var server = new Server(threads(settings.name()));
    var connections = new OpenConnections(settings.connections());
    var connector = connector(server, settings, connections);
    server.addConnector(connector);
    server.setHandler(
        new WatchedRequests(
            new GracefulHandler(new JettyHandler(handler, errors, settings.limits())),
            connections));
    server.setErrorHandler(new JettyErrors(errors));
    server.setStopTimeout(settings.limits().stop().toMillis());
    try {
      connector.open();
      server.start();
    } catch (IOException e) {
      stop(server);
      throw new UncheckedIOException(
          "cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
    } catch (Exception e) {
      stop(server);
      throw new IllegalStateException("the HTTP server does not start", e);
    }
    return new HttpServer(server, connector);
  }

  /** The port it listens on; the one taken where 0 was asked for. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Takes no new requests, lets the running ones finish, and stops. */
  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException _) {
      // Requests that outlast the stop's time were cut off: that is what the limit is for.
      return;
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server does not stop", e);
    }
  }

  private static QueuedThreadPool threads(String name) {
    var threads = new QueuedThreadPool(16, 4);
    threads.setName(name);
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(name + "-request-", 0).factory()));
    return threads;
  }

  private static ServerConnector connector(
      Server server, Settings settings, OpenConnections connections) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(settings.limits().headerBytes());
    http.setResponseHeaderSize(16 * 1024);
    // Paths are decoded by us, segment by segment (RequestPath): the library refuses none of them.
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setHttpCompliance(HttpCompliance.RFC9110);
    http.setRelativeRedirectAllowed(true);
    var connector = new LimitedConnector(server, connections, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(1024);
    connector.setIdleTimeout(settings.limits().idle().toMillis());
    connector.setShutdownIdleTimeout(500);
    return connector;
  }

  /**
   * Where and how to listen.
   *
   * @param name names the threads
   * @param host the address to bind, such as 127.0.0.1 or 0.0.0.0
   * @param port 0 takes a free one
   * @param connections how many there may be, and for how long without a request
   */
  public record Settings(
      String name, String host, int port, Limits limits, ConnectionLimits connections) {
    /** The same without limits of connections: for servers that only this machine reaches. */
    public Settings(String name, String host, int port, Limits limits) {
      this(name, host, port, limits, ConnectionLimits.NONE);
    }

    public static Settings on(String name, String host, int port) {
      return new Settings(name, host, port, Limits.STANDARD);
    }
  }

  /**
   * What a client may take of the server.
   *
   * @param headerBytes the largest request line with all headers
   * @param idle how long a connection may be silent
   * @param body how long a whole body may take to arrive
   * @param drainBytes how much of a refused body is thrown away so that its sender gets the answer
   * @param stop how long running requests may finish once the server stops
   */
  public record Limits(
      int headerBytes, Duration idle, Duration body, long drainBytes, Duration stop) {
    public static final Limits STANDARD =
        new Limits(
            16 * 1024,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            128L * 1024 * 1024,
            Duration.ofSeconds(30));
  }
}
