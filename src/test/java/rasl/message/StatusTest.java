package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.testkit.LyingGraph;
import tools.jackson.databind.JsonNode;

/** Statuses only move forward, in whatever order WhatsApp reports them. */
class StatusTest {
  private static final LyingGraph graph = LyingGraph.start();
  private static final Talk talk = Talk.start(Map.of("RASL_GRAPH_URL", graph.url().toString()));

  @AfterAll
  static void stop() {
    talk.close();
    graph.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'delivered,read', read, 'sent,delivered,read'",
    "'read,delivered,sent', read, 'sent,read'",
    "'delivered,delivered', delivered, 'sent,delivered'",
    "'read', read, 'sent,read'",
    "'played', read, 'sent,read'",
    "'failed,delivered', failed, 'sent,failed'",
    "'delivered,failed', delivered, 'sent,delivered'",
    "'read,failed,sent', read, 'sent,read'",
    "'failed,failed', failed, 'sent,failed'",
    "'deleted,nonsense', sent, 'sent'"
  })
  void aStatusOnlyMovesForwardAndEachStepIsToldOnce(String reports, String end, String steps)
      throws InterruptedException {
    JsonNode sent = send();
    String wamid = sent.path("message_id").asString();
    for (String status : reports.split(",", -1)) {
      talk.report(Talk.statusOf(wamid, status));
    }
    long id = sent.path("chat_message_id").asLong();
    assertThat(talk.status(id)).isEqualTo(end);
    var events = new ArrayList<>(List.of("message.queued"));
    for (String step : steps.split(",", -1)) {
      events.add("message." + step);
    }
    assertThat(talk.events(id)).containsExactlyElementsOf(events);
  }

  @Test
  void deliveredIsDatedAlsoWhenItIsToldAfterRead() throws InterruptedException {
    JsonNode sent = send();
    talk.report(Talk.statusOf(sent.path("message_id").asString(), "read"));
    talk.report(Talk.statusOf(sent.path("message_id").asString(), "delivered"));
    JsonNode message = talk.message(sent.path("chat_message_id").asLong());
    assertThat(message.path("status").asString()).isEqualTo("read");
    assertThat(message.path("is_read").asBoolean()).isTrue();
    assertThat(message.path("delivered_at").asString()).isEqualTo("2025-10-09T08:53:20.000Z");
  }

  @Test
  void aFailureTellsItsReason() throws InterruptedException {
    JsonNode sent = send();
    var failed = new HashMap<>(Talk.statusOf(sent.path("message_id").asString(), "failed"));
    failed.put(
        "errors",
        List.of(
            Map.of(
                "code",
                131047,
                "title",
                "Re-engagement\u0000",
                "error_data",
                Map.of("details", "24 hours"))));
    talk.report(failed);
    assertThat(
            talk.message(sent.path("chat_message_id").asLong()).path("status_message").asString())
        .isEqualTo("131047: Re-engagement\uFFFD – 24 hours");
  }

  /** A message of ours that WhatsApp has taken. */
  private static JsonNode send() throws InterruptedException {
    String customer = Talk.customer();
    receive(List.of(), Talk.inbound(customer, "wamid.OPEN" + customer, "Hello"));
    return talk.send(200, "+" + customer, "Hi").path("data");
  }

  private static void receive(List<Map<String, Object>> contacts, Map<String, Object> message)
      throws InterruptedException {
    talk.webhook(
        200,
        Talk.body(Talk.SANDBOX_NUMBER, Map.of("contacts", contacts, "messages", List.of(message))));
    talk.awaitApplied();
  }
}
