package rasl.http.out;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Calls URLs that people gave. It looks a host up itself, asks the {@link AddressGuard}, and
 * connects to the very addresses that were let pass: a name that leads somewhere else a moment
 * later (DNS rebinding) gains nothing. Redirects are not followed, cookies and passwords are not
 * kept, answers are not unpacked.
 */
public final class OutgoingClient implements AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(20);
  private static final int MOST_TO_ONE_HOST = 64;

  private final AddressGuard guard;
  private final HttpClient http;

  /**
   * @param name names its threads
   */
  public OutgoingClient(String name, AddressGuard guard) {
    this(name, guard, MOST_TO_ONE_HOST);
  }

  /**
   * One for many owners' calls to the same host, such as a service that many of them use.
   *
   * @param mostToOneHost how many calls to one host run at once; the others wait for them
   */
  public OutgoingClient(String name, AddressGuard guard, int mostToOneHost) {
    this.guard = guard;
    this.http = client(name, mostToOneHost);
    http.setSocketAddressResolver(
        (host, port, _, promise) ->
            Thread.ofVirtual().name("guard").start(() -> resolve(host, port, promise)));
    try {
      http.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client does not start", e);
    }
    // Both are filled by the start: they would unpack answers, and follow redirects and challenges.
    http.getContentDecoderFactories().clear();
    http.getProtocolHandlers().clear();
  }

  private static HttpClient client(String name, int mostToOneHost) {
    var threads = new QueuedThreadPool(16, 1);
    threads.setName(name);
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory()));
    var http = new HttpClient();
    http.setName(name);
    http.setExecutor(threads);
    http.setFollowRedirects(false);
    http.setHttpCookieStore(new HttpCookieStore.Empty());
    http.setUserAgentField(new HttpField("User-Agent", "Rasl"));
    http.setConnectTimeout(CONNECTING.toMillis());
    http.setAddressResolutionTimeout(CONNECTING.toMillis());
    http.setIdleTimeout(IDLE.toMillis());
    http.setDestinationIdleTimeout(IDLE.multipliedBy(3).toMillis());
    http.setMaxConnectionsPerDestination(mostToOneHost);
    return http;
  }

  private void resolve(String host, int port, Promise<List<InetSocketAddress>> promise) {
    try {
      List<InetAddress> addresses = guard.addresses(host, port);
      promise.succeeded(
          addresses.stream().map(address -> new InetSocketAddress(address, port)).toList());
    } catch (IOException | RuntimeException e) {
      promise.failed(e);
    }
  }

  /**
   * Makes a call, and waits for it.
   *
   * @param reader reads the answer while it arrives
   * @throws BlockedAddressException where the guard does not let it pass
   * @throws IOException where the host is not found, does not answer in time, or breaks off
   */
  public <T> T call(OutgoingCall call, OutgoingAnswer.Reader<T> reader)
      throws IOException, InterruptedException {
    checkNotation(call.url());
    try (var listener = new InputStreamResponseListener()) {
      Request request = request(call);
      request.send(listener);
      Response head = head(listener, call.deadline(), request);
      try (InputStream body = listener.getInputStream()) {
        return reader.read(new OutgoingAnswer(head.getStatus(), headers(head), body));
      }
    }
  }

  private static void checkNotation(URI url) throws BlockedAddressException {
    try {
      WrittenUrl.parse(url.toString());
    } catch (WrittenUrl.WrongException e) {
      throw new BlockedAddressException(e.why());
    }
  }

  private Request request(OutgoingCall call) {
    Request request =
        http.newRequest(call.url())
            .method(call.method())
            .timeout(call.deadline().toMillis(), TimeUnit.MILLISECONDS)
            .headers(headers -> call.headers().forEach(headers::put));
    call.body().ifPresent(bytes -> request.body(new BytesRequestContent(bytes)));
    return request;
  }

  private static Response head(
      InputStreamResponseListener listener, Duration deadline, Request request)
      throws IOException, InterruptedException {
    try {
      return listener.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BlockedAddressException blocked) {
        throw new BlockedAddressException(String.valueOf(blocked.getMessage()));
      }
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      var _ = request.abort(e);
      throw new IOException("no answer in time", e);
    } catch (InterruptedException e) {
      var _ = request.abort(e);
      throw e;
    }
  }

  private static Map<String, String> headers(Response head) {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : head.getHeaders()) {
      String value = field.getValue();
      headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), value == null ? "" : value);
    }
    return headers;
  }

  @Override
  public void close() {
    try {
      http.stop();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client does not stop", e);
    }
  }
}
