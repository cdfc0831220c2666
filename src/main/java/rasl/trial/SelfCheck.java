package rasl.trial;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import rasl.crypto.Macs;
import rasl.db.TenantId;
import rasl.http.Caller;
import rasl.http.Principal;
import rasl.http.Scope;
import rasl.http.TokenCheck;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * The check that a trial server makes of itself, over its own ports: a simulated customer writes,
 * the server answers, and the answer is delivered.
 */
public final class SelfCheck {
  /** The simulated customer; nobody's number. */
  public static final String CUSTOMER = "966550000001";

  private static final Duration MOST = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final URI server;
  private final URI simulator;
  private final String token;
  private final HttpClient http;

  /**
   * @param token good for nothing but this check: {@link #admitting} knows it, and nothing stores
   *     it
   */
  public SelfCheck(URI server, URI simulator, String token) {
    this.server = server;
    this.simulator = simulator;
    this.token = token;
    this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** A check of tokens that also takes this check's own, for the sandbox. */
  public static TokenCheck admitting(String token, TenantId sandbox, TokenCheck others) {
    Set<Scope> scopes = EnumSet.of(Scope.MESSAGES_SEND, Scope.MESSAGES_READ);
    var caller = new Caller(sandbox, new Principal.Server(), scopes, OptionalInt.empty());
    return (text, address) ->
        Macs.constantTimeEquals(text, token) ? Optional.of(caller) : others.check(text, address);
  }

  /**
   * Runs the check.
   *
   * @return how long the message took from the call to its delivery; empty where it did not arrive
   */
  public Optional<Duration> run() throws IOException, InterruptedException {
    try (http) {
      long begin = System.nanoTime();
      JsonNode inbound =
          post(
              simulator.resolve("/control/inbound"),
              Map.of("from", CUSTOMER, "type", "text", "text", "Hello?", "name", "Self-check"));
      if (!awaits("/api/v2/messages/" + inbound.path("wamid").asString(""), "received", begin)) {
        return Optional.empty();
      }
      long sent = System.nanoTime();
      JsonNode answer =
          post(
              server.resolve("/api/v2/messages/text"),
              Map.of("phone", "+" + CUSTOMER, "message", "Rasl is up and running."));
      String id = answer.path("data").path("chat_message_id").asString("");
      return awaits("/api/v2/messages/" + id, "delivered", begin)
          ? Optional.of(Duration.ofNanos(System.nanoTime() - sent))
          : Optional.empty();
    }
  }

  /** Whether the message comes to this status in time, or beyond it. */
  private boolean awaits(String path, String status, long begin)
      throws IOException, InterruptedException {
    while (System.nanoTime() - begin < MOST.toNanos()) {
      String now = get(server.resolve(path)).path("data").path("status").asString("");
      if (now.equals(status) || (now.equals("read") && status.equals("delivered"))) {
        return true;
      }
      Thread.sleep(PAUSE);
    }
    return false;
  }

  private JsonNode post(URI uri, Map<String, String> body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.writeBytes(body))));
  }

  private JsonNode get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return Json.parse(
        http.send(
                request.header("Authorization", "Bearer " + token).timeout(MOST).build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body());
  }
}
