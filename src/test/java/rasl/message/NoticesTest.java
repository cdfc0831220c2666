package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.json.Json;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What WhatsApp tells of accounts, numbers and templates reaches those whom it concerns. */
class NoticesTest {
  private static final String SANDBOX_ACCOUNT = "200000000000001";
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void factsOfNumberAndAccountAreKeptAndToldTheLatestHolds() throws InterruptedException {
    String sandbox = String.valueOf(talk.app.sandboxTenant());
    notice(SANDBOX_ACCOUNT, 2000, "account_review_update", Map.of("decision", "APPROVED"));
    notice(SANDBOX_ACCOUNT, 1000, "account_review_update", Map.of("decision", "PENDING"));
    notice(
        SANDBOX_ACCOUNT,
        3000,
        "phone_number_quality_update",
        Map.of("display_phone_number", "966500000000", "event", "THROUGHPUT_UPGRADE"));
    notice(
        SANDBOX_ACCOUNT,
        3000,
        "phone_number_quality_update",
        Map.of("display_phone_number", "15550009999", "event", "DOWNGRADE"));
    notice(SANDBOX_ACCOUNT, 1, "account_update", Map.of("event", "ACCOUNT_VIOLATION"));
    notice(SANDBOX_ACCOUNT, 1, "account_alerts", Map.of("alert_type", "x".repeat(50_000)));
    notice(SANDBOX_ACCOUNT, 1, "something_of_next_year", Map.of("x", "\u0000"));
    talk.awaitApplied();
    assertThat(
            talk.rows(
                "select messages_per_second from whatsapp_connection where tenant_id = " + sandbox))
        .containsExactly("1000");
    String facts = "select name || ' ' || value from whatsapp_fact where tenant_id = " + sandbox;
    assertThat(talk.rows(facts + " and name not like 'account_alerts%' order by name"))
        .containsExactly(
            "account_review_update {\"decision\":\"APPROVED\"}",
            "account_update/ACCOUNT_VIOLATION {\"event\":\"ACCOUNT_VIOLATION\"}",
            talk.rows(facts + " and name = 'phone_number_quality_update'").getFirst());
    assertThat(talk.rows(facts + " and name = 'phone_number_quality_update'").getFirst())
        .contains("THROUGHPUT_UPGRADE");
    assertThat(
            talk.rows(
                "select body from event where type = 'connection.notice' and tenant_id = "
                    + sandbox))
        .hasSize(6);
    assertThat(talk.rows("select field from whatsapp_notice where tenant_id = " + sandbox))
        .contains("something_of_next_year", "account_update");
  }

  @Test
  void anAccountsChangesGoToItsTenantsOnly() throws InterruptedException {
    talk.app.tenant("one-account");
    talk.app.tenant("same-account");
    connect("one-account", "701", "77");
    connect("same-account", "702", "77");
    notice("77", 5, "business_capability_update", Map.of("max_phone_numbers_per_business", 2));
    notice("78", 5, "business_capability_update", Map.of("max_phone_numbers_per_business", 3));
    talk.awaitApplied();
    assertThat(
            talk.rows(
                "select tenant.name || ' ' || value from whatsapp_fact join tenant on tenant.id ="
                    + " tenant_id where whatsapp_fact.name = 'business_capability_update'"))
        .containsExactlyInAnyOrder(
            "one-account {\"max_phone_numbers_per_business\":2}",
            "same-account {\"max_phone_numbers_per_business\":2}");
  }

  @Test
  void numbersOfSeveralTenantsInOneRequestWithStatusesMixedIn() throws InterruptedException {
    talk.app.tenant("mixed");
    connect("mixed", "703", "79");
    String from = Talk.customer();
    var entries = new ArrayList<Map<String, Object>>();
    for (int e = 0; e < 2; e++) {
      var changes = new ArrayList<Map<String, Object>>();
      for (String number : List.of("703", Talk.SANDBOX_NUMBER)) {
        var messages = new ArrayList<Map<String, Object>>();
        for (int m = 0; m < 3; m++) {
          messages.add(Talk.inbound(from, "wamid.MIX" + number + e + m, "mixed"));
        }
        changes.add(Talk.change(number, Map.of("messages", messages)));
        changes.add(
            Talk.change(number, Map.of("statuses", List.of(Talk.statusOf("wamid.NO", "read")))));
      }
      changes.add(Map.of("field", "account_alerts", "value", Map.of("alert_type", "OBA")));
      entries.add(Map.of("id", e == 0 ? "79" : "80", "time", 7, "changes", changes));
    }
    talk.webhook(200, Json.write(Map.of("entry", entries)));
    talk.webhook(200, Json.write(Map.of("entry", entries.reversed())));
    Waiting.until(
        Talk.SOON, () -> talk.number("select count(*) from message where body = 'mixed'") == 12);
    assertThat(talk.rows("select count(*) from message where body = 'mixed' group by tenant_id"))
        .containsExactly("6", "6");
    assertThat(talk.number("select count(*) from whatsapp_fact where name = 'account_alerts/OBA'"))
        .isEqualTo(1);
  }

