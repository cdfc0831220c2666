package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulator and a client for it. */
final class Play implements AutoCloseable {
  static final String TOKEN = "token-1";
  static final SimulatorAccount ACCOUNT =
      new SimulatorAccount(
          "106540352242922",
          "15550001111",
          "Demo Shop",
          "102290129340398",
          "670843887433847",
          TOKEN,
          "app-secret",
          "verify-me");
  static final SimulatorAccount OTHER =
      new SimulatorAccount(
          "206540352242922", "15550002222", "Other Shop", "202", "203", "token-2", "s2", "v2");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final Simulator simulator;

  private Play(Simulator simulator) {
    this.simulator = simulator;
  }

  static Play start(Path folder, Clock clock, Receiver receiver) {
    return start(folder, clock, Optional.of(receiver.url()));
  }

  static Play start(Path folder, Clock clock, Optional<URI> callback) {
    return start(folder, clock, callback, List.of(ACCOUNT, OTHER));
  }

  static Play start(
      Path folder, Clock clock, Optional<URI> callback, List<SimulatorAccount> accounts) {
    var timings =
        new SimulatorTimings(
            Duration.ofMillis(150),
            Duration.ofMillis(500),
            Duration.ofMillis(1_200),
            Duration.ofSeconds(15),
            4);
    return new Play(
        Simulator.start(
            new SimulatorSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder,
                accounts,
                callback,
                clock,
                new SecureRandom(),
                timings)));
  }

  /** An answer over HTTP. */
  record Reply(int status, HttpResponse<String> raw) {
    JsonNode json() {
      return JsonMapper.shared().readTree(raw.body());
    }

    /** The error code; of an error answer. */
    int code() {
      return json().path("error").path("code").asInt();
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  static String text(String to, String body) {
    return """
    {"messaging_product":"whatsapp","to":"%s","type":"text","text":{"body":"%s"}}\
    """
        .formatted(to, body);
  }

  Reply send(String json) {
    return graph("POST", "/v25.0/" + ACCOUNT.phoneNumberId() + "/messages", json);
  }

  /** Sends a text that must be accepted, and returns its wamid. */
  String accepted(String to) {
    Reply reply = send(text(to, "Hello"));
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    return reply.json().path("messages").path(0).path("id").stringValue();
  }

  /** Sends with single quotes for double ones, to a customer who may be written to. */
  Reply sendTo(String to, String content) {
    return send(
        ("{'messaging_product':'whatsapp','to':'+" + to + "'," + content + "}").replace('\'', '"'));
  }

  /** A control call with single quotes for double ones, which must succeed. */
  JsonNode steer(String path, String json) {
    Reply reply = control(path, json.replace('\'', '"'));
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    return reply.json();
  }

  /** Uploads a file as a form does. */
  Reply upload(String type, byte[] bytes) {
    String boundary = "----xyz";
    var body = new java.io.ByteArrayOutputStream();
    body.writeBytes(
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\n"
                + "whatsapp\r\n--"
                + boundary
                + "\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n"
                + "Content-Type: "
                + type
                + "\r\n\r\n")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    body.writeBytes(bytes);
    body.writeBytes(
        ("\r\n--" + boundary + "--\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return exchange(
        HttpRequest.newBuilder(
                URI.create(simulator.url() + "/v25.0/" + ACCOUNT.phoneNumberId() + "/media"))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
  }

  Reply graph(String method, String path, String json) {
    return exchange(
        request(method, path, json)
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json"));
  }

  /** A call on the number with single quotes for double ones. */
  Reply number(String method, String edge, String json) {
    return graph(method, "/v25.0/" + ACCOUNT.phoneNumberId() + "/" + edge, json.replace('\'', '"'));
  }

  /** The same on the account. */
  Reply account(String method, String edge, String json) {
    return graph(method, "/v25.0/" + ACCOUNT.wabaId() + "/" + edge, json.replace('\'', '"'));
  }

  /** A call with a body of any kind, by a token or without one. */
  Reply as(String authorization, String method, String path, String contentType, String body) {
    HttpRequest.Builder request = request(method, path, body);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return exchange(contentType.isEmpty() ? request : request.header("Content-Type", contentType));
  }

  Reply control(String path, String json) {
    return exchange(request("POST", path, json).header("Content-Type", "application/json"));
  }

  Reply get(String path) {
    return exchange(request("GET", path, ""));
  }

  /** A customer writes; returns the wamid. */
  String inbound(String from) {
    Reply reply =
        control(
            "/control/inbound", "{\"from\":\"" + from + "\",\"type\":\"text\",\"text\":\"Hi\"}");
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    return reply.json().path("wamid").stringValue();
  }

  void advance(Duration by) {
    Reply reply = control("/control/clock", "{\"advance_seconds\":" + by.toSeconds() + "}");
    assertThat(reply.status()).isEqualTo(200);
  }

  List<String> outbox(String query) {
    return get("/control/outbox" + query)
        .json()
        .path("messages")
        .valueStream()
        .map(message -> message.path("wamid").stringValue())
        .toList();
  }

  HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(simulator.url() + path))
        .timeout(Duration.ofSeconds(20))
        .method(
            method,
            body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
  }

  Reply exchange(HttpRequest.Builder request) {
    try {
      return tryExchange(request);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Reply tryExchange(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(answer.statusCode(), answer);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    simulator.close();
  }
}
