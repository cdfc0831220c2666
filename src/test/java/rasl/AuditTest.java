package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Scope;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** The audit over HTTP: one's own, and nobody else's. */
class AuditTest {
  private static TestApp app;
  private static TenantId acme;
  private static TenantId other;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    acme = app.tenant("acme");
    other = app.tenant("other");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void aTokensMakingIsListedWithoutTheTokenAndForItsTenantAlone() {
    String made = app.token(acme, EnumSet.of(Scope.AUDIT_READ), OptionalInt.of(77));
    Api api = app.api().withToken(made);
    JsonNode entry =
        api.get(200, "/api/v2/audit?filter[action]=token.created&per_page=1").data().path(0);
    assertThat(entry.at("/actor/type").asString()).isEqualTo("system");
    assertThat(entry.at("/target/type").asString()).isEqualTo("token");
    assertThat(entry.at("/after/rate_limit_per_minute").asInt()).isEqualTo(77);
    assertThat(entry.path("before").isNull()).isTrue();
    String all = api.get(200, "/api/v2/audit?per_page=100").text();
    assertThat(all).doesNotContain(made);
    assertThat(app.as(other).get(200, "/api/v2/audit").text()).doesNotContain(":77");
  }

  @Test
  void theListTakesFiltersSortAndFieldsAndIsAFileToo() {
    Api api = app.as(acme);
    assertThat(
            api.get(200, "/api/v2/audit?sort=created_at&fields=action&filter[actor_type]=system")
                .data()
                .path(0)
                .propertyNames())
        .containsExactlyInAnyOrder("id", "action");
    assertThat(api.get(200, "/api/v2/audit?filter[target_type]=nothing").data()).isEmpty();
    assertThat(api.get(422, "/api/v2/audit?filter[who]=x").code()).isEqualTo("VALIDATION_ERROR");
    String file = api.get(200, "/api/v2/audit/export.csv?sort=id").text();
    assertThat(file).startsWith("id,created_at,action,").contains("\n1,");
    assertThat(file.lines().count()).isGreaterThan(1);
  }

  @Test
  void whatOpensAndClosesWhatsAppAndHowCodesAreSentIsToldWithoutSecrets() {
    TenantId tenant = app.tenant("connected");
    Api api = app.as(tenant);
    app.set(
        "connected",
        Map.of(
            "whatsapp.phone_number_id", "771",
            "whatsapp.business_account_id", "1",
            "whatsapp.display_phone_number", "966500000771",
            "whatsapp.access_token", "first-hidden-text"));
    app.set("connected", Map.of("whatsapp.access_token", "second-hidden-text"));
    app.set("connected", Map.of("otp_max_attempts", "3", "opt_out_words", "HALT"));
    api.delete(200, "/api/v2/whatsapp/connection");
    JsonNode entries = api.get(200, "/api/v2/audit?per_page=100").data();
    assertThat(entry(entries, "connection.created").at("/after/phone_number_id").asString())
        .isEqualTo("771");
    JsonNode replaced = entry(entries, "connection.updated");
    assertThat(replaced.path("after").propertyNames()).containsExactly("access");
    assertThat(entry(entries, "connection.deleted").at("/actor/type").asString())
        .isEqualTo("token");
    assertThat(entry(entries, "code_settings.updated").at("/after/otp_max_attempts").asString())
        .isEqualTo("3");
    assertThat(entries.toString()).contains("opt_out_words").doesNotContain("hidden-text");
    assertThat(app.as(other).get(200, "/api/v2/audit").text()).doesNotContain("connection.");
  }

  private static JsonNode entry(JsonNode entries, String action) {
    return entries
        .valueStream()
        .filter(entry -> entry.path("action").asString().equals(action))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itNeedsItsScope() {
    String token = app.token(acme, EnumSet.of(Scope.ACCOUNT_READ), OptionalInt.empty());
    assertThat(app.api().withToken(token).get(403, "/api/v2/audit").code())
        .isEqualTo("INSUFFICIENT_SCOPE");
  }
}
