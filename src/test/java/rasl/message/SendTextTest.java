package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** {@code POST /messages/text}: what is taken, what is answered (contract 2.5). */
class SendTextTest {
  private static final Talk talk = Talk.start(Map.of("RASL_SEND_WAIT", "1s"));

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void everyFaultIsToldAtOnce() {
    JsonNode errors =
        talk.api
            .post(
                422,
                Talk.TEXT,
                Map.of("phone", "abc", "message", "x".repeat(4097), "contact_id", "two"))
            .error()
            .path("details")
            .path("errors");
    assertThat(errors.propertyNames()).containsExactlyInAnyOrder("phone", "message", "contact_id");
  }

  @Test
  void phoneAndMessageAreRequired() {
    var blank = Map.of("phone", "  ", "message", " \n ");
    for (Map<String, String> body : List.of(Map.<String, String>of(), blank)) {
      JsonNode errors = talk.api.post(422, Talk.TEXT, body).error().path("details").path("errors");
      assertThat(errors.propertyNames()).containsExactlyInAnyOrder("phone", "message");
    }
  }

  @Test
  void aPhoneHasTenToTwentyCharactersOfDigitsAndPunctuation() {
    for (String phone :
        List.of("966501234", "+9665012345678901234567", "+966 50 12x4567", "50+1234567890")) {
      JsonNode errors =
          talk.api
              .post(422, Talk.TEXT, Map.of("phone", phone, "message", "Hi"))
              .error()
              .path("details")
              .path("errors");
      assertThat(errors.propertyNames()).as(phone).containsExactly("phone");
    }
  }

  @Test
  void aMessageHasUpTo4096CodePoints() throws InterruptedException {
    String customer = talk.openCustomer();
    String longest = "😀".repeat(4096);
    assertThat(talk.send(200, "+" + customer, longest).path("data").path("message").asString())
        .isEqualTo(longest);
    talk.send(422, "+" + customer, longest + "!");
  }

  @Test
  void aNumberIsNoTextAndZeroCharactersAreRefused() {
    talk.api.post(422, Talk.TEXT, Map.of("phone", "+966501234567", "message", 5));
    talk.api.post(422, Talk.TEXT, Map.of("phone", "+966501234567", "message", "a\u0000b"));
  }

  @Test
  void whatWhatsAppTakesIsAnswered200WithItsWamid() throws InterruptedException {
    String customer = talk.openCustomer();
    JsonNode sent = talk.send(200, "+" + customer, "  Good day  ").path("data");
    assertThat(sent.propertyNames())
        .containsExactly(
            "message_id",
            "contact_id",
            "phone",
            "status",
            "sent_at",
            "chat_id",
            "chat_message_id",
            "message");
    assertThat(sent.path("message_id").asString()).startsWith("wamid.");
    assertThat(sent.path("phone").asString()).isEqualTo(customer);
    assertThat(sent.path("status").asString()).isEqualTo("sent");
    assertThat(sent.path("message").asString()).isEqualTo("Good day");
    assertThat(sent.path("sent_at").asString()).endsWith("Z");
    JsonNode request = talk.outbox(customer).getFirst().path("request");
    assertThat(request.path("to").asString()).isEqualTo("+" + customer);
    assertThat(request.path("text").path("body").asString()).isEqualTo("Good day");
  }

  @Test
  void whoDoesNotWaitIsAnswered202AndTheMessageGoesOut() throws InterruptedException {
    String customer = talk.openCustomer();
    JsonNode queued =
        talk.api
            .with("Prefer", "respond-async")
            .post(202, Talk.TEXT, Map.of("phone", "+" + customer, "message", "Later"))
            .data();
    assertThat(queued.path("status").asString()).isEqualTo("queued");
    assertThat(queued.path("message_id").isNull()).isTrue();
    assertThat(queued.path("sent_at").isNull()).isTrue();
    assertThat(queued.path("contact_id").asLong()).isPositive();
    assertThat(queued.path("chat_id").asLong()).isPositive();
    talk.awaitStatus(queued.path("chat_message_id").asLong(), "read");
    assertThat(talk.outbox(customer)).hasSize(1);
  }

  @Test
  void whatWhatsAppRefusesForGoodIsAnswered500AndKeptAsFailed() throws InterruptedException {
    String customer = talk.openCustomer();
    talk.fault(customer, Map.of("http_status", 400, "code", 131009));
    JsonNode error = talk.send(500, "+" + customer, "Hi").path("error");
    assertThat(error.path("code").asString()).isEqualTo("MESSAGE_SEND_FAILED");
    JsonNode whatsapp = error.path("details").path("whatsapp");
    assertThat(whatsapp.propertyNames()).containsExactly("code", "title", "details");
    assertThat(whatsapp.path("code").asInt()).isEqualTo(131009);
    long id =
        talk.number(
            "select max(id) from message where direction = 'outbound' and phone = '"
                + customer
                + "'");
    JsonNode kept = talk.message(id);
    assertThat(kept.path("status").asString()).isEqualTo("failed");
    assertThat(kept.path("status_message").asString()).startsWith("131009: ");
    assertThat(kept.path("failed_at").isNull()).isFalse();
    assertThat(talk.events(id)).containsExactly("message.queued", "message.failed");
  }

  @Test
  void aSlowAnswerIsNotWaitedForLongerThanSaidAndStillCounts() throws InterruptedException {
    String customer = talk.openCustomer();
    talk.fault(customer, Map.of("delay_ms", 4_000));
    long begin = System.nanoTime();
    JsonNode queued = talk.send(202, "+" + customer, "Hi").path("data");
    // That it is a 202 says that WhatsApp's answer was not waited for.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
    long id = queued.path("chat_message_id").asLong();
    talk.awaitStatus(id, "read");
    assertThat(talk.message(id).path("message_id").asString()).startsWith("wamid.");
    assertThat(talk.outbox(customer)).hasSize(1);
  }

  @Test
  void aPassingTroubleIsAnswered202AndTriedAgain() throws InterruptedException {
    String customer = talk.openCustomer();
    talk.fault(customer, Map.of("http_status", 400, "code", 130429, "times", 2));
    long id = talk.send(202, "+" + customer, "Hi").path("data").path("chat_message_id").asLong();
    assertThat(talk.message(id).path("status_message").asString()).contains("130429");
    talk.awaitStatus(id, "read");
    assertThat(talk.outbox(customer)).hasSize(1);
    assertThat(talk.message(id).path("status_message").isNull()).isTrue();
    assertThat(talk.events(id))
        .containsExactly("message.queued", "message.sent", "message.delivered", "message.read");
  }

  @Test
  void aNumberThatIsNotOnWhatsAppFailsAfterItWasSent() throws InterruptedException {
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
    try {
      JsonNode sent = talk.send(200, "+966501230000", "Hi").path("data");
      long id = sent.path("chat_message_id").asLong();
      talk.awaitStatus(id, "failed");
      assertThat(talk.message(id).path("status_message").asString()).startsWith("131026: ");
    } finally {
      talk.app.set("sandbox", Map.of("window_policy", "auto"));
    }
  }

  @Test
  void withoutAConnectionNothingIsSent() {
    try (Api api = talk.app.as(talk.app.tenant("unconnected"))) {
      assertThat(api.post(422, Talk.TEXT, Map.of("phone", "+966501234567", "message", "Hi")).code())
          .isEqualTo("WHATSAPP_NOT_CONFIGURED");
    }
  }
}
