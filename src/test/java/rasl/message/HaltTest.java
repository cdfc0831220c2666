package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.TestApp;
import rasl.testkit.LyingGraph;
import rasl.testkit.Waiting;

/** A number that cannot send: what waits stays queued, and goes out when the number can again. */
class HaltTest {
  private static final LyingGraph graph = LyingGraph.start();
  private static final Map<String, String> settings =
      Map.of(
          "RASL_GRAPH_URL",
          graph.url().toString(),
          "RASL_SEND_WAIT",
          "2s",
          // Not used: it says that other nodes may work on this database.
          "RASL_DATABASE_URL",
          "jdbc:postgresql://127.0.0.1/none?user=none&password=none");
  private static final Talk talk = Talk.start(settings);

  private static final String WORK =
      "select count(*) from job where kind in ('message.send', 'whatsapp.look')";

  @BeforeAll
  static void letWhatsAppJudgeWindows() {
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
  }

  @AfterAll
  static void stop() {
    talk.close();
    graph.close();
  }

  @AfterEach
  void lookAndResume() throws InterruptedException {
    look();
    Waiting.until(Talk.SOON, () -> halted() == 0);
    Waiting.until(Talk.SOON, () -> talk.number(WORK) == 0);
    talk.sql("delete from event");
    talk.sql("update whatsapp_connection set halt_checks = 0, resumed_at = null");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 190, 299, 368, 133010})
  void aHaltingCodeKeepsItsMessageAndAllThatFollowQueuedUntilTheCheckPasses(int code)
      throws InterruptedException {
    String first = Talk.customer();
    graph.plan(first, LyingGraph.refuse(400, code, "No", "never"));
    long id = talk.send(202, first, "Hi").path("data").path("chat_message_id").asLong();
    String second = Talk.customer();
    long waiting = talk.sendLater(second, "Hi");
    long held = talk.send(202, second, "Hi").path("data").path("chat_message_id").asLong();
    for (long message : List.of(id, waiting, held)) {
      assertThat(talk.message(message).path("status").asString()).isEqualTo("queued");
      assertThat(talk.message(message).path("status_message").asString()).startsWith("waiting: ");
    }
    assertThat(graph.received(second)).isEmpty();
    assertThat(types()).containsExactly("connection.halted");

    look();
    talk.awaitStatus(id, "sent");
    talk.awaitStatus(waiting, "sent");
    talk.awaitStatus(held, "sent");
    assertThat(graph.received(first)).hasSize(2);
    assertThat(graph.received(second)).hasSize(2);
    assertThat(talk.message(id).path("status_message").isNull()).isTrue();
    assertThat(types()).containsExactly("connection.halted", "connection.resumed");
  }

  @Test
  void aCheckThatFailsIsRepeatedWithGrowingPauses() throws InterruptedException {
    graph.planCall(
        "GET /" + Talk.SANDBOX_NUMBER,
        LyingGraph.refuse(401, 190, "Expired", ""),
        LyingGraph.answer(503, "away"),
        LyingGraph.answer(200, "{\"id\":\"1\"}"),
        LyingGraph.answer(
            200, "{\"id\":\"" + Talk.SANDBOX_NUMBER + "\",\"status\":\"DISCONNECTED\"}"),
        LyingGraph.answer(
            200,
            "{\"id\":\""
                + Talk.SANDBOX_NUMBER
                + "\",\"health_status\":{\"can_send_message\":\"BLOCKED\",\"entities\":[{},"
                + "{\"errors\":[{\"error_code\":141006,\"error_description\":\"pay\"}]}]}}"));
    String customer = Talk.customer();
    graph.plan(customer, LyingGraph.refuse(401, 190, "Expired", ""));
    talk.send(202, customer, "Hi");
    for (int looks = 1; looks <= 5; looks++) {
      look();
      int done = looks;
      Waiting.until(
          Talk.SOON, () -> talk.number("select halt_checks from whatsapp_connection") == done);
      assertThat(
              talk.number(
                  "select extract(epoch from run_at - now())::int from job where kind ="
                      + " 'whatsapp.look'"))
          .isBetween(40L << (looks - 1), 65L << (looks - 1));
    }
    assertThat(halted()).isEqualTo(1);
    assertThat(talk.rows("select halt_code from whatsapp_connection")).containsExactly("131042");
    assertThat(types()).containsExactly("connection.halted");
  }

  @Test
  void whatWhatsAppTellsOfAMessageLaterHaltsToo() throws InterruptedException {
    String customer = Talk.customer();
    long id = talk.send(200, customer, "Hi").path("data").path("chat_message_id").asLong();
    String wamid = talk.message(id).path("message_id").asString();
    talk.report(failed(wamid, Map.of("code", 131042, "title", "Payment")));
    assertThat(talk.status(id)).isEqualTo("failed");
    assertThat(halted()).isEqualTo(1);
    assertThat(talk.status(talk.sendLater(customer, "Hi"))).isEqualTo("queued");
    lookAndResume();
    talk.report(failed(wamid, Map.of("code", 131042, "title", "Payment")));
    assertThat(halted()).as("told again").isZero();
  }

  @Test
  void aFailureWithoutACodeAndThatOfAnothersMessageHaltNothing() throws InterruptedException {
    long id = talk.send(200, Talk.customer(), "Hi").path("data").path("chat_message_id").asLong();
    String wamid = talk.message(id).path("message_id").asString();
    talk.report(failed("wamid.OTHERS", Map.of("code", 190, "title", "No")));
    talk.report(failed(wamid, Map.of("title", "Something")));
    assertThat(talk.status(id)).isEqualTo("failed");
    assertThat(halted()).isZero();
  }

  private static Map<String, Object> failed(String wamid, Map<String, Object> error) {
    return Map.of(
        "id", wamid, "status", "failed", "timestamp", "1760000000", "errors", List.of(error));
  }

  @Test
  void anotherNodeKnowsAndTheHaltOutlivesItsNode() throws InterruptedException {
    String customer = Talk.customer();
    long id;
    try (TestApp second = talk.app.startAnotherNode(settings);
        var api = second.sandbox()) {
      graph.plan(customer, LyingGraph.refuse(401, 190, "Expired", ""));
      id =
          api.post(202, Talk.TEXT, Map.of("phone", customer, "message", "Hi"))
              .data()
              .path("chat_message_id")
              .asLong();
    }
    talk.send(202, customer, "Hi");
    assertThat(talk.status(id)).isEqualTo("queued");
    assertThat(graph.received(customer)).hasSize(1);
    look();
    talk.awaitStatus(id, "sent");
  }

  @Test
  void whatIsSaidOfAnOlderTokenDoesNotHaltTheNewOne() throws InterruptedException {
    String customer = Talk.customer();
    var answer = new CountDownLatch(1);
    graph.plan(customer, LyingGraph.held(answer, LyingGraph.refuse(401, 190, "Expired", "")));
    long id = talk.sendLater(customer, "Hi");
    Waiting.until(Talk.SOON, () -> !graph.received(customer).isEmpty());
    talk.sql("update whatsapp_connection set updated_at = now() + interval '1 second'");
    answer.countDown();
    talk.awaitStatus(id, "sent");
    assertThat(types()).isEmpty();
    talk.sql("update whatsapp_connection set updated_at = now() - interval '1 minute'");
  }

  @Test
  void aLookThatIsGivenUpIsMadeAgainLater() throws InterruptedException {
    talk.sql(
        """
        insert into job (tenant_id, kind, ref, state, run_at, leased_until, lost, attempt)
        values (%d, 'whatsapp.look', 77, 'running', now(), now() - interval '1 second', 4, 5)
        """
            .formatted(talk.app.sandboxTenant().value()));
    Waiting.until(Talk.SOON, () -> looks("dead") == 1);
    assertThat(looks("later")).isOne();
    talk.sql("delete from job where ref = 77");
  }

  private static long looks(String state) {
    return talk.number(
        "select count(*) from job where ref = 77 and kind = 'whatsapp.look' and state = '"
            + state
            + "'");
  }

  private static void look() {
    talk.sql("update job set run_at = now() where kind = 'whatsapp.look'");
  }

  private static long halted() {
    return talk.number("select count(*) from whatsapp_connection where halted_at is not null");
  }

  private static List<String> types() {
    return talk.rows(
        "select type from event where resource_type = 'connection' order by occurred_at," + " id");
  }
}