  @Test
  void aTemplatesStateChangesAtOnceAndTheAccountIsLookedAtSoon() throws InterruptedException {
    Waiting.until(
        Talk.SOON,
        () -> talk.number("select count(*) from template_sync where synced_at is not null") >= 1);
    JsonNode template =
        talk.api
            .get(200, "/api/v2/templates?filter[template_name]=order_photo&filter[language]=en")
            .data()
            .get(0);
    String id = template.path("template_id").asString();
    talk.sql("update job set run_at = now() + interval '1 hour' where kind = 'template.sync'");
    notice(
        SANDBOX_ACCOUNT,
        9000,
        "message_template_status_update",
        Map.of("event", "REJECTED", "message_template_id", Long.valueOf(id), "reason", "SCAM"));
    notice(
        SANDBOX_ACCOUNT,
        8000,
        "message_template_status_update",
        Map.of("event", "APPROVED", "message_template_id", Long.valueOf(id)));
    talk.awaitApplied();
    JsonNode rejected = talk.api.get(200, "/api/v2/templates/" + id).data();
    assertThat(rejected.path("status").asString()).isEqualTo("REJECTED");
    assertThat(rejected.path("rejected_reason").asString()).isEqualTo("SCAM");
    assertThat(
            talk.number(
                "select count(*) from job where kind = 'template.sync'"
                    + " and run_at < now() + interval '1 minute'"))
        .as("a look at the account soon")
        .isEqualTo(1);
    talk.sql("update job set run_at = now() where kind = 'template.sync'");
    Waiting.until(
        Talk.SOON,
        () ->
            talk.api
                .get(200, "/api/v2/templates/" + id)
                .data()
                .path("status")
                .asString()
                .equals("APPROVED"));
    assertThat(
            talk.number(
                "select count(*) from event where type = 'template.updated' and resource_id = "
                    + template.path("id").asLong()))
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void whoStoppedMarketingGetsNoMarketingButAllElse() throws InterruptedException {
    String customer = Talk.customer();
    var offer =
        Map.of(
            "phone", "+" + customer,
            "template_name", "season_offer",
            "language", "en",
            "field_1", "Ann",
            "field_2", "20 %",
            "button_2", "spring");
    var order =
        Map.of(
            "phone", "+" + customer,
            "template_name", "order_update",
            "language", "en",
            "header_field_1", "1042",
            "field_1", "Ann",
            "field_2", "Monday");
    String path = "/api/v2/messages/template";
    talk.api.call(200, "POST", "/api/v2/templates/sync", null);
    talk.api.post(200, path, offer);
    prefer(customer, "stop");
    var refused = talk.api.post(403, path, offer);
    assertThat(refused.code()).isEqualTo("CONTACT_OPTED_OUT");
    talk.api.post(200, path, order);
    prefer(customer, "resume");
    talk.api.post(200, path, offer);
  }

  private static void prefer(String phone, String value) throws InterruptedException {
    var preference = Map.of("wa_id", phone, "category", "marketing_messages", "value", value);
    talk.webhook(
        200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("user_preferences", List.of(preference))));
    talk.awaitApplied();
  }

  private static void connect(String tenant, String number, String account) {
    TestApp app = talk.app;
    app.set(
        tenant,
        Map.of(
            "whatsapp.phone_number_id",
            number,
            "whatsapp.business_account_id",
            account,
            "whatsapp.display_phone_number",
            "9665000" + number,
            "whatsapp.access_token",
            "token"));
  }

  private static void notice(String account, long time, String field, Object value) {
    var change = Map.of("field", field, "value", value);
    talk.webhook(
        200,
        Map.of("entry", List.of(Map.of("id", account, "time", time, "changes", List.of(change)))));
  }
}
