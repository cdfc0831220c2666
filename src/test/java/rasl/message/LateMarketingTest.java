package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Who stops marketing in WhatsApp gets none that was asked for before. */
class LateMarketingTest {
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void marketingIsJudgedWhenItLeavesToo() throws InterruptedException {
    talk.api.call(200, "POST", "/api/v2/templates/sync", null);
    String stopped = talk.openCustomer();
    long offer = scheduleOffer(stopped);
    long news =
        talk.api
            .post(
                202,
                Talk.TEXT,
                Map.of("phone", "+" + stopped, "message", "News", "send_at", inAnHour()))
            .data()
            .path("chat_message_id")
            .asLong();
    prefer(stopped, true);
    assertThat(offer("+" + stopped, Map.of()).status()).isEqualTo(403);
    letLeave(offer);
    talk.awaitStatus(offer, "failed");
    assertThat(talk.message(offer).path("status_message").asString())
        .isEqualTo("the contact had stopped marketing messages when it was to leave");
    assertThat(talk.events(offer)).containsExactly("message.queued", "message.failed");
    assertThat(talk.outbox(stopped)).isEmpty();
    letLeave(news);
    talk.awaitStatus(news, "read");
    long another = scheduleOffer(stopped);
    prefer(stopped, false);
    letLeave(another);
    talk.awaitStatus(another, "read");
    // What had to wait is judged again, whatever it waited for.
    String later = talk.openCustomer();
    talk.fault(later, Map.of("http_status", 400, "code", 130429, "times", 50));
    JsonNode queued = offer("+" + later, Map.of()).data();
    assertThat(queued.path("status").asString()).isEqualTo("queued");
    prefer(later, true);
    long waiting = queued.path("chat_message_id").asLong();
    talk.sql(
        "update message set created_at = created_at - interval '1 hour' where id = " + waiting);
    letLeave(waiting);
    talk.awaitStatus(waiting, "failed");
    assertThat(talk.message(waiting).path("status_message").asString())
        .contains("stopped marketing");
  }

  private static long scheduleOffer(String customer) {
    JsonNode answer = offer("+" + customer, Map.of("send_at", inAnHour())).data();
    assertThat(answer.path("status").asString()).isEqualTo("scheduled");
    return answer.path("chat_message_id").asLong();
  }

  /** The sandbox's template of category MARKETING. */
  private static Api.Reply offer(String phone, Map<String, Object> more) {
    var body = new HashMap<String, Object>(more);
    body.put("phone", phone);
    body.put("template_name", "season_offer");
    body.put("language", "en");
    body.put("field_1", "Ann");
    body.put("field_2", "20");
    body.put("button_2", "x");
    return talk.api.send("POST", "/api/v2/messages/template", Json.write(body));
  }

  /** The customer does it in WhatsApp itself, which tells. */
  private static void prefer(String phone, boolean stopped) throws InterruptedException {
    talk.simulator.post(
        200, "/control/users", Map.of("phone", phone, "marketing_stopped", stopped));
    Waiting.until(
        Talk.SOON,
        () ->
            talk.rows("select marketing_stopped from contact where phone_key = '" + phone + "'")
                .equals(List.of(stopped ? "t" : "f")));
  }

  private static String inAnHour() {
    return Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void letLeave(long id) {
    talk.sql("update job set run_at = now() where ref = " + id);
  }
}
