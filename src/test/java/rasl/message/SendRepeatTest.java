package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import rasl.testkit.LyingGraph;

/** A repeated send goes out once, and is told the first one's outcome (contract 1.5). */
class SendRepeatTest {
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

  @Test
  void aRepeatGetsTheFirstAnswerAndSendsNothing() {
    String customer = Talk.customer();
    Api keyed = keyed();
    Api.Reply first = send(keyed, 200, customer);
    Api.Reply repeat = send(keyed, 200, customer);
    assertThat(repeat.data()).isEqualTo(first.data());
    assertThat(repeat.header("Idempotent-Replayed")).contains("true");
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    assertThat(graph.received(customer)).hasSize(1);
  }

  @Test
  void theSameKeyInParallelSendsOnce() throws Exception {
    String customer = Talk.customer();
    Api keyed = keyed();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Api.Reply>>();
      for (int i = 0; i < 10; i++) {
        calls.add(() -> keyed.send("POST", Talk.TEXT, body(customer)));
      }
      for (Future<Api.Reply> reply : threads.invokeAll(calls)) {
        assertThat(reply.get().status()).isIn(200, 409);
        if (reply.get().status() == 409) {
          assertThat(reply.get().code()).isEqualTo("IDEMPOTENCY_CONFLICT");
          assertThat(reply.get().header("Retry-After")).isPresent();
        }
      }
    }
    assertThat(graph.received(customer)).hasSize(1);
  }

  @Test
  void another202And500AreRepeatedToo() {
    String async = Talk.customer();
    Api keyed = keyed().with("Prefer", "respond-async");
    assertThat(send(keyed, 202, async).data()).isEqualTo(send(keyed, 202, async).data());

    String refused = Talk.customer();
    graph.plan(refused, LyingGraph.refuse(400, 131009, "No", "never"));
    Api failing = keyed();
    assertThat(send(failing, 500, refused).error()).isEqualTo(send(failing, 500, refused).error());
    assertThat(graph.received(refused)).hasSize(1);
  }

  @Test
  void theSameKeyWithAnotherBodyIsAConflict() {
    Api keyed = keyed();
    send(keyed, 200, Talk.customer());
    assertThat(send(keyed, 409, Talk.customer()).code()).isEqualTo("IDEMPOTENCY_CONFLICT");
  }

  @Test
  void afterACrashBeforeTheAnswerTheMessageTellsTheOutcome() {
    String customer = Talk.customer();
    Api keyed = keyed();
    Api.Reply first = send(keyed, 200, customer);
    forgetAnswers();
    Api.Reply repeat = send(keyed, 200, customer);
    assertThat(repeat.header("Idempotent-Replayed")).contains("true");
    assertThat(repeat.data()).isEqualTo(first.data());

    String refused = Talk.customer();
    graph.plan(refused, LyingGraph.refuse(400, 131009, "No", "never"));
    Api failing = keyed();
    Api.Reply failed = send(failing, 500, refused);
    forgetAnswers();
    assertThat(send(failing, 500, refused).error()).isEqualTo(failed.error());

    String unknown = Talk.customer();
    graph.plan(unknown, LyingGraph.drop());
    Api waiting = keyed();
    Api.Reply queued = send(waiting, 202, unknown);
    forgetAnswers();
    assertThat(send(waiting, 202, unknown).data()).isEqualTo(queued.data());
    for (String digits : new String[] {customer, refused, unknown}) {
      assertThat(graph.received(digits)).hasSize(1);
    }
  }

  @Test
  void aRefusalIsNotKept() {
    Api keyed = keyed();
    talk.app.set("sandbox", Map.of("contact_limit", "0"));
    String customer = Talk.customer();
    try {
      assertThat(send(keyed, 403, customer).code()).isEqualTo("FEATURE_LIMIT_EXCEEDED");
    } finally {
      talk.app.set("sandbox", Map.of("contact_limit", "unset"));
    }
    send(keyed, 200, customer);
    assertThat(graph.received(customer)).hasSize(1);
  }

  private static void forgetAnswers() {
    talk.sql("update idempotency set answer_sealed = null");
  }

  private static Api keyed() {
    return talk.api.with("Idempotency-Key", UUID.randomUUID().toString());
  }

  private static String body(String customer) {
    return "{\"phone\":\"+" + customer + "\",\"message\":\"Once\"}";
  }

  private static Api.Reply send(Api api, int status, String customer) {
    return api.call(status, "POST", Talk.TEXT, body(customer));
  }
}
