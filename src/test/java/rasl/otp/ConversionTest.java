package rasl.otp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.db.TenantId;
import rasl.refusal.Refusal;

/** Countries where too few codes are verified are told once an hour, and stopped where wanted. */
class ConversionTest {
  private static OtpDesk desk;

  @BeforeAll
  static void start() {
    desk = OtpDesk.start();
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  private static TenantId tenant(String name, Map<String, String> settings) {
    TenantId tenant = desk.app.tenant(name);
    desk.app.set(name, settings);
    return tenant;
  }

  /** Makes codes for phones that begin so, and verifies the first of them. */
  private static void make(TenantId tenant, String prefix, int codes, int verified) {
    for (int i = 0; i < codes; i++) {
      String phone = prefix + (1_000_000 + (int) (System.nanoTime() % 8_000_000));
      desk.issue(tenant, phone, "p" + i, "483920");
      if (i < verified) {
        desk.rows(
            "update otp_send set verified_at = created_at where tenant_id = "
                + tenant.value()
                + " and phone = '"
                + phone
                + "' and purpose = 'p"
                + i
                + "' returning id");
      }
    }
  }

  private static List<String> alerts(TenantId tenant) {
    return desk.rows(
        "select body::json #>> '{current,country}' || ' ' ||"
            + " (body::json #>> '{current,verified}') || '/' ||"
            + " (body::json #>> '{current,sent}')"
            + " from event where type = 'otp.fraud_suspected' and tenant_id = "
            + tenant.value()
            + " order by occurred_at");
  }

  private static Optional<Refusal> stopped(TenantId tenant, String country) {
    var store = new ConversionStore();
    var conversion =
        new Conversion(
            desk.app.db(),
            store,
            desk.app.codes().settings(),
            new rasl.event.EventLog(desk.clock, new java.util.Random(1)),
            desk.clock);
    return desk.app
        .db()
        .inTenant(
            tenant,
            tx ->
                conversion.stopped(
                    tx,
                    Optional.of(country),
                    desk.app.codes().settings().find(tx).alert(),
                    desk.clock.instant()));
  }

  @Test
  void aCountryBelowTheShareIsToldOnceAnHourByWhicheverNode() {
    TenantId tenant =
        tenant("otp-fraud", Map.of("otp_alert_sample", "20", "otp_alert_percent", "10"));
    make(tenant, "96655", 20, 1);
    make(tenant, "97150", 20, 2);
    make(tenant, "2010", 19, 0);
    desk.app.codes().watch();
    assertThat(alerts(tenant)).as("people still type").isEmpty();
    desk.clock.advance(Conversion.TYPING);
    try (TestApp second = desk.app.startAnotherNode(Map.of())) {
      desk.app.codes().watch();
      second.codes().watch();
    }
    assertThat(alerts(tenant)).containsExactly("SA 1/20");
    assertThat(stopped(tenant, "SA")).as("the tenant does not want that").isEmpty();
    make(tenant, "96655", 20, 0);
    desk.clock.advance(Duration.ofMinutes(30));
    desk.app.codes().watch();
    assertThat(alerts(tenant)).hasSize(1);
    desk.clock.advance(Duration.ofMinutes(31));
    desk.app.codes().watch();
    assertThat(alerts(tenant)).as("anew, by what came since").containsExactly("SA 1/20", "SA 0/20");
    desk.clock.advance(Duration.ofHours(2));
    desk.app.codes().watch();
    assertThat(alerts(tenant)).as("the hour slides on").hasSize(2);
  }

  @Test
  void sendingStopsForAnHourWhereTheTenantWantsThat() {
    TenantId tenant =
        tenant("otp-stops", Map.of("otp_alert_sample", "10", "otp_alert_stops", "yes"));
    make(tenant, "96655", 10, 0);
    desk.clock.advance(Conversion.TYPING);
    desk.app.codes().watch();
    assertThat(alerts(tenant)).containsExactly("SA 0/10");
    assertThat(stopped(tenant, "SA")).contains(new Refusal.RateLimited(Duration.ofHours(1)));
    assertThat(stopped(tenant, "AE")).isEmpty();
    desk.clock.advance(Duration.ofHours(1));
    assertThat(stopped(tenant, "SA")).isEmpty();
  }

  @Test
  void whoTurnsTheAlertOffIsToldNothing() {
    TenantId tenant =
        tenant("otp-calm", Map.of("otp_alert_sample", "5", "otp_alert_percent", "off"));
    make(tenant, "96655", 10, 0);
    desk.clock.advance(Conversion.TYPING);
    desk.app.codes().watch();
    assertThat(alerts(tenant)).isEmpty();
  }

  @Test
  void whatIsOldIsDeletedAndWhatCountsStays() {
    TenantId tenant = tenant("otp-old", Map.of());
    String phone = OtpDesk.phone();
    String ofPhone = " from otp_code where phone = '" + phone + "'";
    desk.issue(tenant, phone, "a", "483920");
    try (var api = desk.app.as(tenant)) {
      Map<String, Object> guess = OtpDesk.with(OtpDesk.guess(phone, "000000"), "purpose", "a");
      assertThat(api.post(422, OtpDesk.VERIFY, guess).code()).isEqualTo("INVALID_CODE");
      desk.app.codes().deleteOld();
      assertThat(desk.rows("select 1" + ofPhone)).hasSize(1);
      desk.clock.advance(OtpDesk.LIFE.plus(Duration.ofHours(23)));
      desk.app.codes().deleteOld();
      assertThat(api.post(422, OtpDesk.VERIFY, guess).code()).isEqualTo("OTP_EXPIRED");
      desk.clock.advance(Duration.ofDays(1));
      desk.app.codes().deleteOld();
      assertThat(desk.rows("select 1" + ofPhone)).isEmpty();
      assertThat(desk.rows("select 1 from otp_limit where key = '" + phone + "'")).isEmpty();
      assertThat(api.post(422, OtpDesk.VERIFY, guess).code()).isEqualTo("OTP_NOT_FOUND");
      String sent = "select 1 from otp_send where phone = '" + phone + "'";
      assertThat(desk.rows(sent)).hasSize(1);
      desk.clock.advance(OtpModule.KEPT);
      desk.app.codes().deleteOld();
      assertThat(desk.rows(sent)).isEmpty();
    }
  }
}
