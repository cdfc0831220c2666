package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** A preview says what the send would come to, and leaves nothing behind (contract 2.5, rule 1). */
class PreviewTest {
  private static final String OTP = "/api/v2/auth/send-otp/preview";
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
  void whatWouldBeSentIsToldAndNothingOfItStays() throws InterruptedException {
    String known = talk.openCustomer();
    talk.awaitApplied();
    List<String> before = traces();
    JsonNode text = preview("text", Map.of("phone", "+" + known, "message", "Hi @{contact_phone}"));
    assertThat(text.path("would_send").asBoolean()).isTrue();
    assertThat(text.path("phone").asString()).isEqualTo(known);
    assertThat(text.path("contact_id").isIntegralNumber()).isTrue();
    assertThat(text.path("creates_contact").asBoolean()).isFalse();
    assertThat(text.path("message").asString()).isEqualTo("Hi +" + known);
    assertThat(text.at("/content/text/body").asString()).isEqualTo("Hi +" + known);
    String stranger = Talk.customer();
    JsonNode template = preview("template", order(stranger));
    assertThat(template.path("would_send").asBoolean()).isTrue();
    assertThat(template.path("contact_id").isNull()).isTrue();
    assertThat(template.path("creates_contact").asBoolean()).isTrue();
    assertThat(template.path("message").asString()).contains("Ann", "Monday");
    assertThat(template.at("/content/template/name").asString()).isEqualTo("order_update");
    JsonNode media =
        preview(
            "media",
            Map.of(
                "phone", "+" + known,
                "media_type", "document",
                "media_url", "https://a.example/a.pdf",
                "caption", "For @{contact_phone}"));
    assertThat(media.at("/content/document/link").asString()).isEqualTo("https://a.example/a.pdf");
    assertThat(media.path("message").asString()).isEqualTo("For +" + known);
    JsonNode file =
        talk.api
            .post(
                200,
                MediaForms.MEDIA + "/preview",
                MediaForms.form("+" + known, "document")
                    .file("media_file", "a.pdf", "application/pdf", MediaForms.PDF))
            .data();
    assertThat(file.at("/content/document/filename").asString()).isEqualTo("a.pdf");
    JsonNode choice =
        preview(
            "interactive",
            Map.of(
                "phone",
                "+" + known,
                "type",
                "button",
                "body_text",
                "Well?",
                "buttons",
                List.of(Map.of("id", "1", "title", "Yes"))));
    assertThat(choice.path("would_send").asBoolean()).isTrue();
    JsonNode code = talk.api.post(200, OTP, otp(stranger, "482913")).data();
    assertThat(code.path("would_send").asBoolean()).isTrue();
    assertThat(code.toString()).doesNotContain("482913");
    JsonNode made =
        preview(
            "template",
            Map.of(
                "phone",
                "+" + stranger,
                "template_name",
                "login_code",
                "language",
                "en",
                "auto_generate_otp",
                true));
    assertThat(made.path("would_send").asBoolean()).isTrue();
    assertThat(traces()).isEqualTo(before);
    assertThat(talk.files()).isZero();
    assertThat(talk.outbox(known)).isEmpty();
    assertThat(talk.outbox(stranger)).isEmpty();
  }

  @Test
  void whyNotIsToldWithWhatWouldHaveBeenSent() throws InterruptedException {
    String shut = Talk.customer();
    JsonNode window = preview("text", Map.of("phone", "+" + shut, "message", "Hi"));
    assertThat(window.path("would_send").asBoolean()).isFalse();
    assertThat(window.path("message").asString()).isEqualTo("Hi");
    assertThat(window.at("/refusal/code").asString()).isEqualTo("SERVICE_WINDOW_CLOSED");
    assertThat(talk.number("select count(*) from contact where phone_key = '" + shut + "'"))
        .isZero();
    String out = talk.openCustomer();
    talk.sql("update contact set is_opted_out = true where phone_key = '" + out + "'");
    for (JsonNode refused :
        List.of(
            preview("text", Map.of("phone", "+" + out, "message", "Hi @{contact_phone}")),
            preview("template", order(out)),
            talk.api.post(200, OTP, otp(out, "482913")).data())) {
      assertThat(refused.path("would_send").asBoolean()).isFalse();
      assertThat(refused.at("/refusal/code").asString()).isEqualTo("CONTACT_OPTED_OUT");
      assertThat(refused.at("/refusal/details/contact_id")).isEqualTo(refused.path("contact_id"));
      assertThat(refused.path("message").asString()).isNotBlank();
    }
    JsonNode nobody =
        preview("text", Map.of("phone", "+" + out, "message", "Hi", "contact_id", 999_999));
    assertThat(nobody.at("/refusal/code").asString()).isEqualTo("NOT_FOUND");
  }

