package rasl.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.json.Json;
import rasl.whatsapp.graph.GraphClient;
import rasl.whatsapp.graph.GraphError;
import rasl.whatsapp.graph.Graphs;
import rasl.whatsapp.graph.SendOutcome;
import tools.jackson.databind.JsonNode;

/** The contract with the Cloud API, against recorded answers of the documented shapes. */
class RecordedGraphTest extends GraphContract {
  private static final String NUMBER = "106540352242922";
  private static final String ACCOUNT = "102290129340398";
  private static final String TOKEN = "EAAJB";
  private static final Queue<JsonNode> refusals = new ConcurrentLinkedQueue<>();
  private static final Queue<String> raw = new ConcurrentLinkedQueue<>();
  private static Optional<HttpServer> server = Optional.empty();

  @BeforeAll
  static void start() throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    made.createContext("/", RecordedGraphTest::answer);
    made.start();
    server = Optional.of(made);
  }

  @AfterAll
  static void stop() {
    server.orElseThrow().stop(0);
  }

  @Override
  URI graph() {
    return URI.create("http://127.0.0.1:" + server.orElseThrow().getAddress().getPort());
  }

  @Override
  Connection connection() {
    return connection(NUMBER, ACCOUNT, TOKEN);
  }

  @Override
  void refuseNext(JsonNode recorded) {
    refusals.add(recorded);
  }

  @Override
  String media() {
    return "133";
  }

  @Test
  void errorsOfOtherShapesAreReadToo() throws InterruptedException {
    assertThat(errorOf("{\"error\": {\"message\": \"An unknown error occurred\", \"code\": 1}}"))
        .isEqualTo(new GraphError(1, "An unknown error occurred", "", true));
    assertThat(
            errorOf(
                """
                {"error": {"message": "(#2) Service temporarily unavailable", "code": 2,
                  "is_transient": true, "error_data": "Try again", "error_user_title": "Oh"}}
                """))
        .isEqualTo(new GraphError(2, "Service temporarily unavailable", "Try again", true));
  }

  @Test
  void whatIsNoAnswerOfWhatsAppsLeavesTheOutcomeUnknown() throws InterruptedException {
    for (String text :
        new String[] {
          "<html>502 Bad Gateway</html>",
          "",
          "{}",
          "[]",
          "null",
          "{\"error\": \"no object\"}",
          "{\"error\": {\"code\": \"131000\"}}",
          "{\"messages\": [{\"id\": \"\"}]}",
          "{\"messages\": [{\"id\": \"a\\u0000b\"}]}"
        }) {
      raw.add(text);
      try (var client = new GraphClient(Graphs.real(graph()), "v25.0")) {
        assertThat(client.send(connection(), CUSTOMER, "{\"type\":\"text\"}", "rasl:test:1"))
            .as(text)
            .isInstanceOf(SendOutcome.Unknown.class);
      }
    }
  }

  private GraphError errorOf(String answer) throws InterruptedException {
    raw.add(answer);
    try (var client = new GraphClient(Graphs.real(graph()), "v25.0")) {
      return ((SendOutcome.Refused)
              client.send(connection(), CUSTOMER, "{\"type\":\"text\"}", "rasl:test:1"))
          .error();
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (!("Bearer " + TOKEN).equals(authorization)) {
        write(exchange, 401, recorded("token-expired"));
        return;
      }
      String text = raw.poll();
      if (text != null) {
        write(exchange, 500, text);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      if (path.equals("/v25.0/" + NUMBER + "/messages")) {
        send(exchange, request);
        return;
      }
      Map<String, String> found =
          Map.of(
              "/v25.0/" + NUMBER,
              "phone-number",
              "/v25.0/133",
              "media",
              "/v25.0/" + ACCOUNT + "/message_templates",
              query.contains("after=QVFIUjI") ? "templates-2" : "templates-1");
      String file = found.get(path);
      write(exchange, file == null ? 400 : 200, recorded(file == null ? "unknown-object" : file));
    }
  }

  /** What was recorded for the same payload, where the envelope around it is right. */
  private static void send(HttpExchange exchange, JsonNode request) throws IOException {
    assertThat(request.path("messaging_product").asString()).isEqualTo("whatsapp");
    assertThat(request.path("to").asString()).isEqualTo(PHONE);
    assertThat(request.path("biz_opaque_callback_data").asString()).isEqualTo("rasl:test:1");
    JsonNode refusal = refusals.poll();
    if (refusal != null) {
      write(exchange, refusal.path("http").asInt(), Map.of("error", refusal.path("error")));
      return;
    }
    JsonNode answer =
        StreamSupport.stream(recorded("sends").spliterator(), false)
            .filter(one -> isIn(one.path("payload"), request))
            .findFirst()
            .orElseThrow()
            .path("answer");
    write(exchange, 200, answer);
  }

  private static boolean isIn(JsonNode payload, JsonNode request) {
    return payload.properties().stream()
        .allMatch(member -> member.getValue().equals(request.path(member.getKey())));
  }

  private static void write(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes =
        body instanceof String text
            ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8)
            : Json.writeBytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
