package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.LyingGraph;
import rasl.testkit.Waiting;

/** What holds a message up in the server itself: it hurts nobody else, and nothing is unknown. */
class HeldSendTest {
  private static final LyingGraph graph = LyingGraph.start();
  private static final Talk talk =
      Talk.start(
          Map.of(
              "RASL_GRAPH_URL", graph.url().toString(),
              "RASL_SEND_WAIT", "60s",
              "RASL_JOB_SLOTS", "8"));

  @BeforeAll
  static void letWhatsAppJudgeWindows() {
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
  }

  @AfterAll
  static void stop() {
    talk.close();
    graph.close();
  }

  @Test
  void aTenantWhoseCallsHangKeepsNoOtherTenantsMessageWaiting() throws InterruptedException {
    var neighbour = talk.app.tenant("neighbour");
    talk.app.set(
        "neighbour",
        Map.of(
            "window_policy", "passthrough",
            "whatsapp.phone_number_id", "888",
            "whatsapp.business_account_id", "2",
            "whatsapp.display_phone_number", "966500000088",
            "whatsapp.access_token", "none"));
    var answer = new CountDownLatch(1);
    List<String> customers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String customer = Talk.customer();
      graph.plan(customer, LyingGraph.held(answer, LyingGraph.accept("wamid.H" + customer)));
      talk.sendLater(customer, "Hi");
      customers.add(customer);
    }
    Waiting.until(Talk.SOON, () -> called(customers) == 4);
    String quick = Talk.customer();
    try (var api = talk.app.as(neighbour)) {
      api.with("Prefer", "respond-async")
          .post(202, Talk.TEXT, Map.of("phone", quick, "message", "Hi"));
      Waiting.until(Talk.SOON, () -> !graph.received(quick).isEmpty());
    }
    assertThat(called(customers)).isEqualTo(4);
    answer.countDown();
    Waiting.until(Talk.SOON, () -> called(customers) == 20);
  }

  @Test
  void whatBreaksOffBeforeWhatsAppIsCalledIsTriedAgainAndNeverUnknown()
      throws InterruptedException {
    // Only an attempt takes a turn of the number, and what it has in hand lasts for a moment.
    String turns = "execute on function whatsapp_take_of_number";
    talk.sql("revoke " + turns + " from rasl_app");
    long id;
    try {
      id = untilOneIsQueued();
      assertThat(
              talk.number(
                  "select count(*) from job where broken_since is not null and lost = 0 and ref = "
                      + id))
          .isOne();
    } finally {
      talk.sql("grant " + turns + " to rasl_app");
    }
    Waiting.until(
        Talk.SOON,
        () -> talk.rows("select status from message where id = " + id).equals(List.of("sent")));
    String customer = talk.rows("select phone from message where id = " + id).getFirst();
    assertThat(graph.received(customer)).hasSize(1);
    assertThat(talk.number("select unknown_attempts from message where id = " + id)).isZero();
  }

  @Test
  void aRequestThatWaitsForItsTurnHearsOfItWithoutAskingTheDatabase() throws InterruptedException {
    String customer = Talk.customer();
    talk.sql(
        """
        insert into whatsapp_number_pace (phone_number_id, each_ms, full_at)
        values ('%s', 12.5, now() + interval '3 seconds')
        on conflict (phone_number_id) do update set full_at = excluded.full_at
        """
            .formatted(Talk.SANDBOX_NUMBER));
    // Only a look at what became of a message reads this column.
    hide("conversation_id");
    try {
      assertThat(talk.send(200, customer, "Hi").path("data").path("status").asString())
          .isEqualTo("sent");
    } finally {
      show();
    }
    assertThat(graph.received(customer)).hasSize(1);
  }

  /** Sends until a message does not leave at once, and gives its id. */
  private static long untilOneIsQueued() {
    Api.Reply reply;
    do {
      Map<String, String> text = Map.of("phone", Talk.customer(), "message", "Hi");
      reply = talk.api.send("POST", Talk.TEXT, Json.write(text));
    } while (reply.status() == 200);
    assertThat(reply.status()).isEqualTo(202);
    return reply.data().path("chat_message_id").asLong();
  }

  private static long called(List<String> customers) {
    return customers.stream().filter(customer -> !graph.received(customer).isEmpty()).count();
  }

  /** The server may not read this column of messages for a while. */
  private static void hide(String column) {
    List<String> others =
        talk.rows(
            "select column_name from information_schema.columns where table_name = 'message' and"
                + " table_schema = current_schema() and column_name <> '"
                + column
                + "'");
    talk.sql(
        "revoke select on message from rasl_app; grant select ("
            + String.join(", ", others)
            + ") on message to rasl_app");
  }

  private static void show() {
    talk.sql("grant select on message to rasl_app");
  }
}
