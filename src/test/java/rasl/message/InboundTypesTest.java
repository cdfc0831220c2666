package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.LyingGraph;
import tools.jackson.databind.JsonNode;

/** Whatever customers can send is kept whole, and shown in words. */
class InboundTypesTest {
  private static final LyingGraph graph = LyingGraph.start();
  private static final Talk talk = Talk.start(Map.of("RASL_GRAPH_URL", graph.url().toString()));
  private static int number;

  @AfterAll
  static void stop() {
    talk.close();
    graph.close();
  }

  /** What is sent, and the text and the reference that come of it; "-" for none. */
  private record Case(String type, Object content, String text, String refersTo) {}

  private static final List<Case> CASES =
      List.of(
          new Case("text", Map.of("body", "hi"), "hi", "-"),
          new Case("image", Map.of("id", "1", "caption", "front"), "front", "-"),
          new Case("sticker", Map.of("id", "2", "mime_type", "image/webp"), "-", "-"),
          new Case("document", Map.of("id", "3", "filename", "a.pdf"), "a.pdf", "-"),
          new Case("location", Map.of("latitude", 52.5, "longitude", 13.4), "52.5, 13.4", "-"),
          new Case(
              "location",
              Map.of("latitude", 1, "longitude", 2, "name", "Shop", "address", "Main St"),
              "Shop, Main St",
              "-"),
          new Case(
              "contacts",
              List.of(
                  Map.of("name", Map.of("formatted_name", "Ann Li")),
                  Map.of("phones", List.of(Map.of("phone", "+1 555")))),
              "Ann Li, +1 555",
              "-"),
          new Case("reaction", Map.of("message_id", "wamid.X", "emoji", "👍"), "👍", "wamid.X"),
          new Case("reaction", Map.of("message_id", "wamid.X"), "-", "wamid.X"),
          new Case("button", Map.of("payload", "ACK", "text", "Thanks"), "Thanks", "-"),
          new Case(
              "interactive",
              Map.of("type", "list_reply", "list_reply", Map.of("id", "s1", "title", "09:00")),
              "09:00",
              "-"),
          new Case(
              "interactive",
              Map.of("type", "nfm_reply", "nfm_reply", Map.of("body", "Sent")),
              "Sent",
              "-"),
          new Case(
              "order",
              Map.of(
                  "text",
                  "please",
                  "product_items",
                  List.of(Map.of("product_retailer_id", "sku-1", "quantity", 2))),
              "please\n2 × sku-1",
              "-"),
          new Case(
              "edit",
              Map.of(
                  "original_message_id",
                  "wamid.O",
                  "message",
                  Map.of("type", "text", "text", Map.of("body", "better"))),
              "better",
              "wamid.O"),
          new Case("revoke", Map.of("original_message_id", "wamid.O"), "-", "wamid.O"),
          new Case("system", Map.of("type", "customer_identity_changed", "body", "x"), "x", "-"));

  @Test
  void eachTypeIsShownInWordsAndKeptWhole() throws InterruptedException {
    String from = Talk.customer();
    var expected = new LinkedHashMap<String, Case>();
    var messages = new ArrayList<Map<String, Object>>();
    for (Case one : CASES) {
      String wamid = "wamid.T" + ++number;
      expected.put(wamid, one);
      messages.add(message(from, wamid, one.type(), Map.of(one.type(), one.content())));
    }
    receive(messages);
    for (var entry : expected.entrySet()) {
      Case one = entry.getValue();
      JsonNode message = get(entry.getKey());
      assertThat(message.path("type").asString()).as(one.toString()).isEqualTo(one.type());
      assertThat(message.path("message").asString("-")).as(one.toString()).isEqualTo(one.text());
      assertThat(message.path("ref_message_id").asString("-"))
          .as(one.toString())
          .isEqualTo(one.refersTo());
      assertThat(message.path("content").path(one.type()).isMissingNode()).isFalse();
    }
  }

  @Test
  void filesAreNotedInColumnsForTheirDownload() throws InterruptedException {
    String from = Talk.customer();
    String wamid = "wamid.T" + ++number;
    var audio =
        Map.of("id", "998", "mime_type", "audio/ogg; codecs=opus", "sha256", "q+=", "voice", true);
    receive(List.of(message(from, wamid, "audio", Map.of("audio", audio))));
    assertThat(
            talk.rows(
                "select kind || ' ' || media_id || ' ' || mime_type || ' ' || sha256 || ' ' ||"
                    + " voice from inbound_media join message on message.id = message_id where"
                    + " wamid = '"
                    + wamid
                    + "'"))
        .containsExactly("audio 998 audio/ogg; codecs=opus q+= true");
  }

  @Test
  void whatWhatsAppCouldNotPassOnAndWhatNobodyKnowsIsUnsupported() throws InterruptedException {
    String from = Talk.customer();
    String refused = "wamid.T" + ++number;
    String unknown = "wamid.T" + ++number;
    var error =
        Map.of(
            "code", 131051, "title", "Message type unknown", "error_data", Map.of("details", "No"));
    receive(
        List.of(
            message(
                from,
                refused,
                "unsupported",
                Map.of("errors", List.of(error), "unsupported", Map.of("type", "poll"))),
            message(from, unknown, "poll_vote", Map.of("poll_vote", Map.of("x", 1)))));
    assertThat(get(refused).path("type").asString()).isEqualTo("unsupported");
    assertThat(get(refused).path("message").asString()).isEqualTo("No");
    assertThat(get(unknown).path("type").asString()).isEqualTo("unsupported");
    assertThat(get(unknown).at("/content/poll_vote/x").asInt()).isEqualTo(1);
    talk.send(200, "+" + from, "The window is open all the same");
  }

