package rasl.otp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** The templates that can carry codes, and the numbers of what became of codes. */
class OtpListsTest {
  private static final String TEMPLATES = "/api/v2/auth/templates";
  private static final String STATS = "/api/v2/auth/stats";
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
  void onlyApprovedTemplatesOfTheRightCategoryAreListed() {
    template("unapproved", "AUTHENTICATION", "PENDING", "");
    template("other", "UTILITY", "APPROVED", "");
    template("gone", "AUTHENTICATION", "APPROVED", "now()");
    JsonNode all = desk.api.get(200, TEMPLATES + "?sort=language").data();
    assertThat(all.valueStream().map(one -> one.path("template_name").asString()))
        .containsExactly("login_code", "login_code", "login_code");
    JsonNode english = all.get(1);
    assertThat(english.path("language").asString()).isEqualTo("en");
    assertThat(english.path("body_text").asString()).contains("{{1}}");
    assertThat(english.path("body_params_count").asInt()).isEqualTo(1);
    assertThat(english.path("header_format").asString()).isEqualTo("NONE");
    assertThat(english.path("footer_text").asString()).contains("10 minutes");
    assertThat(names("search=VERIFICATION%20code")).hasSize(2);
    assertThat(names("q=login")).hasSize(3);
    assertThat(names("filter[language]=ar")).hasSize(1);
    assertThat(names("filter[template_name]=nothing")).isEmpty();
    assertThat(desk.api.get(200, TEMPLATES + "?fields=language&per_page=1").data().get(0))
        .hasSize(2);
    desk.api.get(422, TEMPLATES + "?sort=status");
    desk.api.get(422, TEMPLATES + "?filter[status]=PENDING");
  }

  private static List<String> names(String query) {
    return desk.api
        .get(200, TEMPLATES + "?" + query)
        .data()
        .valueStream()
        .map(one -> one.path("template_name").asString())
        .toList();
  }

  private static void template(String name, String category, String status, String removed) {
    desk.app
        .database()
        .asOwner(
            "insert into template (tenant_id, template_id, name, language, category, status,"
                + " header_format, parameter_format, components, removed_at, created_at,"
                + " updated_at) values (%d, '%d', '%s', 'en', '%s', '%s', 'NONE', 'positional', "
                    .formatted(
                        desk.app.sandboxTenant().value(), System.nanoTime(), name, category, status)
                + "'[]', "
                + (removed.isEmpty() ? "null" : removed)
                + ", now(), now())");
  }

  @Test
  void theStatisticsCountByCountryAndDayAndSayHowLongPeopleTook() {
    TenantId tenant = desk.app.tenant("otp-stats");
    try (Api api = desk.app.as(tenant)) {
      assertThat(api.get(200, STATS).data().at("/total/sent").asInt()).isZero();
      String day = desk.clock.instant().toString().substring(0, 10);
      for (int seconds : List.of(5, 20, 8)) {
        String phone = OtpDesk.phone();
        desk.issue(tenant, phone, OtpDesk.PURPOSE, "483920");
        desk.clock.advance(Duration.ofSeconds(seconds));
        api.post(200, OtpDesk.VERIFY, OtpDesk.guess(phone, "483920"));
      }
      desk.issue(tenant, "971501234567", OtpDesk.PURPOSE, "483920");
      note(tenant);
      desk.clock.advance(Duration.ofDays(1));
      desk.issue(tenant, "971501234567", OtpDesk.PURPOSE, "483920");
      JsonNode stats = api.get(200, STATS + "?from=" + day).data();
      JsonNode total = stats.path("total");
      assertThat(total.path("verified").asInt()).isEqualTo(3);
      assertThat(total.path("sent").asInt()).isEqualTo(4);
      assertThat(total.path("delivered").asInt()).isEqualTo(3);
      assertThat(total.path("failed").asInt()).isEqualTo(1);
      assertThat(total.path("median_seconds_to_verify").asDouble()).isEqualTo(8.0);
      assertThat(stats.path("by_day")).hasSize(2);
      assertThat(stats.path("by_country").valueStream().map(l -> l.path("country").asString()))
          .containsExactly("AE", "SA");
      assertThat(stats.path("by_country_and_day")).hasSize(3);
      JsonNode firstDay = api.get(200, STATS + "?from=" + day + "&to=" + day).data();
      assertThat(firstDay.path("by_day")).hasSize(1);
      assertThat(desk.api.get(200, STATS).data().path("by_country")).as("a neighbour's").isEmpty();
    }
  }

  /** What the reports of messages say: three arrived, the fourth failed after it was taken. */
  private static void note(TenantId tenant) {
    var log = new SendLog();
    List<Long> messages =
        desk
            .rows(
                "select message_id from otp_send where tenant_id = "
                    + tenant.value()
                    + " order by id")
            .stream()
            .map(Long::valueOf)
            .toList();
    desk.app
        .db()
        .doInTenant(
            tenant,
            tx -> {
              log.sent(tx, messages, desk.clock.instant());
              log.delivered(tx, messages.subList(0, 3), desk.clock.instant());
              log.failed(tx, messages.subList(3, 4), desk.clock.instant());
            });
  }

  @Test
  void aSpanThatIsWrongIsRefused() {
    for (String query :
        List.of(
            "from=yesterday",
            "from=2026-02-31",
            "to=2026-1-1",
            "from=2026-03-02&to=2026-03-01",
            "from=2025-01-01&to=2026-01-01")) {
      desk.api.get(422, STATS + "?" + query);
    }
    assertThat(
            desk.api.get(422, STATS + "?from=x&to=y").error().at("/details/errors").propertyNames())
        .containsExactlyInAnyOrder("from", "to");
    desk.api.get(200, STATS + "?from=&to=&other=1");
    assertThat(desk.api.with("X", "y").get(200, STATS).data().path("from").asString())
        .isEqualTo(desk.clock.instant().minus(Duration.ofDays(29)).toString().substring(0, 10));
  }
}
