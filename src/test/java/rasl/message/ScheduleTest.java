package rasl.message;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Messages that leave later, and those that are taken back before they leave. */
class ScheduleTest {
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void whatIsScheduledLeavesWhenItsTimeHasCome() throws InterruptedException {
    String customer = talk.openCustomer();
    long id = schedule(customer, "Later");
    JsonNode kept = talk.message(id);
    assertThat(kept.path("status").asString()).isEqualTo("scheduled");
    assertThat(kept.path("send_at").asString()).isEqualTo(rasl.json.Json.time(inAnHour()));
    assertThat(
            talk.api
                .get(
                    200,
                    "/api/v2/messages?filter[status]=scheduled&filter[contact_id]=" + contact(id))
                .data()
                .at("/0/id")
                .asLong())
        .isEqualTo(id);
    assertThat(talk.outbox(customer)).isEmpty();
    letLeave(id);
    talk.awaitStatus(id, "read");
    assertThat(talk.outbox(customer)).hasSize(1);
  }

  @Test
  void aTimeHasAnOffsetAndLiesWithinThirtyDays() {
    String customer = Talk.customer();
    for (Object wrong :
        List.of(
            "2026-03-04T15:00:00",
            "tomorrow",
            5,
            "2026-03-04",
            Instant.now().minusSeconds(5).toString(),
            Instant.now().plus(30, ChronoUnit.DAYS).plusSeconds(60).toString())) {
      JsonNode errors =
          talk.api
              .post(422, Talk.TEXT, body(customer, "Hi", wrong))
              .error()
              .path("details")
              .path("errors");
      assertThat(errors.propertyNames()).as("%s", wrong).containsExactly("send_at");
    }
    assertThat(
            talk.api
                .post(422, Talk.TEXT, body(customer, "Hi", "2026-02-29T00:00:00Z"))
                .error()
                .path("details")
                .path("errors")
                .path("send_at"))
        .as("no day of that month")
        .singleElement()
        .asString()
        .contains("must be a time with its offset");
    String riyadh =
        OffsetDateTime.now(ZoneOffset.ofHours(3)).plusHours(1).truncatedTo(ChronoUnit.SECONDS) + "";
    talk.api.post(202, Talk.TEXT, body(customer, "Hi", riyadh));
    talk.api.post(202, Talk.TEXT, body(customer, "Hi", riyadh.replace("+03:00", "+0300")));
    talk.api.post(202, Talk.TEXT, body(customer, "Hi", inAnHour().toString().toLowerCase(ROOT)));
  }

  @Test
  void aCodeThatLeavesLaterIsValidFromThen() {
    talk.api.call(200, "POST", "/api/v2/templates/sync", null);
    Map<String, Object> login =
        Map.of(
            "phone",
            "+" + Talk.customer(),
            "template_name",
            "login_code",
            "language",
            "en",
            "field_1",
            "112233",
            "send_at",
            inAnHour().toString());
    JsonNode sent = talk.api.post(202, "/api/v2/messages/template", login).data();
    assertThat(sent.path("status").asString()).isEqualTo("scheduled");
    assertThat(sent.path("template_name").asString()).isEqualTo("login_code");
    assertThat(
            talk.number(
                """
                select count(*) from message_secret join message on id = message_id
                where message_id = %d and not_after = send_at + interval '10 minutes'
                """
                    .formatted(sent.path("chat_message_id").asLong())))
        .isOne();
    cancel(200, sent.path("chat_message_id").asLong());
    assertThat(
            talk.number(
                "select count(*) from message_secret where message_id = "
                    + sent.path("chat_message_id").asLong()))
        .isZero();
  }

  @Test
  void theWindowAndTheContactAreJudgedWhenItLeaves() throws InterruptedException {
    String stranger = Talk.customer();
    long shut = schedule(stranger, "Nobody wrote");
    letLeave(shut);
    talk.awaitStatus(shut, "failed");
    assertThat(talk.message(shut).path("status_message").asString()).contains("window was shut");
    String customer = talk.openCustomer();
    long unwanted = schedule(customer, "Unwanted");
    talk.api.patch(200, "/api/v2/contacts/" + contact(unwanted), Map.of("is_opted_out", true));
    letLeave(unwanted);
    talk.awaitStatus(unwanted, "failed");
    assertThat(talk.message(unwanted).path("status_message").asString()).contains("opted out");
    assertThat(talk.events(unwanted)).containsExactly("message.queued", "message.failed");
    assertThat(talk.outbox(stranger)).isEmpty();
    assertThat(talk.outbox(customer)).isEmpty();
  }

  @Test
  void aRetryAfterTheWindowHasShutIsNotMade() throws InterruptedException {
    String customer = talk.openCustomer();
    talk.fault(customer, Map.of("http_status", 400, "code", 130429, "times", 50));
    long id = talk.sendLater("+" + customer, "Hi");
    talk.sql("update message set created_at = created_at - interval '1 hour' where id = " + id);
    talk.sql("update service_window set opened_at = now() - interval '25 hours'");
    talk.awaitStatus(id, "failed");
    assertThat(talk.message(id).path("status_message").asString()).contains("window was shut");
  }

