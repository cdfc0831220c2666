package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** {@code POST /messages/template} against a simulator as strict as WhatsApp (contract 2.5). */
class SendTemplateTest {
  private static final String TEMPLATE = "/api/v2/messages/template";
  private static final Talk talk = Talk.start(Map.of());

  @BeforeAll
  static void pull() {
    talk.makeTemplate("named_one", "NAMED", NAMED);
    talk.makeTemplate("coupon", "POSITIONAL", COUPON);
    talk.makeTemplate("where_we_are", "POSITIONAL", LOCATION);
    talk.makeTemplate("plain_one", "POSITIONAL", PLAIN);
    talk.api.call(200, "POST", "/api/v2/templates/sync", null);
  }

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void aTemplateGoesOutWithoutAWindowAndIsToldInLists() throws InterruptedException {
    String customer = Talk.customer();
    JsonNode sent = send(200, customer, orderUpdate()).data();
    assertThat(sent.propertyNames())
        .containsExactly(
            "message_id",
            "contact_id",
            "phone",
            "status",
            "sent_at",
            "chat_id",
            "chat_message_id",
            "template_name",
            "language");
    assertThat(sent.path("template_name").asString()).isEqualTo("order_update");
    assertThat(sent.path("language").asString()).isEqualTo("en");
    JsonNode template = talk.outbox(customer).getFirst().path("request").path("template");
    assertThat(template.at("/components/0/parameters/0/text").asString()).isEqualTo("1042");
    assertThat(template.at("/components/1/parameters/0/text").asString()).isEqualTo("Ann");
    assertThat(template.at("/components/1/parameters/1/text").asString()).isEqualTo("Monday");
    JsonNode kept = talk.message(sent.path("chat_message_id").asLong());
    assertThat(kept.path("type").asString()).isEqualTo("template");
    assertThat(kept.path("message").asString())
        .isEqualTo("Hello Ann, your order is on its way and arrives on Monday. Thank you!");
    talk.awaitStatus(sent.path("chat_message_id").asLong(), "read");
  }

  @Test
  void everythingMissingOrWrongIsNamedAtOnceAndNothingLeaves() {
    String customer = Talk.customer();
    long before = talk.number("select count(*) from message");
    JsonNode error =
        talk.api
            .post(
                422,
                TEMPLATE,
                Map.of(
                    "phone",
                    "12",
                    "template_name",
                    "order_update",
                    "language",
                    "en",
                    "field_2",
                    "two\nlines",
                    "contact_id",
                    "x",
                    "field_7",
                    7))
            .error();
    assertThat(error.path("details").path("errors").propertyNames())
        .containsExactlyInAnyOrder(
            "phone", "contact_id", "header_field_1", "field_1", "field_2", "field_7");
    assertThat(error.path("details").has("reason")).isFalse();
    assertThat(
            talk.api
                .post(422, TEMPLATE, with(with(orderUpdate(), "phone", customer), "field_1", 7))
                .error()
                .at("/details/errors/field_1"))
        .as("what is given is not missing")
        .hasSize(1);
    assertThat(errors(customer, Map.of())).containsExactlyInAnyOrder("template_name", "language");
    assertThat(talk.number("select count(*) from message")).isEqualTo(before);
    assertThat(talk.number("select count(*) from contact where phone_key = '" + customer + "'"))
        .isZero();
  }

  @Test
  void whatWhatsAppRefusesInValuesIsRefusedBefore() {
    String customer = Talk.customer();
    for (String bad : List.of("a\nb", "a\tb", "a     b", "a\rb", "x".repeat(1025))) {
      assertThat(errors(customer, with(orderUpdate(), "field_1", bad))).as(bad).contains("field_1");
    }
    assertThat(errors(customer, with(orderUpdate(), "field_1", "x".repeat(1000))))
        .containsExactly("field_1");
    assertThat(errors(customer, with(orderUpdate(), "header_field_1", "x".repeat(55))))
        .containsExactly("header_field_1");
    assertThat(errors(customer, with(orderUpdate(), "field_1", " "))).containsExactly("field_1");
    assertThat(errors(customer, with(orderUpdate(), "field_1", "@{contact_last_name}")))
        .containsExactly("field_1");
    assertThat(errors(customer, with(orderUpdate(), "field_1", List.of())))
        .containsExactly("field_1");
    send(200, customer, with(orderUpdate(), "field_1", "a    b"));
  }

  @Test
  void aTemplateThatCannotBeUsedSaysWhy() {
    JsonNode error = refused(with(orderUpdate(), "template_name", "nothing_like_it"));
    assertThat(error.path("reason").asString()).isEqualTo("template_not_found");
    error = refused(with(orderUpdate(), "language", "fr"));
    assertThat(error.path("reason").asString()).isEqualTo("template_not_found");
    assertThat(error.at("/errors/language/0").asString()).contains("ar, en");
    for (String status : List.of("PAUSED", "DISABLED", "REJECTED", "PENDING")) {
      talk.sql("update template set status = '%s' where name = 'plain_one'".formatted(status));
      error = refused(Map.of("template_name", "plain_one", "language", "en"));
      assertThat(error.path("reason").asString()).as(status).isEqualTo("template_not_approved");
      assertThat(error.at("/errors/template_name/0").asString()).contains(status);
    }
    error = refused(Map.of("template_name", "where_we_are", "language", "en"));
    assertThat(error.has("reason")).isFalse();
    assertThat(error.at("/errors/template_name/0").asString()).contains("LOCATION");
    error = refused(with(orderUpdate(), "auto_generate_otp", true));
    assertThat(error.path("reason").asString()).isEqualTo("template_wrong_category");
  }

