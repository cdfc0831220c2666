package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** What others wrote, on its way into templates: names of customers, codes, fields too many. */
class TemplateDataTest {
  private static final String TEMPLATE = "/api/v2/messages/template";
  private static final List<String> PIECES =
      List.of(
          "Ann",
          "علي",
          " ",
          "      ",
          "\n",
          "\r\n",
          "\t",
          "\u2028",
          "\u2029",
          "\u00a0",
          "\u3000",
          "\u0085",
          "\u000b",
          "\u202e",
          "🙂",
          "👨‍👩‍👧",
          "{{1}}",
          "@{contact_email}",
          "%",
          "%20",
          "$1",
          "\\",
          "\"",
          "'",
          "<b>",
          "*",
          "_",
          "~",
          "`",
          "ß",
          "e\u0301");
  private static final Talk talk = Talk.start(Map.of());

  @BeforeAll
  static void pull() {
    talk.api.call(200, "POST", "/api/v2/templates/sync", null);
  }

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void everyNameThatMergesGivesATemplateThatWhatsAppTakes() throws InterruptedException {
    var random = new Random(11);
    for (int i = 0; i < 40; i++) {
      String customer = Talk.customer();
      var name = new StringBuilder();
      for (int j = random.nextInt(1, 8); j > 0; j--) {
        name.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      meet(customer, name.toString());
      String as = "name " + i + ": " + name;
      JsonNode sent =
          send(200, customer, order("@{contact_first_name}", "  @{contact_last_name}   on Monday"))
              .data();
      assertThat(sent.path("status").asString()).as(as).isEqualTo("sent");
      String merged = parameter(customer, "/template/components/1/parameters/0/text");
      assertThat(merged).as(as).isNotBlank().doesNotContainPattern("[\\p{Cc}\\u2028\\u2029]");
    }
  }

  @ParameterizedTest
  @CsvSource({"'Ann\nBob','Ann Bob'", "'  Ann\t\r\n  Bob ','Ann Bob'", "'A     B','A B'"})
  void aNameOfSeveralLinesIsMergedAsOne(String name, String merged) throws InterruptedException {
    String customer = Talk.customer();
    meet(customer, name.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r"));
    send(200, customer, order("@{contact_first_name}", "Monday"));
    assertThat(parameter(customer, "/template/components/1/parameters/0/text")).isEqualTo(merged);
    talk.api.post(
        200, Talk.TEXT, Map.of("phone", "+" + customer, "message", "Hi @{contact_first_name}!"));
    assertThat(talk.outbox(customer).getLast().at("/request/text/body").asString())
        .isEqualTo("Hi " + merged + "!");
  }

  @ParameterizedTest
  @CsvSource({
    "12 34,1234",
    "١٢٣٤٥٦,123456",
    "482-913,482913",
    "'\u200e48 29 13',482913",
    "aB-12-Cd,aB12Cd"
  })
  void theButtonCopiesTheCodeHoweverItIsWritten(String written, String code) {
    String customer = Talk.customer();
    send(200, customer, login(written.replace("\\u200e", "\u200e")));
    assertThat(parameter(customer, "/template/components/0/parameters/0/text")).isEqualTo(code);
    assertThat(parameter(customer, "/template/components/1/parameters/0/text")).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12 3", "12_34", "wéb-1234", "1234567890123456", "@{contact_first_name}"})
  void whatIsNoCodeIsToldAsBySendOtp(String written) {
    String customer = Talk.customer();
    assertThat(errors(customer, login(written))).containsExactly("field_1");
    talk.api.post(
        422,
        "/api/v2/auth/send-otp",
        Map.of("phone", "+" + customer, "template_name", "login_code", "code", written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "field_3",
        "field_9",
        "field_12",
        "button_0",
        "button_2",
        "header_field_2",
        "header_image_url",
        "header_document_url",
        "header_document_name"
      })
  void aFieldThatTheTemplateHasNoPlaceForIsTold(String field) {
    String customer = Talk.customer();
    Map<String, Object> body = new LinkedHashMap<>(order("Ann", "Monday"));
    body.put(field, field.endsWith("url") ? "https://a.example/x.png" : "more");
    Api.Reply refused = send(422, customer, body);
    assertThat(refused.error().at("/details/errors").propertyNames()).containsExactly(field);
    assertThat(refused.error().at("/details/errors/" + field + "/0").asString())
        .contains("no place");
    body.put(field, "");
    send(200, customer, body);
  }

  /** A customer of this name in WhatsApp writes. */
  private static void meet(String customer, String name) throws InterruptedException {
    String wamid = "wamid.name" + customer;
    talk.webhook(
        200,
        Talk.body(
            Talk.SANDBOX_NUMBER,
            Map.of(
                "contacts",
                List.of(Map.of("wa_id", customer, "profile", Map.of("name", name))),
                "messages",
                List.of(Talk.inbound(customer, wamid, "Hello")))));
    talk.awaitApplied();
  }

  private static String parameter(String customer, String path) {
    return talk.outbox(customer).getFirst().path("request").at(path).asString();
  }

  private static Map<String, Object> order(String who, String when) {
    return Map.of(
        "template_name", "order_update",
        "language", "en",
        "header_field_1", "1042",
        "field_1", who,
        "field_2", when);
  }

  private static Map<String, Object> login(String code) {
    return Map.of("template_name", "login_code", "language", "en", "field_1", code);
  }

  private static Api.Reply send(int status, String customer, Map<String, Object> body) {
    var more = new LinkedHashMap<>(body);
    more.put("phone", "+" + customer);
    return talk.api.post(status, TEMPLATE, more);
  }

  private static List<String> errors(String customer, Map<String, Object> body) {
    return List.copyOf(
        send(422, customer, body).error().path("details").path("errors").propertyNames());
  }
}
