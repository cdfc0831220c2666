package rasl.otp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.contact.Phone;
import rasl.json.Json;
import rasl.testkit.Api;

/** Attackers who guess, at two nodes at once. */
class GuessingTest {
  private static OtpDesk desk;
  private static TestApp second;
  private static Api other;

  @BeforeAll
  static void startTwoNodes() {
    desk = OtpDesk.start();
    second = desk.app.startAnotherNode(Map.of());
    other = second.as(desk.app.sandboxTenant());
  }

  @AfterAll
  static void stop() {
    other.close();
    second.close();
    desk.close();
  }

  private static Api node(int number) {
    return number % 2 == 0 ? desk.api : other;
  }

  private static Api.Reply guess(int number, String phone, String code) {
    return node(number).send("POST", OtpDesk.VERIFY, Json.write(OtpDesk.guess(phone, code)));
  }

  @Test
  void twoHundredWrongGuessesAtOnceUseExactlyTheAttemptsOfTheCode() throws Exception {
    String phone = OtpDesk.phone();
    desk.issue(phone, "483920");
    List<Api.Reply> replies = OtpDesk.atOnce(200, i -> guess(i, phone, "000000"));
    assertThat(replies.stream().filter(r -> r.code().equals("INVALID_CODE"))).hasSize(5);
    assertThat(replies.stream().filter(r -> r.code().equals("MAX_ATTEMPTS_EXCEEDED"))).hasSize(5);
    assertThat(replies.stream().filter(r -> r.status() == 429)).hasSize(190);
    assertThat(desk.status(phone).data().path("verification_attempts").asInt()).isEqualTo(5);
    desk.nextMinute();
    assertThat(desk.refusal(phone, "483920")).isEqualTo("MAX_ATTEMPTS_EXCEEDED");
  }

  @Test
  void withoutTheLimitOfCallsTheAttemptsHoldToo() throws Exception {
    String phone = OtpDesk.phone();
    desk.issue(phone, "483920");
    var store = new OtpStore();
    var owner = new CodeOwner(new Phone(phone), OtpDesk.PURPOSE);
    var now = desk.clock.instant();
    List<Boolean> taken =
        OtpDesk.atOnce(
            200,
            i ->
                (i % 2 == 0 ? desk.app : second)
                    .db()
                    .inTenant(
                        desk.app.sandboxTenant(),
                        tx -> store.takeGuess(tx, owner, 30, now).isPresent()));
    assertThat(taken.stream().filter(Boolean::booleanValue)).hasSize(5);
  }

  @Test
  void ofAHundredRightGuessesAtOnceExactlyOneWins() throws Exception {
    String phone = OtpDesk.phone();
    desk.issue(phone, "483920");
    List<Api.Reply> replies = OtpDesk.atOnce(100, i -> guess(i, phone, "483920"));
    assertThat(replies.stream().filter(r -> r.status() == 200)).hasSize(1);
    assertThat(replies.stream().filter(r -> r.status() != 200))
        .allSatisfy(r -> assertThat(r.code()).isIn("OTP_NOT_FOUND", "RATE_LIMIT_EXCEEDED"));
    assertThat(
            desk.rows(
                "select count(*) from event where type = 'otp.verified' and body like '%"
                    + phone
                    + "%'"))
        .containsExactly("1");
  }

