package rasl.otp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.json.Json;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Sending codes (contract 3): what goes out, what is answered, and what may not be sent. */
class SendOtpTest {
  private static OtpDesk desk;

  @BeforeAll
  static void start() {
    desk = OtpDesk.start();
    desk.api.call(200, "POST", "/api/v2/templates/sync", null);
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @Test
  void theCodeGoesToBodyAndButtonAndIsVerified() {
    String phone = OtpDesk.phone();
    JsonNode sent = desk.send(200, phone).data();
    String code = desk.received(phone).getLast();
    assertThat(code).matches("[0-9]{6}");
    assertThat(sent.path("message_id").asString()).startsWith("wamid.");
    assertThat(sent.path("contact_id").asLong()).isPositive();
    assertThat(sent.path("phone").asString()).isEqualTo(phone);
    assertThat(sent.path("template_name").asString()).isEqualTo("login_code");
    assertThat(sent.path("language").asString()).isEqualTo("en");
    assertThat(sent.path("code_sent").asBoolean()).isTrue();
    assertThat(sent.path("expiry_minutes").asInt()).isEqualTo(10);
    assertThat(sent.path("expires_at").asString())
        .isEqualTo(Json.time(desk.clock.instant().plus(OtpDesk.LIFE)));
    assertThat(sent.path("status").asString()).isEqualTo("sent");
    assertThat(sent.has("warning")).isFalse();
    assertThat(sent.toString()).doesNotContain(code);
    JsonNode components = desk.outbox(phone).getLast().at("/request/template/components");
    assertThat(components.at("/1/type").asString()).isEqualTo("button");
    assertThat(components.at("/1/parameters/0/text").asString()).isEqualTo(code);
    desk.verify(200, phone, code);
  }

  @Test
  void aCodeOfTheCallersOwnInItsLanguageForItsPurpose() {
    String phone = OtpDesk.phone();
    Map<String, Object> body =
        Map.of(
            "phone", "0" + phone.substring(3),
            "template_name", "login_code",
            "language", "ar",
            "code", "Ab12Cd",
            "expiry_minutes", "15",
            "purpose", "payment",
            "additional_params", List.of());
    JsonNode sent = desk.api.post(200, OtpDesk.SEND, body).data();
    assertThat(sent.path("language").asString()).isEqualTo("ar");
    assertThat(sent.path("expiry_minutes").asInt()).isEqualTo(15);
    assertThat(desk.received(phone)).containsExactly("Ab12Cd");
    assertThat(desk.refusal(phone, "Ab12Cd")).isEqualTo("OTP_NOT_FOUND");
    desk.api.post(
        200, OtpDesk.VERIFY, OtpDesk.with(OtpDesk.guess(phone, "Ab12Cd"), "purpose", "payment"));
  }

  @Test
  void aResendMakesANewCodeInThePlaceOfTheOldOne() {
    String phone = OtpDesk.phone();
    desk.send(200, phone);
    desk.clock.advance(Duration.ofMinutes(9));
    JsonNode again =
        desk.api
            .post(200, OtpDesk.RESEND, OtpDesk.with(OtpDesk.to(phone), "code", "999999"))
            .data();
    assertThat(again.path("expires_at").asString())
        .isEqualTo(Json.time(desk.clock.instant().plus(OtpDesk.LIFE)));
    List<String> codes = desk.received(phone);
    assertThat(codes).hasSize(2).doesNotContain("999999");
    if (!codes.getFirst().equals(codes.getLast())) {
      assertThat(desk.refusal(phone, codes.getFirst())).isEqualTo("INVALID_CODE");
    }
    desk.verify(200, phone, codes.getLast());
  }

  @Test
  void aCodeThatWhatsAppRefusedForGoodHasEnded() {
    String phone = OtpDesk.phone();
    desk.fault(phone, Map.of("http_status", 400, "code", 131026, "times", 1));
    Api.Reply refused = desk.send(500, phone, Map.of("code", "483920"));
    assertThat(refused.code()).isEqualTo("MESSAGE_SEND_FAILED");
    assertThat(refused.error().at("/details/whatsapp/code").asInt()).isEqualTo(131026);
    assertThat(desk.refusal(phone, "483920")).isEqualTo("OTP_NOT_FOUND");
    assertThat(desk.status(phone).data().path("has_active_otp").asBoolean()).isFalse();
    assertThat(desk.rows("select 1 from message_secret")).isEmpty();
    desk.send(200, phone, Map.of("code", "483921"));
    desk.verify(200, phone, "483921");
  }

  @Test
  void aCodeThatIsUnderwayCountsAndIsAnswered202() {
    String phone = OtpDesk.phone();
    Api.Reply queued =
        desk.api
            .with("Prefer", "respond-async")
            .post(202, OtpDesk.SEND, OtpDesk.with(OtpDesk.to(phone), "code", "483920"));
    assertThat(queued.data().path("message_id").isNull()).isTrue();
    assertThat(queued.data().path("code_sent").asBoolean()).isTrue();
    assertThat(queued.data().path("status").asString()).isEqualTo("queued");
    desk.verify(200, phone, "483920");
  }

  @Test
  void everyFaultIsToldAtOnceAndATemplateThatCannotBeUsedSaysWhy() {
    JsonNode errors =
        desk.api
            .post(
                422,
                OtpDesk.SEND,
                Map.of(
                    "phone",
                    "12",
                    "code",
                    "1",
                    "language",
                    "x".repeat(11),
                    "expiry_minutes",
                    61,
                    "contact_id",
                    "me",
                    "purpose",
                    7,
                    "additional_params",
                    List.of(1, "", "x"),
                    "end_user_ip",
                    "127.0.0.1.5"))
            .error()
            .at("/details/errors");
    assertThat(errors.propertyNames())
        .containsExactlyInAnyOrder(
            "phone",
            "template_name",
            "code",
            "language",
            "expiry_minutes",
            "contact_id",
            "purpose",
            "additional_params.0",
            "additional_params.1",
            "end_user_ip");
    String phone = OtpDesk.phone();
    assertThat(reason(phone, Map.of("template_name", "nothing"))).isEqualTo("template_not_found");
    assertThat(reason(phone, Map.of("language", "fr"))).isEqualTo("template_not_found");
    assertThat(reason(phone, Map.of("template_name", "order_update")))
        .isEqualTo("template_wrong_category");
    desk.template("pending_code", "PENDING", null, "{{1}}");
    assertThat(reason(phone, Map.of("template_name", "pending_code")))
        .isEqualTo("template_not_approved");
    assertThat(desk.send(422, phone, Map.of("additional_params", List.of("x"))).text())
        .contains("additional_params");
    assertThat(desk.rows("select 1 from contact where phone_key = '" + phone + "'")).isEmpty();
    assertThat(desk.rows("select 1 from otp_code where phone = '" + phone + "'")).isEmpty();
  }

  private static String reason(String phone, Map<String, Object> body) {
    return desk.send(422, phone, body).error().at("/details/reason").asString("");
  }

  @Test
  void theRulesOfEverySendHold() throws InterruptedException {
    String phone = OtpDesk.phone();
    JsonNode sent = desk.send(200, phone).data();
    long contact = sent.path("contact_id").asLong();
    assertThat(desk.api.get(200, "/api/v2/contacts/" + contact).data().path("type").asString())
        .isEqualTo("lead");
    desk.send(404, phone, Map.of("contact_id", 9_007_199_254_740_991L));
    desk.api.patch(200, "/api/v2/contacts/" + contact, Map.of("is_opted_out", true));
    String before = desk.received(phone).getLast();
    assertThat(desk.send(403, phone).code()).isEqualTo("CONTACT_OPTED_OUT");
    desk.verify(200, phone, before);
    TenantId bare = desk.app.tenant("otp-bare");
    try (Api api = desk.app.as(bare)) {
      assertThat(api.post(422, OtpDesk.SEND, OtpDesk.to(OtpDesk.phone())).code())
          .isIn("VALIDATION_ERROR", "WHATSAPP_NOT_CONFIGURED");
    }
    Set<String> bodies =
        Set.copyOf(
            desk.rows(
                "select body from message where type = 'template' and phone = '" + phone + "'"));
    assertThat(bodies)
        .containsExactly(
            "*••••••* is your verification code. For your security, do not share this code.");
  }

  @Test
  void aRepeatGetsTheFirstAnswerAlsoWhereItWasNotKeptAndSendsNothing() {
    String phone = OtpDesk.phone();
    Api keyed = desk.api.with("Idempotency-Key", UUID.randomUUID().toString());
    Map<String, Object> body = OtpDesk.with(OtpDesk.to(phone), "expiry_minutes", 5);
    Api.Reply first = keyed.post(200, OtpDesk.SEND, body);
    assertThat(first.data().path("warning").asString()).contains("message_send_ttl_seconds");
    Api.Reply again = keyed.post(200, OtpDesk.SEND, body);
    assertThat(again.header("Idempotent-Replayed")).contains("true");
    assertThat(again.data()).isEqualTo(first.data());
    desk.app.database().asOwner("update idempotency set answer_sealed = null");
    assertThat(keyed.post(200, OtpDesk.SEND, body).data()).isEqualTo(first.data());
    assertThat(desk.received(phone)).hasSize(1);
  }

  @Test
  void aPlanWithoutTemplatesSendsNoCodes() {
    TenantId tenant = desk.app.tenant("otp-small-plan");
    desk.app.set("otp-small-plan", Map.of("plan_without", "whatsapp_templates,chatbot"));
    try (Api api = desk.app.as(tenant)) {
      for (String path : List.of(OtpDesk.SEND, OtpDesk.RESEND)) {
        Api.Reply refused = api.post(403, path, OtpDesk.to(OtpDesk.phone()));
        assertThat(refused.code()).isEqualTo("FEATURE_NOT_AVAILABLE");
        assertThat(refused.error().at("/details/feature").asString())
            .isEqualTo("whatsapp_templates");
      }
      assertThat(api.post(422, OtpDesk.VERIFY, OtpDesk.guess(OtpDesk.phone(), "0000")).code())
          .isEqualTo("OTP_NOT_FOUND");
    }
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> desk.app.set("otp-small-plan", Map.of("plan_without", "chat")))
        .isInstanceOf(rasl.refusal.RefusedException.class);
    desk.app.set("otp-small-plan", Map.of("plan_without", "nothing"));
    assertThat(desk.app.settings(tenant).lacking()).isEmpty();
  }

  @Test
  void aTemplateSendCanMakeItsCodeToo() {
    String phone = OtpDesk.phone();
    Map<String, Object> body =
        Map.of(
            "phone",
            "+" + phone,
            "template_name",
            "login_code",
            "language",
            "en",
            "auto_generate_otp",
            true);
    desk.api.post(200, "/api/v2/messages/template", body);
    assertThat(desk.status(phone).data().path("expires_in_seconds").asInt()).isEqualTo(600);
    String code = desk.received(phone).getLast();
    assertThat(code).matches("[0-9]{6}");
    desk.verify(200, phone, code);
    Map<String, Object> wrong = OtpDesk.with(body, "template_name", "order_update");
    assertThat(
            desk.api
                .post(422, "/api/v2/messages/template", wrong)
                .error()
                .at("/details/reason")
                .asString())
        .isEqualTo("template_wrong_category");
  }
}