  @Test
  void aQuotedMessageAnAdvertisementAndAGroupAreKept() throws InterruptedException {
    String from = Talk.customer();
    String quoting = "wamid.T" + ++number;
    String grouped = "wamid.T" + ++number;
    receive(
        List.of(
            message(
                from,
                quoting,
                "text",
                Map.of(
                    "text",
                    Map.of("body", "yes"),
                    "context",
                    Map.of("from", "1", "id", "wamid.Q"),
                    "referral",
                    Map.of("source_type", "ad", "ctwa_clid", "c")))));
    assertThat(get(quoting).path("ref_message_id").asString()).isEqualTo("wamid.Q");
    assertThat(get(quoting).at("/content/referral/ctwa_clid").asString()).isEqualTo("c");
    String member = Talk.customer();
    receive(
        List.of(
            message(
                member, grouped, "text", Map.of("text", Map.of("body", "all"), "group_id", "G1"))));
    assertThat(talk.send(422, "+" + member, "Hi").at("/error/code").asString())
        .as("what a group hears opens no window")
        .isEqualTo("SERVICE_WINDOW_CLOSED");
  }

  @Test
  void thousandUpdatesInOneRequestAndAStatusBeforeItsMessageIsKnown() throws Exception {
    String from = Talk.customer();
    var messages = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < 1000; i++) {
      messages.add(
          message(
              i % 2 == 0 ? from : Talk.customer(),
              "wamid.K" + ++number,
              "text",
              Map.of("text", Map.of("body", "k"))));
    }
    receive(messages);
    assertThat(talk.number("select count(*) from message where body = 'k'")).isEqualTo(1000);

    receive(List.of(message(from, "wamid.T" + ++number, "text", Map.of())));
    var early = new HashMap<>(Talk.statusOf("wamid.EARLY", "read"));
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("statuses", List.of(early))));
    rasl.testkit.Waiting.until(
        Talk.SOON,
        () -> talk.number("select count(*) from whatsapp_inbox where failures = 1") == 1);
    graph.plan(from, LyingGraph.accept("wamid.EARLY"));
    long id = talk.send(200, "+" + from, "Hi").at("/data/chat_message_id").asLong();
    talk.awaitStatus(id, "read");
  }

  @Test
  void aChangeThatCannotBeAppliedIsKeptAndHoldsUpNoOther() throws InterruptedException {
    talk.sql(
        """
        create function refuse_poison() returns trigger language plpgsql as $$
        begin
          if new.body = 'poison' then raise exception 'poison'; end if;
          return new;
        end $$;
        create trigger refuse_poison before insert on message
          for each row execute function refuse_poison();
        """);
    String from = Talk.customer();
    String bad = "wamid.T" + ++number;
    String good = "wamid.T" + ++number;
    try {
      for (String wamid : List.of(bad, good)) {
        String body = wamid.equals(bad) ? "poison" : "fine";
        talk.webhook(
            200,
            Talk.body(
                Talk.SANDBOX_NUMBER,
                Map.of(
                    "messages",
                    List.of(message(from, wamid, "text", Map.of("text", Map.of("body", body)))))));
      }
      talk.awaitApplied();
      get(good);
      assertThat(talk.number("select count(*) from message where wamid = '" + bad + "'")).isZero();
      assertThat(talk.number("select count(*) from whatsapp_inbox where value like '%poison%'"))
          .isEqualTo(1);
    } finally {
      talk.sql("drop trigger refuse_poison on message; drop function refuse_poison()");
    }
    rasl.testkit.Waiting.until(
        Talk.SOON,
        () -> talk.number("select count(*) from message where wamid = '" + bad + "'") == 1);
  }

  @Test
  void pricesAreShown() throws InterruptedException {
    String from = Talk.customer();
    receive(List.of(message(from, "wamid.T" + ++number, "text", Map.of())));
    JsonNode sent = talk.send(200, "+" + from, "Hi").path("data");
    var status = new HashMap<>(Talk.statusOf(sent.path("message_id").asString(), "sent"));
    status.put("pricing", Map.of("billable", true, "category", "service", "type", "regular"));
    talk.report(status);
    JsonNode message = talk.message(sent.path("chat_message_id").asLong());
    assertThat(message.at("/pricing/category").asString()).isEqualTo("service");
    assertThat(message.at("/pricing/type").asString()).isEqualTo("regular");
    assertThat(message.path("content").isNull()).isTrue();
  }

  private static Map<String, Object> message(
      String from, String wamid, String type, Map<String, Object> parts) {
    var message = new HashMap<String, Object>(parts);
    message.put("id", wamid);
    message.put("from", from);
    message.put("type", type);
    return message;
  }

  private static JsonNode get(String wamid) {
    return talk.api.get(200, "/api/v2/messages/" + wamid).data();
  }

  private static void receive(List<Map<String, Object>> messages) throws InterruptedException {
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", messages)));
    talk.awaitApplied();
  }
}