  @Test
  void aRightGuessAmongWrongOnesCountsOnceAndTheSameKeyAtBothNodesGetsTheSameAnswer()
      throws Exception {
    String phone = OtpDesk.phone();
    desk.issue(phone, "483920");
    String key = UUID.randomUUID().toString();
    String body = Json.write(OtpDesk.guess(phone, "483920"));
    List<Api.Reply> replies =
        OtpDesk.atOnce(
            20, i -> node(i).with("Idempotency-Key", key).send("POST", OtpDesk.VERIFY, body));
    assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(200, 409));
    List<Api.Reply> told = replies.stream().filter(r -> r.status() == 200).toList();
    assertThat(told).isNotEmpty();
    assertThat(told).allSatisfy(r -> assertThat(r.data()).isEqualTo(told.getFirst().data()));
    Api.Reply later = other.with("Idempotency-Key", key).call(200, "POST", OtpDesk.VERIFY, body);
    assertThat(later.data()).isEqualTo(told.getFirst().data());
  }

  @Test
  void tenCallsAMinuteForAPhoneWhateverTheNodeAndTheSpelling() {
    String phone = OtpDesk.phone();
    for (int i = 0; i < 10; i++) {
      assertThat(guess(i, phone, "000000").code()).isEqualTo("OTP_NOT_FOUND");
      desk.clock.advance(Duration.ofSeconds(1));
    }
    Api.Reply refused =
        other.post(429, OtpDesk.VERIFY, Map.of("phone", "00" + phone, "code", "000000"));
    assertThat(refused.error().at("/details/retry_after").asInt()).isEqualTo(50);
    assertThat(refused.header("Retry-After")).contains("50");
    assertThat(desk.refusal(OtpDesk.phone(), "000000")).isEqualTo("OTP_NOT_FOUND");
    desk.clock.advance(Duration.ofSeconds(49));
    desk.verify(429, phone, "000000");
    desk.clock.advance(Duration.ofSeconds(1));
    assertThat(desk.refusal(phone, "000000")).as("retry_after kept").isEqualTo("OTP_NOT_FOUND");
    desk.verify(429, phone, "000000");
  }

  @Test
  void aSuccessClearsTheCountOfCalls() {
    String phone = OtpDesk.phone();
    for (int i = 0; i < 9; i++) {
      assertThat(desk.refusal(phone, "000000")).isEqualTo("OTP_NOT_FOUND");
    }
    desk.issue(phone, "483920");
    desk.verify(200, phone, "483920");
    for (int i = 0; i < 10; i++) {
      assertThat(desk.refusal(phone, "000000")).isEqualTo("OTP_NOT_FOUND");
    }
    desk.verify(429, phone, "000000");
  }

  @Test
  void aNewCodeDoesNotRefillTheDaysBudgetOfWrongGuesses() {
    String phone = OtpDesk.phone();
    for (int code = 0; code < 6; code++) {
      desk.issue(phone, "483920");
      for (int i = 0; i < 5; i++) {
        assertThat(desk.refusal(phone, "000000")).isEqualTo("INVALID_CODE");
      }
      desk.nextMinute();
    }
    desk.issue(phone, "483920");
    Api.Reply over = desk.verify(429, phone, "483920");
    assertThat(over.error().at("/details/retry_after").asLong())
        .isEqualTo(Duration.ofDays(1).minusSeconds(6 * 61).toSeconds());
    assertThat(desk.status(phone).data().path("verification_attempts").asInt()).isZero();
    desk.issue(desk.app.sandboxTenant(), phone, "payment", "483920");
    desk.api.post(
        200, OtpDesk.VERIFY, OtpDesk.with(OtpDesk.guess(phone, "483920"), "purpose", "payment"));
    desk.clock.advance(Duration.ofDays(1).minusSeconds(6 * 61));
    desk.issue(phone, "483920");
    desk.verify(200, phone, "483920");
  }

  @Test
  void rightGuessesUseNothingOfTheBudget() {
    String phone = OtpDesk.phone();
    for (int i = 0; i < 40; i++) {
      desk.issue(phone, "483920");
      desk.verify(200, phone, "483920");
    }
    assertThat(desk.rows("select wrong_at from otp_code where phone = '" + phone + "'"))
        .containsExactly("{}");
  }

  @Test
  void aClockThatIsSetBackLocksNobodyOutForLong() {
    String phone = OtpDesk.phone();
    desk.clock.advance(Duration.ofHours(3));
    for (int i = 0; i < 10; i++) {
      assertThat(desk.refusal(phone, "000000")).isEqualTo("OTP_NOT_FOUND");
    }
    desk.verify(429, phone, "000000");
    desk.clock.advance(Duration.ofHours(-3));
    assertThat(desk.refusal(phone, "000000")).isEqualTo("OTP_NOT_FOUND");
  }
}
