package rasl.whatsapp.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.contact.WhatsAppUser;
import rasl.json.Json;
import rasl.refusal.RefusedException;
import rasl.whatsapp.Connection;
import tools.jackson.databind.JsonNode;

/** Calls WhatsApp's Cloud API. */
public final class GraphClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GraphClient.class);

  /**
   * Longest time for a whole call. A job's lease covers it twice, so that no other worker sends a
   * message while this call may still succeed.
   */
  public static final Duration DEADLINE = Duration.ofSeconds(15);

  /** A page of templates may be large; nothing else is. */
  private static final long MOST_BYTES = 8 << 20;

  /** Not the text of the fault: it may quote the access token. */
  private static final String MALFORMED = "the connection's number id or access token is malformed";

  private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);

  private final Graphs graphs;
  private final String version;
  private final HttpClient http;
  private final ManagementUsage usage = new ManagementUsage();

  /**
   * @param graphs where the Graph API is
   * @param version such as {@code v25.0}
   */
  public GraphClient(Graphs graphs, String version) {
    this.graphs = graphs;
    this.version = version;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_DEADLINE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /**
   * Sends a message.
   *
   * @param to a number goes with {@code +}: without it WhatsApp may put the business's country code
   *     before; a user id goes where there is no number
   * @param payload what to send as a JSON object without recipient, such as {@code {"type": "text",
   *     "text": {"body": "Hello"}}}
   * @param callbackData at most 512 characters; comes back in every status of this message
   */
  public SendOutcome send(Connection from, WhatsAppUser to, String payload, String callbackData)
      throws InterruptedException {
    String envelope =
        Json.write(
            Map.of(
                "messaging_product",
                "whatsapp",
                "recipient_type",
                "individual",
                to.phone().isEmpty() ? "recipient" : "to",
                to.phone().isEmpty() ? to.userId() : "+" + to.phone(),
                "biz_opaque_callback_data",
                callbackData));
    return send(from, joined(envelope, payload));
  }

  /** One object of two, neither of them empty and no name in both. */
  private static String joined(String envelope, String payload) {
    return envelope.substring(0, envelope.length() - 1) + "," + payload.substring(1);
  }

  private SendOutcome send(Connection from, String message) throws InterruptedException {
    HttpRequest request;
    try {
      request =
          to(from, "/" + from.phoneNumberId() + "/messages")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(message, UTF_8))
              .build();
    } catch (IllegalArgumentException _) {
      return new SendOutcome.NotSent(MALFORMED);
    }
    return exchange(request, GraphClient::read, GraphClient::withoutAnswer);
  }

  /**
   * Tells a customer that their messages up to this one were read; doing it twice is harmless.
   *
   * @param wamid of the customer's message
   * @param typing whether to show that somebody writes, for 25 seconds or until the next message
   */
  public GraphAnswer markRead(Connection from, String wamid, boolean typing)
      throws InterruptedException {
    Map<String, Object> body = new HashMap<>();
    body.put("messaging_product", "whatsapp");
    body.put("status", "read");
    body.put("message_id", wamid);
    if (typing) {
      body.put("typing_indicator", Map.of("type", "text"));
    }
    return ask(
        () ->
            to(from, "/" + from.phoneNumberId() + "/messages")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.writeBytes(body))));
  }

  /**
   * Asks for something; nothing changes by it, so it may be asked again.
   *
   * @param path below the version, without a slash before it
   */
  public GraphAnswer get(Connection from, String path, Map<String, String> query)
      throws InterruptedException {
    String parameters =
        query.entrySet().stream()
            .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
            .collect(Collectors.joining("&", "?", ""));
    return ask(() -> to(from, "/" + path + parameters).GET());
  }

  /**
   * Asks for a change that may be asked for again, without a body.
   *
   * @param path below the version, without a slash before it
   */
  public GraphAnswer post(Connection from, String path) throws InterruptedException {
    return ask(() -> to(from, "/" + path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private GraphAnswer ask(Supplier<HttpRequest.Builder> asked) throws InterruptedException {
    HttpRequest request;
    try {
      request = asked.get().build();
    } catch (IllegalArgumentException _) {
      return new GraphAnswer.Silent(MALFORMED);
    }
    return exchange(
        request, this::readAnswer, cause -> new GraphAnswer.Silent(String.valueOf(cause)));
  }

  private HttpRequest.Builder to(Connection from, String path) {
    return HttpRequest.newBuilder(uri(from, path))
        .timeout(DEADLINE)
        .header("Authorization", "Bearer " + from.accessToken().text());
  }

  private <T> T exchange(
      HttpRequest request,
      Function<HttpResponse<byte[]>, T> read,
      Function<@Nullable Throwable, T> withoutAnswer)
      throws InterruptedException {
    // The client's own timeout ends with the answer's head; the deadline must cover its body too.
    var answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      return read.apply(answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return withoutAnswer.apply(e.getCause());
    } catch (TimeoutException e) {
      return withoutAnswer.apply(e);
    } finally {
      answer.cancel(true);
    }
  }

  /** How much of Meta's limit for calls to business accounts is used up. */
  public ManagementUsage usage() {
    return usage;
  }

  GraphAnswer readAnswer(HttpResponse<byte[]> response) {
    usage.note(response.headers());
    JsonNode body;
    try {
      body = Json.parse(response.body());
    } catch (RefusedException _) {
      return new GraphAnswer.Silent("HTTP " + response.statusCode() + " without JSON");
    }
    if (body.path("error").path("code").isInt()) {
      return new GraphAnswer.Refused(
          GraphErrors.ofAnswer(body.path("error"), response.statusCode()));
    }
    return response.statusCode() == 200
        ? new GraphAnswer.Ok(body)
        : new GraphAnswer.Silent("HTTP " + response.statusCode());
  }

  /** What fails before the connection stands has not let a byte of the message out. */
  private static SendOutcome withoutAnswer(@Nullable Throwable cause) {
    String kind = cause == null ? "?" : cause.getClass().getSimpleName();
    return switch (cause) {
      case ConnectException _,
          HttpConnectTimeoutException _,
          UnknownHostException _,
          SSLHandshakeException _,
          UnresolvedAddressException _ ->
          new SendOutcome.NotSent("WhatsApp cannot be reached: " + kind);
      case null, default -> {
        log.info("no answer from WhatsApp: {}", String.valueOf(cause));
        yield new SendOutcome.Unknown("no answer: " + kind);
      }
    };
  }

  private URI uri(Connection from, String path) {
    String root = graphs.of(from).toString();
    return URI.create(
        (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + "/" + version + path);
  }

  private static SendOutcome read(HttpResponse<byte[]> response) {
    JsonNode body;
    try {
      body = Json.parse(response.body());
    } catch (RefusedException _) {
      return new SendOutcome.Unknown("HTTP " + response.statusCode() + " without JSON");
    }
    JsonNode error = body.path("error");
    if (error.isObject() && error.path("code").isInt()) {
      return new SendOutcome.Refused(GraphErrors.ofAnswer(error, response.statusCode()));
    }
    String wamid = body.path("messages").path(0).path("id").asString("");
    if (response.statusCode() == 200 && ForeignText.isId(wamid)) {
      return new SendOutcome.Accepted(
          wamid, body.path("contacts").path(0).path("wa_id").asString(""));
    }
    return new SendOutcome.Unknown(
        "HTTP " + response.statusCode() + " without an error of WhatsApp's");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
