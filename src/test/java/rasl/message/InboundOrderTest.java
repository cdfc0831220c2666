package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Where in its thread what WhatsApp tells late, twice, in part or of a group and a call stands. */
class InboundOrderTest {
  private static final String PATH = "/api/v2/conversations/";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void whatComesLateStandsWhereItWasSaid() throws InterruptedException {
    String from = Talk.customer();
    long now = System.currentTimeMillis() / 1000;
    String newest = hear(text(from, "third", now - 60));
    hear(text(from, "second", now - 1800));
    hear(text(from, "first", now - 3600));
    talk.send(200, "+" + from, "fourth");
    hear(text(from, "between", now - 900));
    JsonNode thread = thread(newest);
    assertThat(thread.at("/last_message/message").asString()).isEqualTo("fourth");
    assertThat(thread.path("unread_count").asInt()).isEqualTo(4);
    long id = thread.path("id").asLong();
    List<String> order = List.of("fourth", "third", "between", "second", "first");
    assertThat(said(PATH + id + "/messages")).isEqualTo(order);
    assertThat(said("/api/v2/messages?filter[interaction_id]=" + id)).isEqualTo(order);
    assertThat(said(PATH + id + "/messages?sort=created_at")).isEqualTo(order.reversed());
    for (String list :
        List.of(PATH + id + "/messages?", "/api/v2/messages?filter[interaction_id]=" + id + "&")) {
      assertThat(paged(list)).isEqualTo(order);
      assertThat(walked(list)).isEqualTo(order);
    }
  }

