package rasl.simulator;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import rasl.http.HttpServer;
import rasl.http.RawRequest;
import rasl.http.RawResponse;

/**
 * A running simulator: Meta's paths on its port, and its own below {@code /control/}. It works in
 * the server's process as well as alone.
 */
public final class Simulator implements AutoCloseable {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

  private final CompletableFuture<URI> address = new CompletableFuture<>();
  private final CountDownLatch stopping;
  private final World world;
  private final Callback callback;
  private final Courier courier;
  private final Ids ids;
  private final HttpServer server;
  private final URI url;

  private Simulator(SimulatorSettings settings, World world, Ids ids) {
    this.world = world;
    this.ids = ids;
    stopping = new CountDownLatch(1);
    callback = new Callback(settings.timings().callbackTimeout());
    var urls = new MediaUrls(address);
    var callbacks = new Callbacks(world, settings.accounts(), callback, ids);
    courier = new Courier(world, settings, callback, callbacks, new WebhookBody(urls));
    var answers = new GraphAnswers(ids);
    var folder = new MediaFolder(settings.folder().resolve("simulator/media"));
    var media = new MediaApi(world, folder, urls, answers, ids);
    var desk = new TemplateDesk(world, ids);
    var ground =
        new GraphParts.Ground(settings.accounts(), world, courier, callbacks, urls, answers, ids);
    var parts = new GraphParts(ground, media, desk, stopping);
    var graph = new GraphApi(settings.accounts(), parts);
    var control = new ControlApi(settings.accounts(), world, courier, media, desk, address::join);
    server = listen(settings, graph, control);
    url = url(settings, server.port());
    address.complete(url);
    courier.start();
  }

  /**
   * Starts a simulator that goes on where the last one in this folder stopped.
   *
   * @throws IllegalStateException another simulator works in this folder
   * @throws java.io.UncheckedIOException the address is in use, or the folder cannot be written
   */
  public static Simulator start(SimulatorSettings settings) {
    var ids = new Ids(settings.random());
    var world = new World(settings, ids);
    try {
      return new Simulator(settings, world, ids);
    } catch (RuntimeException e) {
      world.close();
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** The base of Meta's paths and of the control API, without a slash at the end. */
  public URI url() {
    return url;
  }

  /** Sends webhooks there from now on, beginning with those that wait. */
  public void setCallback(URI callbackUrl) {
    courier.sendTo(callbackUrl);
  }

  /**
   * Asks a callback to prove that it knows the account's verify token, as Meta does when a callback
   * is entered.
   *
   * @return whether it answered 200 with the bare challenge
   */
  public boolean verifyCallback(URI callbackUrl, SimulatorAccount account)
      throws InterruptedException {
    return callback.verify(callbackUrl, account.verifyToken(), ids.digits());
  }

  /** Stops in order; webhooks that were not taken stay in the journal for the next start. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      server.close();
    } finally {
      try {
        courier.close();
      } finally {
        world.close();
      }
    }
  }

  private static HttpServer listen(SimulatorSettings settings, GraphApi graph, ControlApi control) {
    HttpServer.Limits usual = HttpServer.Limits.STANDARD;
    var limits =
        new HttpServer.Limits(
            usual.headerBytes(), usual.idle(), usual.body(), usual.drainBytes(), STOP_WITHIN);
    String host =
        settings.address().getAddress() == null
            ? settings.address().getHostString()
            : settings.address().getAddress().getHostAddress();
    return HttpServer.start(
        new HttpServer.Settings("simulator", host, settings.address().getPort(), limits),
        request -> answer(request, graph, control),
        Simulator::refused);
  }

  private static RawResponse answer(RawRequest request, GraphApi graph, ControlApi control) {
    if (isControl(request)) {
      return control.handle(request);
    }
    return Page.isFor(request) ? Page.answer(request) : graph.handle(request);
  }

  private static boolean isControl(RawRequest request) {
    return request.path().equals("/control") || request.path().startsWith("/control/");
  }

  /**
   * A request that is refused before routing gets a plain text: Meta has no shape for it either.
   */
  private static RawResponse refused(int status, String reason) {
    return RawResponse.text(status, reason + "\n");
  }

  /** One cannot connect to "all addresses": then loopback is named. */
  private static URI url(SimulatorSettings settings, int port) {
    InetAddress bound = settings.address().getAddress();
    String host = bound == null || bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }
}
