package rasl.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rasl.http.RawResponse;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Calls a server as a customer's program would. Every call states the status that it expects, and
 * fails with the whole answer where another one comes.
 */
public final class Api implements AutoCloseable {
  private final HttpClient client;
  private final String baseUrl;
  private final Map<String, String> headers;
  private final boolean documented;

  private Api(HttpClient client, String baseUrl, Map<String, String> headers, boolean documented) {
    this.client = client;
    this.baseUrl = baseUrl;
    this.headers = Map.copyOf(headers);
    this.documented = documented;
  }

  /** Calls paths below a base such as {@code http://127.0.0.1:8080}; without a token. */
  public static Api at(String baseUrl) {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    return new Api(client, baseUrl, Map.of(), false);
  }

  /** Calls paths on this machine's port. */
  public static Api onPort(int port) {
    return at("http://127.0.0.1:" + port);
  }

  /** The same, and every answer must be as {@code api/openapi.yaml} documents it. */
  public Api documented() {
    return new Api(client, baseUrl, headers, true);
  }

  /** The same, and answers may be other than documented. */
  public Api undocumented() {
    return new Api(client, baseUrl, headers, false);
  }

  /** The same with a token. */
  public Api withToken(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** The same with one header more, or another value of it. */
  public Api with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Api(client, baseUrl, more, documented);
  }

  public Reply get(int expectedStatus, String path) {
    return call(expectedStatus, "GET", path, null);
  }

  public Reply delete(int expectedStatus, String path) {
    return call(expectedStatus, "DELETE", path, null);
  }

  public Reply delete(int expectedStatus, String path, Object body) {
    return call(expectedStatus, "DELETE", path, Json.write(body));
  }

  public Reply post(int expectedStatus, String path, Object body) {
    return call(expectedStatus, "POST", path, Json.write(body));
  }

  public Reply put(int expectedStatus, String path, Object body) {
    return call(expectedStatus, "PUT", path, Json.write(body));
  }

  public Reply patch(int expectedStatus, String path, Object body) {
    return call(expectedStatus, "PATCH", path, Json.write(body));
  }

  /**
   * Calls with a body as it is.
   *
   * @param body null sends none; else it is sent as {@code application/json} unless a {@code
   *     Content-Type} was given by {@link #with}
   */
  public Reply call(int expectedStatus, String method, String path, @Nullable String body) {
    Reply reply = send(method, path, body);
    if (reply.status() != expectedStatus) {
      throw new AssertionError(
          "%s %s: expected %d but got %d: %s"
              .formatted(method, path, expectedStatus, reply.status(), reply.text()));
    }
    return reply;
  }

  /** Posts a form. */
  public Reply post(int expectedStatus, String path, FormBody form) {
    Reply reply = send(path, form);
    if (reply.status() != expectedStatus) {
      throw new AssertionError(
          "POST %s: expected %d but got %d: %s"
              .formatted(path, expectedStatus, reply.status(), reply.text()));
    }
    return reply;
  }

  /** Posts a form without an expectation. */
  public Reply send(String path, FormBody form) {
    return send(
        "POST", path, HttpRequest.BodyPublishers.ofByteArray(form.bytes()), FormBody.contentType());
  }

  /** Calls without an expectation, for tests in which several answers are right. */
  public Reply send(String method, String path, @Nullable String body) {
    return body == null
        ? send(method, path, HttpRequest.BodyPublishers.noBody(), null)
        : send(method, path, HttpRequest.BodyPublishers.ofString(body), "application/json");
  }

  private Reply send(
      String method, String path, HttpRequest.BodyPublisher body, @Nullable String contentType) {
    var request =
        HttpRequest.newBuilder(URI.create(baseUrl + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    headers.forEach(request::header);
    if (contentType != null
        && headers.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
      request.header("Content-Type", contentType);
    }
    try {
      var reply = new Reply(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
      if (documented) {
        ApiContract.published().check(method, path, reply.raw());
      }
      return reply;
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(method + " " + path + " was interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** What came back. */
  public record Reply(HttpResponse<byte[]> response) {

    public int status() {
      return response.statusCode();
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    RawResponse raw() {
      var first = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      response.headers().map().forEach((name, values) -> first.put(name, values.getFirst()));
      return new RawResponse(status(), first, response.body());
    }

    /** The whole envelope. */
    public JsonNode json() {
      return Json.parse(response.body());
    }

    public JsonNode data() {
      return json().path("data");
    }

    public JsonNode error() {
      return json().path("error");
    }

    public JsonNode meta() {
      return json().path("meta");
    }

    /** The error's code; empty where there is none. */
    public String code() {
      return error().path("code").asString("");
    }
  }
}