  @Test
  void parametersWithNamesAreGivenByPlaceOrByName() {
    String customer = Talk.customer();
    Map<String, Object> named = Map.of("template_name", "named_one", "language", "en");
    assertThat(errors(customer, named)).containsExactlyInAnyOrder("field_1", "field_2");
    send(200, customer, with(with(named, "field_1", "Monday"), "field_first_name", "Ann"));
    JsonNode body =
        talk.outbox(customer).getFirst().path("request").at("/template/components/0/parameters");
    assertThat(body.at("/0/parameter_name").asString()).isEqualTo("day");
    assertThat(body.at("/0/text").asString()).isEqualTo("Monday");
    assertThat(body.at("/1/parameter_name").asString()).isEqualTo("first_name");
    assertThat(body.at("/1/text").asString()).isEqualTo("Ann");
  }

  @Test
  void aHeaderWithAFileTakesALink() {
    String customer = Talk.customer();
    Map<String, Object> photo =
        Map.of("template_name", "order_photo", "language", "en", "field_1", "1042");
    assertThat(errors(customer, photo)).containsExactly("header_image_url");
    assertThat(errors(customer, with(photo, "header_video_url", "https://a.example/v.mp4")))
        .containsExactlyInAnyOrder("header_image_url", "header_video_url");
    for (String bad : List.of("ftp://a.example/x.png", "nonsense", "https://u:p@a.example/x")) {
      assertThat(errors(customer, with(photo, "header_image_url", bad)))
          .as(bad)
          .containsExactly("header_image_url");
    }
    send(200, customer, with(photo, "header_image_url", "https://a.example/x.png"));
    JsonNode header =
        talk.outbox(customer).getFirst().path("request").at("/template/components/0/parameters/0");
    assertThat(header.at("/image/link").asString()).isEqualTo("https://a.example/x.png");
  }

  @Test
  void buttonsTakeTheirValues() {
    String customer = Talk.customer();
    Map<String, Object> offer =
        Map.of("template_name", "season_offer", "language", "en", "field_1", "A", "field_2", "B");
    assertThat(errors(customer, offer)).containsExactly("button_2");
    send(200, customer, with(with(offer, "button_2", "a b/سارة?x=1"), "button_0", "more"));
    JsonNode components =
        talk.outbox(customer).getFirst().path("request").at("/template/components");
    assertThat(components.at("/1/parameters/0/payload").asString()).isEqualTo("more");
    assertThat(components.at("/2/index").asString()).isEqualTo("2");
    assertThat(components.at("/2/parameters/0/text").asString())
        .isEqualTo("a%20b/%D8%B3%D8%A7%D8%B1%D8%A9?x=1");
    Map<String, Object> coupon = Map.of("template_name", "coupon", "language", "en");
    assertThat(errors(customer, coupon)).containsExactly("button_0");
    send(200, customer, with(coupon, "button_0", "SAVE20"));
  }

  @Test
  void withoutAConnectionThereAreNoTemplates() {
    try (Api api = talk.app.as(talk.app.tenant("unconnected"))) {
      assertThat(api.post(422, TEMPLATE, with(orderUpdate(), "phone", "+966501234567")).code())
          .isEqualTo("WHATSAPP_NOT_CONFIGURED");
      assertThat(api.post(422, TEMPLATE, with(orderUpdate(), "phone", "12")).code())
          .isEqualTo("VALIDATION_ERROR");
    }
  }

  @Test
  void aRepeatAfterACrashIsAnsweredFromTheMessage() {
    String customer = Talk.customer();
    Api keyed = talk.api.with("Idempotency-Key", "template-" + customer);
    var body = new HashMap<>(orderUpdate());
    body.put("phone", "+" + customer);
    JsonNode first = keyed.post(200, TEMPLATE, body).data();
    talk.sql("update idempotency set answer_sealed = null where key = 'template-" + customer + "'");
    assertThat(keyed.post(200, TEMPLATE, body).data().path("template_name"))
        .isEqualTo(first.path("template_name"));
    assertThat(talk.outbox(customer)).hasSize(1);
  }

  private static Map<String, Object> orderUpdate() {
    return Map.of(
        "template_name",
        "order_update",
        "language",
        "en",
        "header_field_1",
        "1042",
        "field_1",
        "Ann",
        "field_2",
        "Monday");
  }

  private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
    var more = new LinkedHashMap<>(body);
    more.put(field, value);
    return more;
  }

  private static Api.Reply send(int status, String customer, Map<String, Object> body) {
    return talk.api.post(status, TEMPLATE, with(body, "phone", "+" + customer));
  }

  private static List<String> errors(String customer, Map<String, Object> body) {
    return List.copyOf(
        send(422, customer, body).error().path("details").path("errors").propertyNames());
  }

  private static JsonNode refused(Map<String, Object> body) {
    return send(422, Talk.customer(), body).error().path("details");
  }

  private static final String NAMED =
      """
      [{"type": "BODY", "text": "It ships on {{day}}, {{first_name}}, have a good time.",
        "example": {"body_text_named_params": [{"param_name": "day", "example": "Monday"},
          {"param_name": "first_name", "example": "Ann"}]}}]
      """;
  private static final String COUPON =
      """
      [{"type": "BODY", "text": "Here is your coupon."},
       {"type": "BUTTONS", "buttons": [{"type": "COPY_CODE", "example": "SAVE10"}]}]
      """;
  private static final String LOCATION =
      """
      [{"type": "HEADER", "format": "LOCATION"}, {"type": "BODY", "text": "We are here."}]
      """;
  private static final String PLAIN =
      """
      [{"type": "BODY", "text": "Just this."}]
      """;
}
