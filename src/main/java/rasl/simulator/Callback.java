package rasl.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the business's server over the network, as Meta's would. Redirects are not followed. */
final class Callback implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Callback.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_TIMEOUT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final Duration timeout;

  Callback(Duration timeout) {
    this.timeout = timeout;
  }

  /** Whether the receiver took the body: 200 and nothing else. */
  boolean post(URI url, byte[] body, Map<String, String> signatures) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("User-Agent", "facebookexternalua")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signatures.forEach(request::header);
    try {
      int status =
          client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        log.debug("the callback {} answered {}", url, status);
      }
      return status == 200;
    } catch (IOException e) {
      log.debug("the callback {} did not answer: {}", url, e.toString());
      return false;
    }
  }

  /** Asks the receiver to prove that it knows the verify token, as Meta does once per callback. */
  boolean verify(URI url, String verifyToken, String challenge) throws InterruptedException {
    String query =
        "hub.mode=subscribe&hub.challenge="
            + challenge
            + "&hub.verify_token="
            + URLEncoder.encode(verifyToken, StandardCharsets.UTF_8);
    String joint = url.getRawQuery() == null ? "?" : "&";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + joint + query))
            .timeout(timeout)
            .header("User-Agent", "facebookplatform/1.0 (+http://developers.facebook.com)")
            .build();
    try {
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return answer.statusCode() == 200 && answer.body().equals(challenge);
    } catch (IOException e) {
      log.debug("the callback {} did not answer: {}", url, e.toString());
      return false;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
