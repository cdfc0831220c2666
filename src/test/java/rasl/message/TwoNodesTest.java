package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Api;
import rasl.testkit.LyingGraph;
import rasl.testkit.Waiting;

/** Two servers on one database. */
class TwoNodesTest {
  private static final LyingGraph graph = LyingGraph.start();
  // The URL is not used: it says that others may work on this database, so that they are told.
  private static final Map<String, String> settings =
      Map.of(
          "RASL_GRAPH_URL",
          graph.url().toString(),
          "RASL_DATABASE_URL",
          "jdbc:postgresql://127.0.0.1/none?user=none&password=none");
  private static final Talk talk = Talk.start(settings);

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
  void eachMessageGoesOutOnce() throws InterruptedException {
    try (TestApp second = talk.app.startAnotherNode(settings);
        Api other = second.sandbox()) {
      List<String> customers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String customer = Talk.customer();
        customers.add(customer);
        (i % 2 == 0 ? talk.api : other)
            .with("Prefer", "respond-async")
            .post(202, Talk.TEXT, Map.of("phone", "+" + customer, "message", "Hi"));
      }
      Waiting.until(
          Talk.SOON, () -> talk.number("select count(*) from message where status = 'sent'") == 60);
      for (String customer : customers) {
        assertThat(graph.received(customer)).as(customer).hasSize(1);
      }
    }
  }

  @Test
  void aLimitHoldsOverBoth() throws Exception {
    var tenant = talk.app.tenant("limited");
    talk.app.set(
        "limited",
        Map.of(
            "contact_limit", "5",
            "whatsapp.phone_number_id", "881",
            "whatsapp.business_account_id", "1",
            "whatsapp.display_phone_number", "966500000088",
            "whatsapp.access_token", "none"));
    try (TestApp second = talk.app.startAnotherNode(settings);
        Api one = talk.app.as(tenant);
        Api other = second.as(tenant);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Api.Reply>>();
      for (int i = 0; i < 20; i++) {
        Api node = i % 2 == 0 ? one : other;
        String body = "{\"phone\":\"+" + Talk.customer() + "\",\"message\":\"Hi\"}";
        calls.add(() -> node.send("POST", Talk.TEXT, body));
      }
      int taken = 0;
      for (Future<Api.Reply> reply : threads.invokeAll(calls)) {
        assertThat(reply.get().status()).isIn(200, 202, 403);
        taken += reply.get().status() == 403 ? 0 : 1;
      }
      assertThat(taken).isEqualTo(5);
    }
  }
}
