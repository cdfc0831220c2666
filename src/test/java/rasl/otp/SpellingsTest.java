package rasl.otp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.db.TenantId;
import rasl.testkit.Api;

/** A code belongs to the person, whom WhatsApp names in one way and people in another. */
class SpellingsTest {
  private static OtpDesk desk;
  private static TenantId other;

  @BeforeAll
  static void start() {
    desk = OtpDesk.start();
    other = desk.app.tenant("another");
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @ParameterizedTest
  @CsvSource({
    "5491123456701, 54 11 2345-6701, 541123456701",
    "541123456702, 54 9 11 2345 6702, 5491123456702",
    "5531988880003, 553188880003, 5531988880003",
    "553188880004, 55 31 98888-0004, 5531988880004",
    "525512340005, 5215512340005, 525512340005",
    "5215512340006, 52 55 1234 0006, 525512340006",
  })
  void theSpellingsOfOnePersonMeet(String sent, String written, String answered) {
    desk.issue(other, written.replaceAll("[^0-9]", ""), OtpDesk.PURPOSE, "111111");
    assertThat(desk.refusal(written, "111111")).isEqualTo("OTP_NOT_FOUND");
    desk.issue(sent, "483920");
    assertThat(desk.verify(422, written, "000000").code()).isEqualTo("INVALID_CODE");
    Api.Reply verified = desk.verify(200, written, "483920");
    assertThat(verified.data().path("phone").asString()).isEqualTo(answered);
    assertThat(desk.refusal(sent, "483920")).isEqualTo("OTP_NOT_FOUND");
  }
}
