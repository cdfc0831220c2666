package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the business says without this server: in WhatsApp's own app, and by calling. */
class EchoesTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void whatWasWrittenOnThePhoneStandsInTheThreadAsOurs() throws InterruptedException {
    String customer = Talk.customer();
    long now = System.currentTimeMillis() / 1000;
    var asked = new HashMap<>(Talk.inbound(customer, "wamid.ASK" + NUMBER.get(), "Open today?"));
    asked.put("timestamp", String.valueOf(now - 100));
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", List.of(asked))));
    talk.awaitApplied();
    String wamid = "wamid.ECHO" + NUMBER.incrementAndGet();
    Map<String, Object> echo = echo(customer, wamid, "STOP", now - 60);
    tell("smb_message_echoes", Map.of("message_echoes", List.of(echo)));
    tell("smb_message_echoes", Map.of("message_echoes", List.of(echo)));
    JsonNode said = talk.api.get(200, "/api/v2/messages/" + wamid).data();
    assertThat(said.path("direction").asString()).isEqualTo("outbound");
    assertThat(said.path("status").asString()).isEqualTo("sent");
    assertThat(said.path("message").asString()).isEqualTo("STOP");
    JsonNode thread = thread(said);
    assertThat(thread.path("unread_count").asInt()).isEqualTo(1);
    assertThat(thread.at("/last_message/message").asString()).isEqualTo("STOP");
    assertThat(thread.at("/contact/is_opted_out").asBoolean()).isFalse();
    assertThat(talk.outbox(customer)).isEmpty();
    talk.report(Map.of("id", wamid, "status", "read", "recipient_id", customer));
    assertThat(talk.api.get(200, "/api/v2/messages/" + wamid).data().path("status").asString())
        .isEqualTo("read");
  }

  /** It opens no window, and what comes late stands where it was said. */
  @Test
  void toWhomTheBusinessWroteFirstIsAContactWhoNeverWrote() throws InterruptedException {
    String customer = Talk.customer();
    long now = System.currentTimeMillis() / 1000;
    String late = "wamid.ECHO" + NUMBER.incrementAndGet();
    String last = "wamid.ECHO" + NUMBER.incrementAndGet();
    var sticker = new HashMap<>(echo(customer, last, "", now - 10));
    sticker.putAll(Map.of("type", "unsupported", "errors", List.of(Map.of("code", 131051))));
    tell("smb_message_echoes", Map.of("message_echoes", List.of(sticker)));
    tell(
        "smb_message_echoes",
        Map.of("message_echoes", List.of(echo(customer, late, "Hi", now - 500))));
    tell("smb_message_echoes", Map.of("message_echoes", List.of(echo(customer, last, "Bye", now))));
    JsonNode thread = thread(talk.api.get(200, "/api/v2/messages/" + late).data());
    assertThat(thread.at("/contact/phone").asString()).isEqualTo("+" + customer);
    assertThat(thread.path("unread_count").asInt()).isZero();
    assertThat(thread.path("is_open").asBoolean()).isFalse();
    assertThat(thread.path("last_inbound_at").isNull()).isTrue();
    assertThat(thread.at("/last_message/message").asString()).isEqualTo("Bye");
    talk.send(422, "+" + customer, "No window");
    assertThat(
            talk.number(
                "select count(distinct tenant_id) from message where wamid like 'wamid.ECHO%'"))
        .isEqualTo(1);
  }

  @Test
  void ourOwnCallStandsInTheThreadAndOpensNothing() throws InterruptedException {
    String customer = Talk.customer();
    String answered = "wacid.OUT" + NUMBER.incrementAndGet();
    String missed = "wacid.OUT" + NUMBER.incrementAndGet();
    tell("calls", Map.of("calls", List.of(call(customer, answered, "connect", 0))));
    tell("calls", Map.of("calls", List.of(call(customer, answered, "terminate", 75))));
    tell("calls", Map.of("calls", List.of(call(customer, missed, "terminate", 0))));
    JsonNode one = stored(answered);
    assertThat(one.path("message").asString()).isEqualTo("Call of 1 minutes");
    assertThat(one.path("direction").asString()).isEqualTo("outbound");
    assertThat(stored(missed).path("message").asString()).isEqualTo("Call that was not answered");
    JsonNode thread = thread(one);
    assertThat(thread.path("unread_count").asInt()).isZero();
    assertThat(thread.path("is_open").asBoolean()).isFalse();
    talk.send(422, "+" + customer, "No window");
  }

  private static JsonNode stored(String call) {
    long id = talk.number("select id from message where wamid = '" + call + "'");
    return talk.api.get(200, "/api/v2/messages/" + id).data();
  }

  private static JsonNode thread(JsonNode message) {
    return talk.api
        .get(200, "/api/v2/conversations/" + message.path("interaction_id").asLong())
        .data();
  }

  private static Map<String, Object> echo(String to, String wamid, String text, long at) {
    return Map.of(
        "id",
        wamid,
        "from",
        "15550000001",
        "to",
        to,
        "timestamp",
        String.valueOf(at),
        "type",
        "text",
        "text",
        Map.of("body", text));
  }

  private static Map<String, Object> call(String to, String id, String event, int seconds) {
    return Map.of(
        "id", id,
        "from", "15550000001",
        "to", to,
        "event", event,
        "direction", "BUSINESS_INITIATED",
        "duration", seconds);
  }

  private static void tell(String field, Map<String, Object> parts) throws InterruptedException {
    var change = new HashMap<>(Talk.change(Talk.SANDBOX_NUMBER, parts));
    change.put("field", field);
    talk.webhook(
        200,
        Map.of(
            "object",
            "whatsapp_business_account",
            "entry",
            List.of(Map.of("id", "1", "changes", List.of(change)))));
    talk.awaitApplied();
  }
}