  /** A person who mends one reason wants to know of the others. */
  @Test
  void everyReasonIsTold() throws InterruptedException {
    String customer = Talk.customer();
    var _ = talk.write(customer, "Hello");
    talk.awaitApplied();
    String one = "where phone_key = '" + customer + "'";
    talk.sql("update contact set is_opted_out = true, firstname = repeat('n', 200) " + one);
    talk.sql("delete from service_window");
    talk.sql("update conversation set counted_month = null");
    List<String> before = traces().subList(0, 8); // Statuses of what others sent may yet come.
    String text = "@{contact_first_name}" + "x".repeat(4000);
    talk.app.set("sandbox", Map.of("conversation_limit", "0"));
    try {
      JsonNode seen = preview("text", Map.of("phone", "+" + customer, "message", text));
      assertThat(seen.path("refusals").valueStream().map(why -> why.path("code").asString()))
          .containsExactly(
              "CONTACT_OPTED_OUT",
              "FEATURE_LIMIT_EXCEEDED",
              "SERVICE_WINDOW_CLOSED",
              "VALIDATION_ERROR");
      assertThat(seen.path("refusal")).isEqualTo(seen.at("/refusals/0"));
      assertThat(talk.send(403, "+" + customer, text).at("/error/code").asString())
          .isEqualTo("CONTACT_OPTED_OUT");
      JsonNode nobody =
          preview("text", Map.of("phone", "+" + Talk.customer(), "message", "Hi", "contact_id", 9));
      assertThat(nobody.path("refusals").valueStream().map(why -> why.path("code").asString()))
          .containsExactly("NOT_FOUND", "SERVICE_WINDOW_CLOSED");
    } finally {
      talk.app.set("sandbox", Map.of("conversation_limit", ""));
    }
    assertThat(traces().subList(0, 8)).isEqualTo(before);
  }

  /** Also where the limit of codes is one of them. */
  @Test
  void theLimitOfCodesIsToldBesideOtherReasons() {
    String phone = Talk.customer();
    for (int i = 0; i < 10; i++) {
      talk.api.post(200, "/api/v2/auth/send-otp", otp(phone, "482913"));
    }
    talk.sql("update contact set is_opted_out = true where phone_key = '" + phone + "'");
    JsonNode seen = talk.api.post(200, OTP, otp(phone, "482913")).data();
    assertThat(seen.path("refusals").valueStream().map(why -> why.path("code").asString()))
        .containsExactly("CONTACT_OPTED_OUT", "RATE_LIMIT_EXCEEDED");
  }

  @Test
  void theLimitsOfCodesAreToldAndNotUsedUp() {
    String phone = Talk.customer();
    for (int i = 0; i < 12; i++) {
      assertThat(
              talk.api.post(200, OTP, otp(phone, "482913")).data().path("would_send").asBoolean())
          .isTrue();
    }
    for (int i = 0; i < 10; i++) {
      talk.api.post(200, "/api/v2/auth/send-otp", otp(phone, "482913"));
    }
    assertThat(talk.api.post(200, OTP, otp(phone, "482913")).data().at("/refusal/code").asString())
        .isEqualTo("RATE_LIMIT_EXCEEDED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "media", "template", "interactive"})
  void whatIsWrongWithTheBodyIsRefusedAsByTheSend(String kind) {
    String path = "/api/v2/messages/" + kind;
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(Map.of(), Map.of("phone", "12", "language", "en"))) {
      assertThat(talk.api.post(422, path + "/preview", wrong).error().path("details"))
          .isEqualTo(talk.api.post(422, path, wrong).error().path("details"));
    }
  }

  private static JsonNode preview(String kind, Map<String, Object> body) {
    Api.Reply reply = talk.api.post(200, "/api/v2/messages/" + kind + "/preview", body);
    return reply.data();
  }

  private static Map<String, Object> order(String to) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("phone", "+" + to);
    body.put("template_name", "order_update");
    body.put("language", "en");
    body.put("header_field_1", "1042");
    body.put("field_1", "Ann");
    body.put("field_2", "Monday");
    return body;
  }

  private static Map<String, Object> otp(String to, String code) {
    return Map.of("phone", "+" + to, "template_name", "login_code", "code", code);
  }

  /** All that a send would leave in the database. */
  private static List<String> traces() {
    return List.of(
            "message",
            "message_secret",
            "contact",
            "conversation",
            "media",
            "otp_code",
            "otp_send",
            "otp_limit",
            "event")
        .stream()
        .map(table -> table + " " + talk.number("select count(*) from " + table))
        .toList();
  }
}
