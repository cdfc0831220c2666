package rasl.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.contact.Phone;
import rasl.db.TenantId;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.testkit.Waiting;

/** What a tenant may choose for its codes, and that the limits follow it. */
class OtpSettingsTest {
  private static OtpDesk desk;

  @BeforeAll
  static void start() {
    desk = OtpDesk.start();
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  private static OtpSettings settings(TenantId tenant) {
    return desk.app.db().inTenant(tenant, desk.app.codes().settings()::find);
  }

  @Test
  void whoChoosesNothingHasTheDefaultsAndWhatIsGivenBackIsTheDefaultAgain() {
    TenantId tenant = desk.app.tenant("otp-chooser");
    assertThat(settings(tenant)).isEqualTo(OtpSettings.DEFAULTS);
    desk.app.set(
        "otp-chooser",
        Map.ofEntries(
            Map.entry("otp_max_attempts", "3"),
            Map.entry("otp_wrong_guesses_a_day", "12"),
            Map.entry("otp_guesses_per_ip_an_hour", "40"),
            Map.entry("otp_sends_per_phone", "7"),
            Map.entry("otp_sends_per_phone_a_day", "20"),
            Map.entry("otp_sends_an_hour", "1000"),
            Map.entry("otp_sends_per_ip_an_hour", "30"),
            Map.entry("otp_countries", "sa, AE"),
            Map.entry("otp_blocked_prefixes", "+96655,7"),
            Map.entry("otp_alert_percent", "off"),
            Map.entry("otp_alert_sample", "20"),
            Map.entry("otp_alert_stops", "yes")));
    assertThat(settings(tenant))
        .isEqualTo(
            new OtpSettings(
                new OtpSettings.Guesses(3, 12, OptionalInt.of(40)),
                new OtpSettings.Sends(
                    7, OptionalInt.of(20), OptionalInt.of(1000), OptionalInt.of(30)),
                new OtpSettings.Places(Set.of("SA", "AE"), List.of("96655", "7")),
                new OtpSettings.Alert(OptionalInt.empty(), 20, true)));
    desk.app.set("otp-chooser", Map.of("otp_max_attempts", "4"));
    assertThat(settings(tenant).guesses().perCode()).isEqualTo(4);
    assertThat(settings(tenant).sends().perPhone()).as("others stay").isEqualTo(7);
    desk.app.set(
        "otp-chooser",
        Map.ofEntries(
            Map.entry("otp_max_attempts", ""),
            Map.entry("otp_wrong_guesses_a_day", "unset"),
            Map.entry("otp_guesses_per_ip_an_hour", ""),
            Map.entry("otp_sends_per_phone", ""),
            Map.entry("otp_sends_per_phone_a_day", "unset"),
            Map.entry("otp_sends_an_hour", ""),
            Map.entry("otp_sends_per_ip_an_hour", ""),
            Map.entry("otp_countries", "all"),
            Map.entry("otp_blocked_prefixes", "none"),
            Map.entry("otp_alert_percent", ""),
            Map.entry("otp_alert_sample", ""),
            Map.entry("otp_alert_stops", "no")));
    assertThat(settings(tenant)).isEqualTo(OtpSettings.DEFAULTS);
  }

  @Test
  void everyWrongValueIsNamedAtOnceAndNoneIsTaken() {
    TenantId tenant = desk.app.tenant("otp-wrong");
    assertThatThrownBy(
            () ->
                desk.app.set(
                    "otp-wrong",
                    Map.of(
                        "otp_max_attempts", "0",
                        "otp_sends_per_phone", "6",
                        "otp_countries", "SA,XX",
                        "otp_blocked_prefixes", "0966",
                        "otp_alert_percent", "101",
                        "otp_alert_stops", "maybe",
                        "otp_sends_an_hour", "many",
                        "otp_alert_sample", "30",
                        "country", "AE")))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e ->
                assertThat(((Refusal.Invalid) e.refusal()).errors().keySet())
                    .containsExactlyInAnyOrder(
                        "otp_max_attempts",
                        "otp_sends_per_phone",
                        "otp_countries",
                        "otp_blocked_prefixes",
                        "otp_alert_percent",
                        "otp_alert_stops",
                        "otp_sends_an_hour"));
    assertThat(settings(tenant)).isEqualTo(OtpSettings.DEFAULTS);
    assertThat(desk.app.settings(tenant).country()).isEqualTo("SA");
  }

  @Test
  void theAttemptsOfACodeAndTheGuessesOfAnAddressFollowTheTenantsChoice() throws Exception {
    desk.app.set("sandbox", Map.of("otp_max_attempts", "2", "otp_guesses_per_ip_an_hour", "3"));
    try {
      String phone = OtpDesk.phone();
      desk.issue(phone, "483920");
      assertThat(desk.refusal(phone, "000000")).isEqualTo("INVALID_CODE");
      assertThat(desk.refusal(phone, "000000")).isEqualTo("INVALID_CODE");
      assertThat(desk.refusal(phone, "000000")).isEqualTo("MAX_ATTEMPTS_EXCEEDED");
      // Settings are read anew after a second at most.
      Waiting.until(
          Duration.ofSeconds(10),
          () -> {
            for (int i = 0; i < 3; i++) {
              fromAddress("2001:db8:1:2::" + i);
            }
            return fromAddress("2001:db8:1:2:ffff::1") == 429;
          });
      assertThat(fromAddress("2001:db8:1:3::1")).as("another network").isEqualTo(422);
      assertThat(desk.refusal(OtpDesk.phone(), "000000")).isEqualTo("OTP_NOT_FOUND");
    } finally {
      desk.app.set("sandbox", Map.of("otp_max_attempts", "", "otp_guesses_per_ip_an_hour", ""));
    }
  }

  private static int fromAddress(String address) {
    Map<String, Object> guess = OtpDesk.guess(OtpDesk.phone(), "000000");
    return desk.api
        .send(
            "POST",
            OtpDesk.VERIFY,
            rasl.json.Json.write(OtpDesk.with(guess, "end_user_ip", address)))
        .status();
  }

  @Test
  void placesDecideByCountryAndByPrefix() {
    var saudi = new Phone("966551234567");
    Optional<String> sa = Optional.of("SA");
    assertThat(refused(saudi, sa, Set.of(), List.of())).isFalse();
    assertThat(refused(saudi, sa, Set.of("AE", "SA"), List.of())).isFalse();
    assertThat(refused(saudi, sa, Set.of("AE"), List.of())).isTrue();
    assertThat(refused(saudi, Optional.empty(), Set.of("SA"), List.of())).isTrue();
    assertThat(refused(saudi, sa, Set.of("SA"), List.of("96655"))).isTrue();
    assertThat(refused(saudi, sa, Set.of(), List.of("55"))).isFalse();
  }

  private static boolean refused(
      Phone phone, Optional<String> country, Set<String> countries, List<String> blocked) {
    return OtpLimits.place(phone, country, new OtpSettings.Places(countries, blocked)).isPresent();
  }

  @Test
  void thePhonesOfACountryAreKnown() {
    var reader = new rasl.contact.PhoneReader();
    assertThat(reader.country(new Phone("966551234567"))).contains("SA");
    assertThat(reader.country(new Phone("14165550123"))).contains("CA");
    assertThat(reader.country(new Phone("77011234567"))).contains("KZ");
    assertThat(reader.country(new Phone("881612345678"))).as("a satellite's").isEmpty();
  }
}
