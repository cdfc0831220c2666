package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import rasl.testkit.Waiting;

/** One message walks all the way: a customer writes, the answer goes out and is read. */
class FirstMessageTest {

  @Test
  void aCustomerWritesAndTheAnswerIsReadBySimulatedWhatsApp() throws InterruptedException {
    try (var app = TestApp.start();
        Api api = app.sandbox();
        Api simulator = app.simulator()) {
      String wamid =
          simulator
              .post(
                  200,
                  "/control/inbound",
                  Map.of("from", "966500000001", "type", "text", "text", "Hello"))
              .json()
              .path("wamid")
              .asString();
      Waiting.until(
          Duration.ofSeconds(60),
          () -> api.send("GET", "/api/v2/messages/" + wamid, null).status() == 200);
      var sent =
          api.post(
                  200,
                  "/api/v2/messages/text",
                  Map.of("phone", "+966 50 000 0001", "message", "Hi @{contact_phone}"))
              .data();
      assertThat(sent.path("status").asString()).isEqualTo("sent");
      assertThat(sent.path("message").asString()).isEqualTo("Hi +966500000001");
      String id = sent.path("chat_message_id").asString();
      Waiting.until(
          Duration.ofSeconds(60),
          () ->
              api.get(200, "/api/v2/messages/" + id)
                  .data()
                  .path("status")
                  .asString()
                  .equals("read"));
    }
  }
}
