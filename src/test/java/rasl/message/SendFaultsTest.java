package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.LyingGraph;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What becomes of a message when WhatsApp breaks off, lies or is away: never sent twice. */
class SendFaultsTest {
  private static final LyingGraph graph = LyingGraph.start();
  private static final Talk talk =
      Talk.start(Map.of("RASL_GRAPH_URL", graph.url().toString(), "RASL_SEND_WAIT", "2s"));

  @BeforeAll
  static void letWhatsAppJudgeWindows() {
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
  }

  @AfterAll
  static void stop() {
    talk.close();
    graph.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 80007, 131000, 131016, 131056, 131057, 133004})
  void aPassingErrorIsTriedAgain(int code) throws InterruptedException {
    String customer = Talk.customer();
    graph.plan(customer, LyingGraph.refuse(code == 131016 ? 500 : 400, code, "Busy", "wait"));
    long id = idOf(talk.send(202, customer, "Hi"));
    assertThat(talk.message(id).path("status_message").asString()).contains("Busy – wait");
    talk.awaitStatus(id, "sent");
    assertThat(graph.received(customer)).hasSize(2);
    assertThat(talk.message(id).path("status_message").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 130497, 131009, 131026, 131047, 131049, 131063, 132001})
  void anErrorThatStaysIsTheEnd(int code) {
    String customer = Talk.customer();
    graph.plan(customer, LyingGraph.refuse(400, code, "No", "never"));
    JsonNode whatsapp =
        talk.send(500, customer, "Hi").path("error").path("details").path("whatsapp");
    assertThat(whatsapp.path("code").asInt()).isEqualTo(code);
    assertThat(whatsapp.path("title").asString()).isEqualTo("No");
    assertThat(whatsapp.path("details").asString()).isEqualTo("never");
    assertThat(graph.received(customer)).hasSize(1);
  }

  @Test
  void anErrorNobodyKnowsIsTheEndUnlessItsStatusSaysThatTheServerIsInTrouble()
      throws InterruptedException {
    String customer = Talk.customer();
    graph.plan(customer, LyingGraph.refuse(500, 999_999, "Odd", ""));
    talk.awaitStatus(idOf(talk.send(202, customer, "Hi")), "sent");
    String other = Talk.customer();
    graph.plan(other, LyingGraph.refuse(400, 999_999, "Odd", ""));
    talk.send(500, other, "Hi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"messages\":",
        "HTTP/1.1 503 Away\r\nContent-Length: 4\r\n\r\naway",
        "HTTP/1.1 500 Away\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 500 Away\r\nContent-Length: 18\r\n\r\n{\"error\":\"broken\"}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "nonsense\r\n\r\n"
      })
  void withoutAnAnswerOfWhatsAppsTheOutcomeIsUnknownAndNothingIsSentAgain(String answer)
      throws InterruptedException {
    String customer = Talk.customer();
    graph.plan(customer, new LyingGraph.Deed.Raw(answer));
    long id = idOf(talk.send(202, customer, "Hi"));
    assertThat(talk.status(id)).isEqualTo("queued");
    assertThat(talk.message(id).path("status_message").asString()).startsWith("outcome unknown");
    makeDue(id);
    // It was looked at again, too early on the receiver's clock, and put back.
    Waiting.until(
        Talk.SOON, () -> talk.number(attemptsOf(id) + " and state in ('ready', 'later')") >= 2);
    assertThat(graph.received(customer)).hasSize(1);
    listenForTwoMinutes();
    makeDue(id);
    talk.awaitStatus(id, "sent");
    assertThat(graph.received(customer)).hasSize(2);
    assertThat(talk.events(id)).containsExactly("message.queued", "message.sent");
  }

  @Test
  void aSecondUnknownOutcomeIsTheEndUntilWhatsAppTellsOtherwise() throws InterruptedException {
    String customer = Talk.customer();
    graph.plan(customer, LyingGraph.drop(), LyingGraph.drop());
    long id = idOf(talk.send(202, customer, "Hi"));
    listenForTwoMinutes();
    makeDue(id);
    talk.awaitStatus(id, "failed");
    assertThat(talk.message(id).path("status_message").asString()).startsWith("outcome unknown");
    assertThat(graph.received(customer)).hasSize(2);

    talk.report(Talk.statusOf("wamid.LATE" + id, "delivered", callbackData(customer)));
    JsonNode found = talk.message(id);
    assertThat(found.path("status").asString()).isEqualTo("delivered");
    assertThat(found.path("message_id").asString()).isEqualTo("wamid.LATE" + id);
    assertThat(found.path("failed_at").isNull()).isTrue();
    assertThat(found.path("status_message").isNull()).isTrue();
  }

  @Test
  void anUnknownOutcomeIsFoundByItsCallbackDataAndNotSentAgain() throws InterruptedException {
    String customer = Talk.customer();
    graph.plan(customer, LyingGraph.drop());
    long id = idOf(talk.send(202, customer, "Hi"));
    talk.report(Talk.statusOf("wamid.FOUND" + id, "sent", callbackData(customer)));
    assertThat(talk.status(id)).isEqualTo("sent");
    assertThat(talk.message(id).path("message_id").asString()).isEqualTo("wamid.FOUND" + id);
    listenForTwoMinutes();
    makeDue(id);
    Waiting.until(Talk.SOON, () -> talk.number("select count(*) from job where ref = " + id) == 0);
    assertThat(graph.received(customer)).hasSize(1);
    assertThat(talk.events(id)).containsExactly("message.queued", "message.sent");
  }

  @Test
  void aWebhookThatWaitsToBeReadHoldsTheSecondAttemptBack()
      throws InterruptedException, SQLException {
    String customer = Talk.customer();
    graph.plan(customer, LyingGraph.drop());
    long id = idOf(talk.send(202, customer, "Hi"));
    try (Connection reader = talk.app.database().connectAsOwner();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      talk.sql(
          "insert into whatsapp_inbox (tenant_id, phone_number_id, field, value, received_at)"
              + " select id, '1', 'messages', '{}', now() - interval '5 seconds' from tenant"
              + " where id = "
              + talk.app.sandboxTenant().value());
      // Someone is at it, for longer than the server waits between its looks.
      statement.execute("select 1 from whatsapp_inbox where phone_number_id = '1' for update");
      listenForTwoMinutes();
      makeDue(id);
      Waiting.until(Talk.SOON, () -> talk.number(attemptsOf(id)) >= 3);
      assertThat(graph.received(customer)).hasSize(1);
      statement.execute("delete from whatsapp_inbox where phone_number_id = '1'");
      reader.commit();
    }
    talk.awaitStatus(id, "sent");
  }

  @Test
  void aStatusOverheardBeforeTheAnswerStaysWhenTheAnswerComes() throws InterruptedException {
    String customer = Talk.customer();
    var answer = new CountDownLatch(1);
    graph.plan(customer, LyingGraph.held(answer, LyingGraph.accept("wamid.EARLY")));
    long id = talk.sendLater(customer, "Hi");
    Waiting.until(Talk.SOON, () -> !graph.received(customer).isEmpty());
    talk.report(Talk.statusOf("wamid.EARLY", "read", callbackData(customer)));
    assertThat(talk.status(id)).isEqualTo("read");
    answer.countDown();
    Waiting.until(Talk.SOON, () -> talk.number("select count(*) from job where ref = " + id) == 0);
    assertThat(talk.status(id)).isEqualTo("read");
    assertThat(talk.events(id)).containsExactly("message.queued", "message.read");
  }

  @Test
  void whatWasTakenWhileTheDatabaseWasAwayIsWrittenAndNotSentAgain() throws InterruptedException {
    String customer = Talk.customer();
    var answer = new CountDownLatch(1);
    graph.plan(customer, LyingGraph.held(answer, LyingGraph.accept("wamid.CUT")));
    long id = talk.sendLater(customer, "Hi");
    Waiting.until(Talk.SOON, () -> !graph.received(customer).isEmpty());
    talk.app.database().cutConnections();
    answer.countDown();
    Waiting.until(
        Talk.SOON,
        () -> talk.rows("select status from message where id = " + id).equals(List.of("sent")));
    assertThat(graph.received(customer)).hasSize(1);
    assertThat(talk.number("select count(*) from job where ref = " + id)).isZero();
  }

  @Test
  void aLostAttemptIsAnUnknownOutcomeAndItsOwnAnswerCountsNoMore() throws InterruptedException {
    String customer = Talk.customer();
    var answer = new CountDownLatch(1);
    graph.plan(customer, LyingGraph.held(answer, LyingGraph.accept("wamid.ZOMBIE")));
    long id = talk.sendLater(customer, "Hi");
    Waiting.until(Talk.SOON, () -> !graph.received(customer).isEmpty());
    talk.sql("update job set leased_until = now() where ref = " + id);
    Waiting.until(
        Talk.SOON,
        () -> talk.message(id).path("status_message").asString("").contains("server stopped"));
    answer.countDown();
    assertThat(talk.number(attemptsOf(id))).isEqualTo(2);
    talk.report(Talk.statusOf("wamid.ZOMBIE", "delivered", callbackData(customer)));
    assertThat(talk.status(id)).isEqualTo("delivered");
    assertThat(graph.received(customer)).hasSize(1);
  }

  @Test
  void zeroCharactersInAnErrorDoNoHarm() throws InterruptedException {
    String customer = Talk.customer();
    graph.plan(customer, LyingGraph.refuse(400, 131009, "a\u0000b", "c\u0000d"));
    assertThat(talk.send(500, customer, "Hi").path("error").path("code").asString())
        .isEqualTo("MESSAGE_SEND_FAILED");
  }

  private static long idOf(JsonNode sent) {
    return sent.path("data").path("chat_message_id").asLong();
  }

  private static String callbackData(String customer) {
    return graph.received(customer).getFirst().path("biz_opaque_callback_data").asString();
  }

  private static String attemptsOf(long id) {
    return "select coalesce(max(attempt), 0) from job where ref = " + id;
  }

  /** Lets two minutes pass on the clock that runs while webhooks can arrive. */
  private static void listenForTwoMinutes() {
    talk.sql("update receiver set up_ms = up_ms + 121000");
  }

  private static void makeDue(long id) throws InterruptedException {
    Waiting.until(
        Talk.SOON,
        () ->
            talk.number(
                    "select count(*) from job where state in ('ready', 'later') and ref = " + id)
                == 1);
    talk.sql("update job set run_at = now() where state in ('ready', 'later') and ref = " + id);
  }
}
