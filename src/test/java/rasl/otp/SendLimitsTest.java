package rasl.otp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.json.Json;
import rasl.testkit.Api;

/** How often codes are sent, at two nodes at once. */
class SendLimitsTest {
  private static OtpDesk desk;
  private static TestApp second;
  private static Api other;

  @BeforeAll
  static void startTwoNodes() {
    desk = OtpDesk.start();
    desk.api.call(200, "POST", "/api/v2/templates/sync", null);
    second = desk.app.startAnotherNode(Map.of());
    other = second.as(desk.app.sandboxTenant());
  }

  @AfterAll
  static void stop() {
    other.close();
    second.close();
    desk.close();
  }

  @Test
  void threeResendsInFiveMinutesCheckedFirstOverBothNodes() {
    String phone = OtpDesk.phone();
    List<Integer> statuses =
        inParallel(
            12, i -> (i % 2 == 0 ? desk.api : other).send("POST", OtpDesk.RESEND, body(phone)));
    assertThat(statuses.stream().filter(s -> s == 200)).hasSize(3);
    assertThat(statuses.stream().filter(s -> s == 429)).hasSize(9);
    desk.clock.advance(Duration.ofMinutes(4));
    Api.Reply first =
        other.post(
            429, OtpDesk.RESEND, OtpDesk.with(OtpDesk.to(phone), "template_name", "nothing"));
    assertThat(first.error().at("/details/retry_after").asInt()).isEqualTo(60);
    desk.clock.advance(Duration.ofMinutes(1));
    other.post(200, OtpDesk.RESEND, OtpDesk.to(phone));
  }

  @Test
  void tenCodesInTenMinutesForAPhoneResendsIncludedOverBothNodes() {
    String phone = OtpDesk.phone();
    desk.api.post(200, OtpDesk.RESEND, OtpDesk.to(phone));
    List<Integer> statuses =
        inParallel(
            20, i -> (i % 2 == 0 ? desk.api : other).send("POST", OtpDesk.SEND, body(phone)));
    assertThat(statuses.stream().filter(s -> s == 200)).hasSize(9);
    assertThat(statuses.stream().filter(s -> s == 429)).hasSize(11);
    assertThat(desk.rows("select 1 from message where phone = '" + phone + "'")).hasSize(10);
    desk.clock.advance(Duration.ofMinutes(7));
    Api.Reply refused = desk.send(429, phone);
    assertThat(refused.error().at("/details/retry_after").asInt()).isEqualTo(180);
    desk.clock.advance(Duration.ofMinutes(3));
    desk.send(200, phone);
  }

  private static List<Integer> inParallel(
      int times, java.util.function.IntFunction<Api.Reply> call) {
    try {
      return OtpDesk.atOnce(times, i -> call.apply(i).status());
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static String body(String phone) {
    return Json.write(OtpDesk.to(phone));
  }

  @Test
  void furtherLimitsHoldWhereTheTenantSetsThem() {
    limits("otp_sends_per_phone_a_day=2", "otp_sends_per_ip_an_hour=3", "otp_sends_an_hour=4");
    try {
      desk.clock.advance(Duration.ofHours(2));
      String phone = OtpDesk.phone();
      assertThat(status(OtpDesk.to(phone))).isEqualTo(200);
      desk.clock.advance(Duration.ofMinutes(30));
      assertThat(status(OtpDesk.to(phone))).isEqualTo(200);
      assertThat(desk.send(429, phone).error().at("/details/retry_after").asLong())
          .isEqualTo(Duration.ofHours(24).minusMinutes(30).toSeconds());
      assertThat(fromOneAddress()).isEqualTo(200);
      assertThat(fromOneAddress()).isEqualTo(200);
      Api.Reply hour = desk.send(429, OtpDesk.phone());
      assertThat(hour.error().at("/details/retry_after").asLong()).isEqualTo(1800);
      limits("otp_sends_per_phone_a_day=", "otp_sends_per_ip_an_hour=3", "otp_sends_an_hour=");
      assertThat(fromOneAddress()).isEqualTo(200);
      assertThat(fromOneAddress()).isEqualTo(429);
      limits("otp_sends_per_ip_an_hour=", "otp_countries=AE", "otp_blocked_prefixes=97155");
      Api.Reply elsewhere = desk.send(422, OtpDesk.phone());
      assertThat(elsewhere.error().at("/details/errors").propertyNames()).containsExactly("phone");
      assertThat(status(OtpDesk.to("971551234567"))).isEqualTo(422);
      assertThat(status(OtpDesk.to("971501234567"))).isEqualTo(200);
    } finally {
      limits(
          "otp_sends_per_phone_a_day=",
          "otp_sends_per_ip_an_hour=",
          "otp_sends_an_hour=",
          "otp_countries=",
          "otp_blocked_prefixes=");
    }
  }

  private static int fromOneAddress() {
    return status(OtpDesk.with(OtpDesk.to(OtpDesk.phone()), "end_user_ip", "203.0.113.9"));
  }

  private static int status(Map<String, Object> body) {
    return desk.api.send("POST", OtpDesk.SEND, Json.write(body)).status();
  }

  /** Settings of the tenant, which count from now on. */
  private static void limits(String... pairs) {
    var settings = new java.util.HashMap<String, String>();
    for (String pair : pairs) {
      String[] parts = pair.split("=", -1);
      settings.put(parts[0], parts[1]);
    }
    desk.app.set("sandbox", settings);
    desk.app.passTimeOfCaches();
  }
}
