package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.tenant.ConsentWords;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Who says STOP is told once that it was heard, by whatever name WhatsApp has for them. */
class AcknowledgedTest {
  private static final Talk talk = Talk.start(Map.of());

  @BeforeAll
  static void allMessagesStop() {
    talk.app.set("sandbox", Map.of("stop_scope", "all"));
  }

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void whoHasAUserIdOnlyIsAnsweredToIt() throws InterruptedException {
    String user = "SA.13491208655302741918";
    for (String word : new String[] {"Hello", "STOP", "STOP"}) {
      write(user, word);
    }
    long reply =
        talk.number("select id from message where direction = 'outbound' and user_id is not null");
    talk.awaitStatus(reply, "read");
    JsonNode sent = talk.message(reply);
    assertThat(sent.path("message").asString()).isEqualTo(ConsentWords.STOPPED_ALL);
    assertThat(sent.path("message_id").asString()).startsWith("wamid.");
    assertThat(talk.outbox(user)).hasSize(1);
    JsonNode request = talk.outbox(user).getFirst().path("request");
    assertThat(request.path("recipient").asString()).isEqualTo(user);
    assertThat(request.has("to")).isFalse();
    JsonNode contact =
        talk.api
            .get(
                200,
                "/api/v2/contacts/"
                    + talk.number("select contact_id from message where id = " + reply))
            .data();
    assertThat(contact.path("is_opted_out").asBoolean()).isTrue();
    assertThat(contact.path("phone").isNull()).isTrue();
    write(user, "START");
    Waiting.until(Talk.SOON, () -> talk.outbox(user).size() == 2);
  }

  @Test
  void theAnswerGoesAlsoWhereItHadToWait() throws InterruptedException {
    String customer = Talk.customer();
    talk.fault(customer, Map.of("http_status", 400, "code", 130429, "times", 3));
    talk.write(customer, "STOP");
    talk.sql(
        """
        update message set created_at = created_at - interval '1 hour'
        where direction = 'outbound' and phone = '%s'
        """
            .formatted(customer));
    Waiting.until(Talk.SOON, () -> talk.outbox(customer).size() == 1);
    talk.send(403, "+" + customer, "Hello");
  }

  private static void write(String user, String text) throws InterruptedException {
    String wamid =
        talk.simulator
            .post(200, "/control/inbound", Map.of("user_id", user, "type", "text", "text", text))
            .json()
            .path("wamid")
            .asString();
    Waiting.until(
        Talk.SOON,
        () -> talk.number("select count(*) from message where wamid = '" + wamid + "'") == 1);
  }
}
