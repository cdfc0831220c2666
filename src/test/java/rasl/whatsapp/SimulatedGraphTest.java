package rasl.whatsapp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import rasl.json.Json;
import rasl.simulator.Simulator;
import rasl.simulator.SimulatorAccount;
import rasl.simulator.SimulatorSettings;
import rasl.simulator.SimulatorTimings;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** The contract with the Cloud API, as the simulator keeps it. */
class SimulatedGraphTest extends GraphContract {
  private static final SimulatorAccount ACCOUNT =
      new SimulatorAccount(
          "106540352242922", "15550001111", "Demo Shop", "102290129340398", "1", "token", "s", "v");

  @TempDir private static Path folder = Path.of("replaced");
  private static Optional<Simulator> simulator = Optional.empty();

  @BeforeAll
  static void start() {
    var timings =
        new SimulatorTimings(
            Duration.ofMillis(150),
            Duration.ofMillis(500),
            Duration.ofMillis(1_200),
            Duration.ofSeconds(15),
            4);
    simulator =
        Optional.of(
            Simulator.start(
                new SimulatorSettings(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    folder,
                    List.of(ACCOUNT),
                    Optional.empty(),
                    Clock.systemUTC(),
                    new SecureRandom(),
                    timings)));
  }

  @AfterAll
  static void stop() {
    simulator.orElseThrow().close();
  }

  @Override
  URI graph() {
    return simulator.orElseThrow().url();
  }

  @Override
  Connection connection() {
    return connection(ACCOUNT.phoneNumberId(), ACCOUNT.wabaId(), ACCOUNT.accessToken());
  }

  @Override
  void refuseNext(JsonNode recorded) {
    try (Api control = Api.at(graph().toString())) {
      control.post(
          200,
          "/control/faults",
          Map.of(
              "http_status",
              recorded.path("http").asInt(),
              "code",
              recorded.at("/error/code").asInt()));
    }
  }

  @Override
  String media() throws Exception {
    String body =
        """
        --x\r
        Content-Disposition: form-data; name="messaging_product"\r
        \r
        whatsapp\r
        --x\r
        Content-Disposition: form-data; name="type"\r
        \r
        image/png\r
        --x\r
        Content-Disposition: form-data; name="file"; filename="a.png"\r
        Content-Type: image/png\r
        \r
        %s\r
        --x--\r
        """
            .formatted("\u0089PNG\r\n\u001a\n and the rest of it");
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(
                  URI.create(graph() + "/v25.0/" + ACCOUNT.phoneNumberId() + "/media"))
              .header("Authorization", "Bearer " + ACCOUNT.accessToken())
              .header("Content-Type", "multipart/form-data; boundary=x")
              .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1))
              .build();
      return Json.parse(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .path("id")
          .asString();
    }
  }
}
