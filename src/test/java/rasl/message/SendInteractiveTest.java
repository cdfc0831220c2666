package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** {@code POST /messages/interactive} against a simulator as strict as WhatsApp (contract 2.5). */
class SendInteractiveTest {
  private static final String INTERACTIVE = "/api/v2/messages/interactive";
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void buttonsAtAllTheirLimitsGoOut() throws InterruptedException {
    String customer = talk.openCustomer();
    var body = new LinkedHashMap<>(buttons("y".repeat(256), "n"));
    body.put("body_text", "b".repeat(1024));
    body.put("header_text", "h".repeat(60));
    body.put("footer_text", "f".repeat(60));
    JsonNode sent = send(200, customer, body).data();
    assertThat(sent.propertyNames())
        .containsExactly(
            "message_id",
            "contact_id",
            "phone",
            "status",
            "sent_at",
            "chat_id",
            "chat_message_id",
            "type");
    assertThat(sent.path("type").asString()).isEqualTo("button");
    JsonNode kept = talk.message(sent.path("chat_message_id").asLong());
    assertThat(kept.path("type").asString()).isEqualTo("interactive");
    assertThat(kept.path("message").asString()).isEqualTo("b".repeat(1024));
    JsonNode interactive = talk.outbox(customer).getFirst().path("request").path("interactive");
    assertThat(interactive.at("/action/buttons/0/reply/id").asString()).hasSize(256);
    assertThat(interactive.at("/header/text").asString()).hasSize(60);
    talk.awaitStatus(sent.path("chat_message_id").asLong(), "read");
  }

  @Test
  void aListAtAllItsLimitsGoesOut() throws InterruptedException {
    String customer = talk.openCustomer();
    var sections = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < 10; i++) {
      sections.add(
          Map.of(
              "title",
              "t".repeat(23) + i,
              "rows",
              List.of(
                  Map.of(
                      "id",
                      "r".repeat(199) + i,
                      "title",
                      "t".repeat(24),
                      "description",
                      "d".repeat(72)))));
    }
    Map<String, Object> body =
        Map.of(
            "type",
            "list",
            "body_text",
            "Pick one, @{contact_first_name}",
            "list_button_text",
            "b".repeat(20),
            "sections",
            sections);
    JsonNode sent = send(200, customer, body).data();
    assertThat(sent.path("type").asString()).isEqualTo("list");
    assertThat(talk.message(sent.path("chat_message_id").asLong()).path("message").asString())
        .startsWith("Pick one, ")
        .doesNotContain("@{");
  }

  @Test
  void everyFaultOfAListIsToldAtOnce() {
    var rows = new ArrayList<Map<String, Object>>();
    IntStream.range(0, 6).forEach(i -> rows.add(Map.of("id", "r" + i, "title", "T")));
    var errors =
        errors(
            Map.of(
                "type",
                "list",
                "list_button_text",
                "b".repeat(21),
                "footer_text",
                "f".repeat(61),
                "sections",
                List.of(
                    Map.of("title", "One", "rows", rows),
                    Map.of("rows", rows),
                    Map.of("title", "t".repeat(25), "rows", List.of()),
                    Map.of("title", "Four", "rows", List.of("x", Map.of("title", 5))),
                    "five")));
    assertThat(errors)
        .contains(
            "body_text",
            "list_button_text",
            "footer_text",
            "sections",
            "sections.1.title",
            "sections.1.rows.0.id",
            "sections.2.title",
            "sections.2.rows",
            "sections.3.rows.0",
            "sections.3.rows.1.id",
            "sections.3.rows.1.title",
            "sections.4");
  }

  @Test
  void buttonsAreUniqueAndUpToThree() {
    assertThat(errors(buttons("same", "same"))).containsExactlyInAnyOrder("buttons.1.id");
    var twins =
        Map.<String, Object>of(
            "type",
            "button",
            "body_text",
            "Yes?",
            "buttons",
            List.of(Map.of("id", "a", "title", "Yes"), Map.of("id", "b", "title", "Yes")));
    assertThat(errors(twins)).containsExactly("buttons.1.title");
    for (Object wrong : List.of(List.of(), "x", Map.of(), List.of(1, 2, 3, 4))) {
      assertThat(errors(Map.of("type", "button", "body_text", "Yes?", "buttons", wrong)))
          .as("%s", wrong)
          .isNotEmpty()
          .allMatch(field -> field.startsWith("buttons"));
    }
    assertThat(errors(Map.of("type", "carousel", "body_text", "x"))).containsExactly("type");
    assertThat(errors(Map.of())).containsExactlyInAnyOrder("type", "body_text");
  }

  @Test
  void itNeedsAnOpenWindow() {
    assertThat(send(422, Talk.customer(), buttons("a", "b")).code())
        .isEqualTo("SERVICE_WINDOW_CLOSED");
  }

  private static Map<String, Object> buttons(String first, String second) {
    return Map.of(
        "type",
        "button",
        "body_text",
        "Deliver today?",
        "buttons",
        List.of(Map.of("id", first, "title", "Yes"), Map.of("id", second, "title", "No")));
  }

  private static Api.Reply send(int status, String customer, Map<String, Object> body) {
    var whole = new LinkedHashMap<>(body);
    whole.put("phone", "+" + customer);
    return talk.api.post(status, INTERACTIVE, whole);
  }

  private static List<String> errors(Map<String, Object> body) {
    return List.copyOf(
        send(422, Talk.customer(), body).error().path("details").path("errors").propertyNames());
  }
}
