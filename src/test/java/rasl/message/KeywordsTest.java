package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.tenant.ConsentWords;
import rasl.testkit.LyingGraph;
import rasl.testkit.Waiting;

/** Who writes STOP is left alone, and told so once. */
class KeywordsTest {
  private static final LyingGraph graph = LyingGraph.start();
  private static final Talk talk = Talk.start(Map.of("RASL_GRAPH_URL", graph.url().toString()));
  private static int number;

  @BeforeAll
  static void allMessagesStop() {
    talk.app.set("sandbox", Map.of("stop_scope", "all"));
  }

  @AfterAll
  static void stop() {
    talk.close();
    graph.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STOP",
        "stop",
        " Stop! ",
        "إيقاف",
        "ايقاف",
        "إِيقـــاف",
        "إيقاف.",
        "UNSUBSCRIBE",
        "إلغاء  الاشتراك",
        "\u200fإيقاف",
        "STOP STOP",
        "stop, stop, STOP!",
        "Stop 🛑",
        "🛑🛑 stop ✋🏽",
        "أوقف",
        "اوقف",
        "الغاء",
        "إلغاء الإشتراك",
        "ＳＴＯＰ",
        "Stop promotions",
        "stop all"
      })
  void aWordInAnySpellingOptsOut(String word) throws InterruptedException {
    String from = Talk.customer();
    write(from, word, 0);
    assertThat(talk.send(403, "+" + from, "Hi").at("/error/code").asString())
        .isEqualTo("CONTACT_OPTED_OUT");
    Waiting.until(Talk.SOON, () -> graph.received(from).size() == 1);
    assertThat(graph.received(from).getFirst().at("/text/body").asString())
        .isEqualTo(ConsentWords.STOPPED_ALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Please don't stop",
        "stop it",
        "STOPP",
        "",
        "🛑",
        "لا إيقاف",
        "stopstart",
        "stop 5",
        "promotions"
      })
  void aWordAmongOthersDoesNot(String text) throws InterruptedException {
    String from = Talk.customer();
    write(from, text, 0);
    talk.send(200, "+" + from, "Hi");
  }

  @Test
  void aRepeatChangesNothingAndTwoMachinesDoNotAnswerEachOtherForEver()
      throws InterruptedException {
    String from = Talk.customer();
    write(from, "STOP", 0);
    write(from, "stop", 0);
    Waiting.until(Talk.SOON, () -> graph.received(from).size() == 1);
    for (int i = 0; i < 5; i++) {
      write(from, "START", 0);
      write(from, "STOP", 0);
    }
    write(from, "START", 0);
    Waiting.until(Talk.SOON, () -> graph.received(from).size() == 2);
    talk.send(200, "+" + from, "Welcome back");
    assertThat(graph.received(from))
        .extracting(one -> one.at("/text/body").asString())
        .containsExactly(
            ConsentWords.STOPPED_ALL, ConsentWords.DEFAULT.optInReply(), "Welcome back");
    String id = talk.rows("select id from contact where phone_key = '" + from + "'").getFirst();
    assertThat(
            talk.rows(
                "select type from event where resource_type = 'contact' and resource_id = " + id))
        .hasSize(13)
        .contains("contact.created", "contact.updated");
  }

  @Test
  void whatIsLateChangesNothingAndWhatIsOldIsNotAnswered() throws InterruptedException {
    String from = Talk.customer();
    long now = System.currentTimeMillis() / 1000;
    write(from, "START", now - 10);
    write(from, "STOP", now - 20);
    talk.send(200, "+" + from, "Hi");
    String other = Talk.customer();
    write(other, "STOP", now - 90_000);
    talk.send(403, "+" + other, "Hi");
    assertThat(
            talk.number(
                "select count(*) from message where direction = 'outbound' and phone = '"
                    + other
                    + "'"))
        .isZero();
  }

  @Test
  void eachTenantHasItsOwnWords() throws InterruptedException {
    talk.app.set(
        "sandbox",
        Map.of(
            "opt_out_words", "basta, ¡Fuera!", "opt_out_reply", "Adiós", "opt_in_words", "none"));
    try {
      String from = Talk.customer();
      write(from, "Básta", 0);
      talk.send(403, "+" + from, "Hi");
      Waiting.until(Talk.SOON, () -> graph.received(from).size() == 1);
      assertThat(graph.received(from).getFirst().at("/text/body").asString()).isEqualTo("Adiós");
      write(from, "START", 0);
      talk.send(403, "+" + from, "Hi");
      String other = Talk.customer();
      write(other, "STOP", 0);
      talk.send(200, "+" + other, "Hi");
    } finally {
      talk.app.set("sandbox", Map.of("opt_out_words", "", "opt_out_reply", "", "opt_in_words", ""));
    }
    for (Map<String, String> wrong :
        List.of(
            Map.of("opt_out_words", "!!!"),
            Map.of("opt_out_words", "x".repeat(61)),
            Map.of("opt_in_words", "stóp"),
            Map.of("opt_out_reply", "STOP"),
            Map.of("opt_in_reply", "x".repeat(1001)))) {
      assertThatThrownBy(() -> talk.app.set("sandbox", wrong)).as(wrong.toString()).isNotNull();
    }
  }

  private static void write(String from, String text, long at) throws InterruptedException {
    var message = new HashMap<>(Talk.inbound(from, "wamid.KW" + ++number, text));
    if (at > 0) {
      message.put("timestamp", String.valueOf(at));
    }
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", List.of(message))));
    talk.awaitApplied();
  }
}