  @Test
  void whatHasNotLeftCanBeCancelledOnceAndForAll() throws InterruptedException {
    String customer = talk.openCustomer();
    long id = schedule(customer, "Never");
    for (int i = 0; i < 2; i++) {
      JsonNode cancelled = cancel(200, id).data();
      assertThat(cancelled.path("id").asLong()).isEqualTo(id);
      assertThat(cancelled.path("status").asString()).isEqualTo("cancelled");
    }
    assertThat(talk.events(id)).containsExactly("message.queued", "message.cancelled");
    assertThat(talk.number("select count(*) from job where ref = " + id)).isZero();
    assertThat(talk.outbox(customer)).isEmpty();
  }

  @Test
  void whatHasLeftOrMayHaveCannotBeCancelled() throws InterruptedException {
    String customer = talk.openCustomer();
    long sent = talk.send(200, "+" + customer, "Hi").at("/data/chat_message_id").asLong();
    Api.Reply refused = cancel(409, sent);
    assertThat(refused.code()).isEqualTo("RESOURCE_CONFLICT");
    assertThat(refused.error().at("/details/status").asString()).isIn("sent", "delivered", "read");
    long unknown = schedule(customer, "Maybe sent");
    talk.sql("update message set unknown_attempts = 1 where id = " + unknown);
    assertThat(cancel(409, unknown).error().at("/details/status").asString())
        .isEqualTo("scheduled");
    long lost = schedule(customer, "Its worker died");
    talk.sql("update job set lost = 1 where ref = " + lost);
    cancel(409, lost);
    long running = schedule(customer, "It is being sent");
    talk.sql(
        """
        update job set state = 'running', leased_until = now() + interval '1 hour', attempt = 1
        where ref = %d
        """
            .formatted(running));
    cancel(409, running);
    assertThat(talk.status(running)).isEqualTo("scheduled");
    String wamid = talk.write(customer, "Mine");
    long inbound = talk.api.get(200, "/api/v2/messages/" + wamid).data().path("id").asLong();
    assertThat(cancel(409, inbound).error().at("/details/status").asString()).isEqualTo("received");
    cancel(404, 9_007_199_254_740_991L);
  }

  @Test
  void eitherTheCancellationWinsOrTheAttempt() throws Exception {
    String customer = talk.openCustomer();
    var ids = new ArrayList<Long>();
    for (int i = 0; i < 40; i++) {
      ids.add(schedule(customer, "Race " + i));
    }
    talk.sql("update job set run_at = now() where kind = 'message.send'");
    var cancels = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long id : ids) {
        cancels.add(
            threads.submit(
                () -> talk.api.send("POST", "/api/v2/messages/" + id + "/cancel", null).status()));
      }
    }
    int cancelled = 0;
    for (int i = 0; i < ids.size(); i++) {
      long id = ids.get(i);
      boolean won = cancels.get(i).get() == 200;
      cancelled += won ? 1 : 0;
      talk.awaitStatus(id, won ? "cancelled" : "read");
    }
    assertThat(talk.outbox(customer)).hasSize(ids.size() - cancelled);
  }

  @Test
  void aMessageThatKillsTheServerEachTimeIsFailed() throws InterruptedException {
    String customer = talk.openCustomer();
    long id = schedule(customer, "Deadly");
    talk.sql(
        """
        update job set state = 'running', leased_until = now() - interval '1 second', lost = 4,
          attempt = 5 where ref = %d
        """
            .formatted(id));
    talk.awaitStatus(id, "failed");
    assertThat(talk.message(id).path("status_message").asString()).contains("died 5 times");
    assertThat(talk.rows("select state from job where ref = " + id)).containsExactly("dead");
    assertThat(talk.events(id)).containsExactly("message.queued", "message.failed");
  }

  private static Instant inAnHour() {
    return Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
  }

  private static long schedule(String customer, String text) {
    JsonNode answer = talk.api.post(202, Talk.TEXT, body(customer, text, inAnHour() + "")).data();
    assertThat(answer.path("status").asString()).isEqualTo("scheduled");
    return answer.path("chat_message_id").asLong();
  }

  private static Map<String, Object> body(String customer, String text, Object sendAt) {
    return Map.of("phone", "+" + customer, "message", text, "send_at", sendAt);
  }

  private static void letLeave(long id) {
    talk.sql("update job set run_at = now() where ref = " + id);
  }

  private static long contact(long id) {
    return talk.number("select contact_id from message where id = " + id);
  }

  private static Api.Reply cancel(int status, long id) {
    return talk.api.call(status, "POST", "/api/v2/messages/" + id + "/cancel", null);
  }
}
