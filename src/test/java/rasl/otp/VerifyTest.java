package rasl.otp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.contact.Phone;
import rasl.db.TenantId;
import rasl.json.Json;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** What a guess is answered (contract 3), and what it uses up. */
class VerifyTest {
  private static OtpDesk desk;

  @BeforeAll
  static void start() {
    desk = OtpDesk.start();
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @Test
  void theRightCodeVerifiesOnce() {
    String phone = OtpDesk.phone();
    desk.issue(phone, "483920");
    Api.Reply verified = desk.verify(200, phone, "483920");
    assertThat(verified.data().path("phone").asString()).isEqualTo(phone);
    assertThat(verified.data().path("purpose").asString()).isEqualTo("authentication");
    assertThat(verified.data().path("verified_at").asString())
        .isEqualTo(Json.time(desk.clock.instant()));
    assertThat(desk.refusal(phone, "483920")).isEqualTo("OTP_NOT_FOUND");
  }

  @Test
  void refusalsComeInTheContractsOrder() {
    String phone = OtpDesk.phone();
    assertThat(desk.refusal(phone, "000000")).isEqualTo("OTP_NOT_FOUND");
    desk.issue(phone, "483920");
    for (int remaining = 4; remaining >= 0; remaining--) {
      Api.Reply wrong = desk.verify(422, phone, "000000");
      assertThat(wrong.code()).isEqualTo("INVALID_CODE");
      assertThat(wrong.error().at("/details/attempts_remaining").asInt()).isEqualTo(remaining);
    }
    assertThat(desk.refusal(phone, "483920")).isEqualTo("MAX_ATTEMPTS_EXCEEDED");
    desk.clock.advance(OtpDesk.LIFE);
    assertThat(desk.refusal(phone, "483920")).isEqualTo("OTP_EXPIRED");
    String fresh = OtpDesk.phone();
    desk.issue(fresh, "483920");
    desk.clock.advance(OtpDesk.LIFE.minusMillis(1));
    desk.verify(200, fresh, "483920");
  }

  @Test
  void aNewCodeTakesThePlaceOfTheOldOneOfItsPurposeOnly() {
    String phone = OtpDesk.phone();
    TenantId tenant = desk.app.sandboxTenant();
    desk.issue(phone, "111111");
    desk.issue(tenant, phone, "payment", "222222");
    desk.issue(phone, "333333");
    assertThat(desk.refusal(phone, "111111")).isEqualTo("INVALID_CODE");
    Map<String, Object> payment =
        OtpDesk.with(OtpDesk.guess(phone, "222222"), "purpose", "payment");
    desk.api.post(200, OtpDesk.VERIFY, payment);
    desk.verify(200, phone, "333333");
    assertThat(desk.rows("select count(*) from otp_code where phone = '" + phone + "'"))
        .containsExactly("2");
  }

  @Test
  void aNeighboursCodeForTheSamePhoneIsAnotherOne() {
    String phone = OtpDesk.phone();
    TenantId neighbour = desk.app.tenant("otp-neighbour");
    desk.issue(phone, "111111");
    desk.issue(neighbour, phone, OtpDesk.PURPOSE, "222222");
    try (Api theirs = desk.app.as(neighbour)) {
      assertThat(theirs.post(422, OtpDesk.VERIFY, OtpDesk.guess(phone, "111111")).code())
          .isEqualTo("INVALID_CODE");
      theirs.post(200, OtpDesk.VERIFY, OtpDesk.guess(phone, "222222"));
      assertThat(theirs.post(422, OtpDesk.VERIFY, OtpDesk.guess(phone, "111111")).code())
          .isEqualTo("OTP_NOT_FOUND");
    }
    desk.verify(200, phone, "111111");
  }

  @Test
  void thePhoneIsTheSameInEverySpelling() {
    String phone = OtpDesk.phone();
    String national = "0" + phone.substring(3);
    for (String spelling :
        List.of("+" + phone, phone, "00" + phone, national, "+966 (" + phone.substring(3) + ")")) {
      desk.issue(phone, "483920");
      desk.api.post(200, OtpDesk.VERIFY, Map.of("phone", spelling, "code", "483920"));
    }
  }

  @Test
  void lettersAreComparedAsTheyAreAndDigitsOfOtherScriptsAreDigits() {
    String phone = OtpDesk.phone();
    desk.issue(phone, "aB12");
    assertThat(desk.refusal(phone, "ab12")).isEqualTo("INVALID_CODE");
    desk.verify(200, phone, " aB12 ");
    desk.issue(phone, "483920");
    desk.verify(200, phone, "٤٨٣٩٢٠");
  }

  @Test
  void everyFaultOfARequestIsToldAtOnceAndCostsNothing() {
    JsonNode errors =
        desk.api
            .post(
                422,
                OtpDesk.VERIFY,
                Map.of("phone", 5, "code", 483920, "purpose", "p".repeat(51), "end_user_ip", "me"))
            .error()
            .at("/details/errors");
    assertThat(errors.propertyNames())
        .containsExactlyInAnyOrder("phone", "code", "purpose", "end_user_ip");
    String phone = OtpDesk.phone();
    desk.issue(phone, "483920");
    for (Object wrong :
        List.of("123", "1234567890123456", "12 3", "a-b-c", "ünicode", "12\u000034", List.of())) {
      Api.Reply refused =
          desk.api.post(422, OtpDesk.VERIFY, Map.of("phone", "+" + phone, "code", wrong));
      assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    }
    assertThat(desk.api.post(422, OtpDesk.VERIFY, Map.of()).error().at("/details/errors"))
        .hasSize(2);
    assertThat(desk.status(phone).data().path("verification_attempts").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "482 913",
        "482-913",
        "4 8 2 9 1 3",
        "\u200e482913",
        "\u2068482913\u2069",
        "482\u00a0913",
        "482\u2011913",
        "482\u2013913",
        "\ufeff482913",
        " 482913\u200f",
        "٤٨٢٩١٣",
        "۴۸۲ ۹۱۳",
        "４８２９１３",
        "482\u00ad913"
      })
  void aCodeIsReadHoweverItIsTyped(String typed) {
    String phone = OtpDesk.phone();
    desk.issue(phone, "482913");
    assertThat(desk.verify(200, phone, typed).data().path("purpose").asString())
        .isEqualTo("authentication");
  }

  @Test
  void aCodeIsSentAsItIsComparedHoweverItIsGiven() {
    String phone = OtpDesk.phone();
    desk.api.post(
        200,
        OtpDesk.SEND,
        Map.of("phone", "+" + phone, "template_name", "login_code", "code", "٧٧ ٠-٤٥"));
    assertThat(desk.verify(422, phone, "77046").code()).isEqualTo("INVALID_CODE");
    assertThat(desk.verify(200, phone, "770 45").data().has("verified_at")).isTrue();
  }

  @Test
  void noAnswerSaysWhetherThePhoneIsAContacts() {
    String stranger = OtpDesk.phone();
    String contact = OtpDesk.phone();
    Map<String, Object> fields =
        Map.of(
            "firstname",
            "Ann",
            "lastname",
            "Known",
            "phone",
            "+" + contact,
            "type",
            "customer",
            "source_id",
            id("/api/v2/sources"),
            "status_id",
            id("/api/v2/statuses"));
    desk.api.post(201, "/api/v2/contacts", fields);
    assertThat(desk.status(contact).json().path("data"))
        .isEqualTo(desk.status(stranger).json().path("data"));
    assertThat(desk.verify(422, contact, "000000").error())
        .isEqualTo(desk.verify(422, stranger, "000000").error());
    desk.issue(contact, "483920");
    desk.issue(stranger, "483920");
    assertThat(desk.verify(422, contact, "000000").error())
        .isEqualTo(desk.verify(422, stranger, "000000").error());
    assertThat(desk.status(contact).data()).isEqualTo(desk.status(stranger).data());
  }

  private static long id(String path) {
    return desk.api.get(200, path).data().at("/0/id").asLong();
  }

  @Test
  void theStatusUsesNothingUp() {
    String phone = OtpDesk.phone();
    Api.Reply none = desk.status(phone);
    assertThat(none.json().path("message").asString()).isEqualTo("No active OTP found");
    assertThat(none.data()).hasSize(1);
    desk.issue(phone, "483920");
    desk.verify(422, phone, "000000");
    for (int i = 0; i < 20; i++) {
      var _ = desk.status(phone);
    }
    desk.clock.advance(Duration.ofSeconds(30));
    JsonNode active = desk.status(phone).data();
    assertThat(active.path("has_active_otp").asBoolean()).isTrue();
    assertThat(active.path("expires_in_seconds").asInt()).isEqualTo(570);
    assertThat(active.path("verification_attempts").asInt()).isEqualTo(1);
    assertThat(active.path("max_attempts").asInt()).isEqualTo(5);
    assertThat(active.path("attempts_remaining").asInt()).isEqualTo(4);
    assertThat(active.path("is_expired").asBoolean()).isFalse();
    desk.clock.advance(OtpDesk.LIFE);
    JsonNode expired = desk.status(phone).data();
    assertThat(expired.path("is_expired").asBoolean()).isTrue();
    assertThat(expired.path("expires_in_seconds").asInt()).isEqualTo(-30);
  }

  @Test
  void aRepeatGetsTheFirstAnswerAndAWrongGuessCountsAsAChange() {
    String phone = OtpDesk.phone();
    Api keyed = keyed();
    assertThat(keyed.post(422, OtpDesk.VERIFY, OtpDesk.guess(phone, "000000")).code())
        .isEqualTo("OTP_NOT_FOUND");
    desk.issue(phone, "483920");
    Api.Reply wrong = keyed.post(422, OtpDesk.VERIFY, OtpDesk.guess(phone, "000000"));
    assertThat(wrong.code()).as("what changed nothing was done anew").isEqualTo("INVALID_CODE");
    Api.Reply wrongAgain = keyed.post(422, OtpDesk.VERIFY, OtpDesk.guess(phone, "000000"));
    assertThat(wrongAgain.header("Idempotent-Replayed")).contains("true");
    assertThat(wrongAgain.error()).isEqualTo(wrong.error());
    assertThat(desk.status(phone).data().path("verification_attempts").asInt()).isEqualTo(1);
    Api right = keyed();
    Api.Reply first = right.post(200, OtpDesk.VERIFY, OtpDesk.guess(phone, "483920"));
    Api.Reply again = right.post(200, OtpDesk.VERIFY, OtpDesk.guess(phone, "483920"));
    assertThat(again.data()).isEqualTo(first.data());
    assertThat(again.header("Idempotent-Replayed")).contains("true");
    assertThat(right.post(409, OtpDesk.VERIFY, OtpDesk.guess(phone, "000000")).code())
        .isEqualTo("IDEMPOTENCY_CONFLICT");
  }

  @Test
  void whatIsStoredIsBoundToEverythingThatTheCodeIsFor() {
    var macs = new CodeMacs(new rasl.crypto.MasterKey(new byte[32]).derive("otp.code"));
    var owner = new CodeOwner(new Phone("966500000001"), "a");
    var tenant = new TenantId(1);
    byte[] mac = macs.of(tenant, owner, 7, "483920");
    assertThat(macs.of(tenant, owner, 7, "483920")).isEqualTo(mac).hasSize(32);
    assertThat(
            List.of(
                macs.of(new TenantId(2), owner, 7, "483920"),
                macs.of(tenant, new CodeOwner(new Phone("966500000002"), "a"), 7, "483920"),
                macs.of(tenant, new CodeOwner(owner.phone(), "b"), 7, "483920"),
                macs.of(tenant, new CodeOwner(owner.phone(), "a7"), 4, "83920"),
                macs.of(tenant, owner, 8, "483920"),
                macs.of(tenant, owner, 7, "483921")))
        .doesNotContain(mac);
  }

  @Test
  void verifyingTellsOthersWithoutTheCode() {
    String phone = OtpDesk.phone();
    desk.issue(phone, "987654321012345");
    desk.verify(200, phone, "987654321012345");
    List<String> bodies = desk.rows("select body from event where type = 'otp.verified'");
    assertThat(bodies).anySatisfy(body -> assertThat(body).contains(phone));
    assertThat(bodies).noneSatisfy(body -> assertThat(body).contains("987654321012345"));
  }

  private static Api keyed() {
    return desk.api.with("Idempotency-Key", UUID.randomUUID().toString());
  }
}