  @Test
  void aThreadThatBeginsWithSomethingOldIsOld() throws InterruptedException {
    long now = System.currentTimeMillis() / 1000;
    JsonNode thread = thread(hear(text(Talk.customer(), "old", now - 7200)));
    assertThat(thread.path("last_message_at").asString())
        .isLessThan(java.time.Instant.ofEpochSecond(now - 7000).toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWhatsAppCouldNotShowIsReplacedByTheMessageItself(boolean together)
      throws InterruptedException {
    String from = Talk.customer();
    String wamid = "wamid.late" + NUMBER.incrementAndGet();
    Map<String, Object> unsupported =
        Map.of(
            "id",
            wamid,
            "from",
            from,
            "type",
            "unsupported",
            "errors",
            List.of(Map.of("code", 131051, "title", "Message type unknown")));
    Map<String, Object> real = Talk.inbound(from, wamid, "STOP ALL");
    if (together) {
      hearAll(List.of(unsupported, real, unsupported));
    } else {
      hearAll(List.of(unsupported));
      assertThat(talk.api.get(200, "/api/v2/messages/" + wamid).data().path("type").asString())
          .isEqualTo("unsupported");
      long thread = thread(wamid).path("id").asLong();
      talk.api.call(200, "POST", PATH + thread + "/read", null);
      hearAll(List.of(real));
    }
    hearAll(List.of(unsupported));
    hearAll(List.of(real));
    JsonNode message = talk.api.get(200, "/api/v2/messages/" + wamid).data();
    assertThat(message.path("type").asString()).isEqualTo("text");
    assertThat(message.path("message").asString()).isEqualTo("STOP ALL");
    assertThat(message.at("/content/text/body").asString()).isEqualTo("STOP ALL");
    assertThat(thread(wamid).path("unread_count").asInt()).isEqualTo(1);
    talk.send(403, "+" + from, "Hi");
  }

  @Test
  void whatIsSaidInAGroupIsMarkedAndStandsInTheGroupsThread() throws InterruptedException {
    String ann = Talk.customer();
    String bob = Talk.customer();
    String priv = hear(text(ann, "just us", 0));
    String group = "Y2FwaV9ncm91c" + NUMBER.incrementAndGet();
    String one = hear(inGroup(text(ann, "STOP", 0), group));
    String other = hear(inGroup(text(bob, "hello all", 0), group));
    JsonNode thread = thread(one);
    assertThat(thread(other)).isEqualTo(thread);
    assertThat(thread.path("group_id").asString()).isEqualTo(group);
    assertThat(thread.path("contact").isNull()).isTrue();
    assertThat(thread.path("unread_count").asInt()).isEqualTo(2);
    assertThat(thread.path("is_open").asBoolean()).isFalse();
    assertThat(thread(priv).path("unread_count").asInt()).isEqualTo(1);
    assertThat(thread(priv).path("group_id").isNull()).isTrue();
    assertThat(thread(priv).at("/last_message/message").asString()).isEqualTo("just us");
    JsonNode listed =
        talk.api.get(200, PATH + thread.path("id").asLong() + "/messages").data().path(0);
    assertThat(listed.path("group_id").asString()).isEqualTo(group);
    assertThat(listed.path("sender_id").asString()).isEqualTo(bob);
    assertThat(talk.api.get(200, "/api/v2/messages/" + priv).data().path("group_id").isNull())
        .isTrue();
    talk.send(200, "+" + ann, "A STOP in a group stops nothing");
  }

  @Test
  void aCallLeavesATraceThatNobodyHasToRead() throws InterruptedException {
    String from = Talk.customer();
    String answered = "wacid.A" + NUMBER.incrementAndGet();
    String missed = "wacid.B" + NUMBER.incrementAndGet();
    call(Map.of("id", answered, "from", from, "event", "connect", "timestamp", "1760000000"), true);
    call(Map.of("id", answered, "from", from, "event", "terminate", "duration", 75), true);
    call(Map.of("id", missed, "from", from, "event", "terminate", "status", "FAILED"), false);
    call(Map.of("id", missed, "from", from, "event", "connect"), false);
    long thread =
        talk.number("select conversation_id from message where wamid = '" + answered + "'");
    assertThat(said(PATH + thread + "/messages"))
        .containsExactlyInAnyOrder("Call of 1 minutes", "Missed call");
    assertThat(talk.api.get(200, PATH + thread).data().path("unread_count").asInt()).isZero();
    String out = "wacid.C" + NUMBER.incrementAndGet();
    call(
        Map.of("id", out, "to", from, "event", "connect", "direction", "BUSINESS_INITIATED"), true);
    assertThat(said(PATH + thread + "/messages")).contains("Call");
  }

  @Test
  void aMessageWithoutTypeOrSenderIsUnderstood() throws InterruptedException {
    String from = Talk.customer();
    String wamid = "wamid.bare" + NUMBER.incrementAndGet();
    talk.webhook(
        200,
        Talk.body(
            Talk.SANDBOX_NUMBER,
            Map.of(
                "contacts",
                    List.of(Map.of("wa_id", from, "profile", Map.of("name", "\u200b\u3164"))),
                "messages", List.of(Map.of("id", wamid, "text", Map.of("body", "bare"))))));
    talk.awaitApplied();
    JsonNode message = talk.api.get(200, "/api/v2/messages/" + wamid).data();
    assertThat(message.path("type").asString()).isEqualTo("text");
    assertThat(message.path("message").asString()).isEqualTo("bare");
    assertThat(message.path("sender_id").asString()).isEqualTo(from);
    assertThat(thread(wamid).at("/contact/firstname").asString())
        .as("a name that nobody can see is none")
        .isEqualTo(from);
  }

  @ParameterizedTest
  @ValueSource(strings = {"new_wa_id", "wa_id"})
  void anOlderFormOfANumberChangeIsApplied(String field) throws InterruptedException {
    String before = Talk.customer();
    String after = Talk.customer();
    String wamid = hear(text(before, "hi", 0));
    long thread = thread(wamid).path("id").asLong();
    hearAll(
        List.of(
            Map.of(
                "id",
                "wamid.moved" + NUMBER.incrementAndGet(),
                "from",
                before,
                "type",
                "system",
                "system",
                Map.of("body", "moved", field, after, "type", "user_changed_number"))));
    assertThat(talk.api.get(200, PATH + thread).data().at("/contact/phone").asString())
        .isEqualTo("+" + after);
  }

  // ---- what arrives

  private static Map<String, Object> text(String from, String text, long at) {
    var message = new HashMap<>(Talk.inbound(from, "wamid.order" + NUMBER.incrementAndGet(), text));
    if (at > 0) {
      message.put("timestamp", Long.toString(at));
    }
    return message;
  }

  private static Map<String, Object> inGroup(Map<String, Object> message, String group) {
    var more = new HashMap<>(message);
    more.put("group_id", group);
    return more;
  }

  private static String hear(Map<String, Object> message) throws InterruptedException {
    hearAll(List.of(message));
    return String.valueOf(message.get("id"));
  }

  private static void hearAll(List<Map<String, Object>> messages) throws InterruptedException {
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", messages)));
    talk.awaitApplied();
  }

  private static void call(Map<String, Object> call, boolean withErrors)
      throws InterruptedException {
    var parts = new HashMap<String, Object>(Map.of("calls", List.of(call)));
    if (withErrors) {
      parts.put("errors", List.of(Map.of("code", 138000, "title", "beside the call")));
    }
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, parts));
    talk.awaitApplied();
  }

  // ---- what is shown

  private static JsonNode thread(String wamid) {
    long id = talk.api.get(200, "/api/v2/messages/" + wamid).data().path("interaction_id").asLong();
    return talk.api.get(200, PATH + id).data();
  }

  private static List<String> said(String path) {
    return talk.api
        .get(200, path)
        .data()
        .valueStream()
        .map(one -> one.path("message").asString())
        .toList();
  }

  private static List<String> paged(String list) {
    var all = new ArrayList<String>();
    for (int page = 1; page <= 3; page++) {
      all.addAll(said(list + "per_page=2&page=" + page));
    }
    return all;
  }

  private static List<String> walked(String list) {
    var all = new ArrayList<String>();
    String next = "";
    do {
      JsonNode page =
          talk.api.get(200, list + "per_page=2" + (next.isEmpty() ? "" : "&cursor=" + next)).json();
      page.path("data").forEach(one -> all.add(one.path("message").asString()));
      next = page.at("/meta/pagination/next_cursor").asString("");
    } while (!next.isEmpty());
    return all;
  }
}
