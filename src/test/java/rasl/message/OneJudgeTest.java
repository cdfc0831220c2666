package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static rasl.message.MediaForms.MEDIA;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Whichever call on the way of a send WhatsApp refuses: the same follows for all of them. */
class OneJudgeTest {
  private static final Talk talk = Talk.start(Map.of("RASL_SEND_WAIT", "2s"));

  @BeforeAll
  static void letWhatsAppJudgeWindows() {
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
  }

  @AfterEach
  void allIsWell() {
    talk.simulator.post(200, "/control/reset", Map.of());
    talk.sql(
        """
        update whatsapp_connection set halted_at = null, halt_code = null, halt_reason = null;
        delete from whatsapp_number_pace; delete from whatsapp_fact;
        """);
  }

  @AfterAll
  static void stop() {
    talk.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {190, 368, 131031, 133010})
  void aNumberThatCannotSendKeepsAMessageWhoseFileIsRefused(int code) {
    talk.simulator.post(
        200,
        "/control/faults",
        Map.of("call", "media", "http_status", 400, "code", code, "times", 5));
    JsonNode sent = sendFile(talk, 202, "of " + code);
    assertThat(sent.path("status").asString()).isEqualTo("queued");
    JsonNode kept = talk.message(sent.path("chat_message_id").asLong());
    assertThat(kept.path("status").asString()).isEqualTo("queued");
    assertThat(kept.path("status_message").asString()).startsWith("waiting: ");
    assertThat(connection().path("status").asString()).isEqualTo("halted");
  }

  /** Each on a server of its own: the pause lasts for ten minutes. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSpamLimitPausesTheNumberAndIsToldAsWhatItIs(boolean byWebhook)
      throws InterruptedException {
    try (Talk own = Talk.start(Map.of("RASL_SEND_WAIT", "2s"))) {
      own.app.set("sandbox", Map.of("window_policy", "passthrough"));
      if (byWebhook) {
        String customer = Talk.customer();
        own.fault(customer, Map.of("http_status", 200, "code", 131048));
        own.send(200, "+" + customer, "Hi");
      } else {
        own.simulator.post(
            200,
            "/control/faults",
            Map.of("call", "media", "http_status", 400, "code", 131048, "times", 5));
        assertThat(sendFile(own, 202, "spam").path("status").asString()).isEqualTo("queued");
      }
      Waiting.until(
          Talk.SOON,
          () ->
              own.api
                  .get(200, "/api/v2/whatsapp/connection")
                  .data()
                  .path("status")
                  .asString()
                  .equals("paused"));
      long other = own.sendLater("+" + Talk.customer(), "Hi");
      Waiting.until(
          Talk.SOON,
          () -> own.message(other).path("status_message").asString("").contains("reported"));
      JsonNode connection = own.api.get(200, "/api/v2/whatsapp/connection").data();
      assertThat(problems(connection)).contains("paused_for_spam");
    }
  }

  @Test
  void whatWhatsAppTellsOfTheAccountIsAProblemWithWhatToDo() throws InterruptedException {
    tell(
        "account_update",
        Map.of(
            "event",
            "DISABLED_UPDATE",
            "ban_info",
            Map.of("waba_ban_state", "DISABLE", "waba_ban_date", "November 20, 2026")));
    tell(
        "account_update",
        Map.of(
            "event", "ACCOUNT_VIOLATION", "violation_info", Map.of("violation_type", "ALCOHOL")));
    long later = System.currentTimeMillis() / 1000 + 86_400;
    tell(
        "account_update",
        Map.of(
            "event",
            "ACCOUNT_RESTRICTION",
            "restriction_info",
            List.of(
                Map.of(
                    "restriction_type",
                    "RESTRICTED_BIZ_INITIATED_MESSAGING",
                    "expiration",
                    later))));
    tell("account_update", Map.of("event", "ACCOUNT_DELETED"));
    tell(
        "account_alerts",
        Map.of(
            "entity_type",
            "WABA",
            "alert_severity",
            "CRITICAL",
            "alert_status",
            "ACTIVE",
            "alert_type",
            "LIMIT",
            "alert_description",
            "Too much"));
    tell("security", Map.of("event", "PIN_RESET_REQUEST"));
    tell(
        "phone_number_name_update",
        Map.of("decision", "REJECTED", "requested_verified_name", "Shop"));
    List<String> all =
        List.of(
            "account_deleted",
            "account_disabled",
            "account_restricted",
            "account_violation",
            "account_alert",
            "security_event",
            "name_rejected");
    assertThat(problems(connection())).containsAll(all);
    assertThat(
            connection().path("problems").valueStream().map(one -> one.path("action").asString()))
        .allMatch(action -> !action.isBlank());
    assertThat(
            problems(talk.api.call(200, "POST", "/api/v2/whatsapp/connection/check", null).data()))
        .containsAll(all);
    tell(
        "account_update",
        Map.of("event", "DISABLED_UPDATE", "ban_info", Map.of("waba_ban_state", "REINSTATE")));
    tell("account_alerts", Map.of("alert_status", "RESOLVED", "alert_type", "LIMIT"));
    tell("phone_number_name_update", Map.of("decision", "APPROVED"));
    assertThat(problems(connection()))
        .doesNotContain("account_disabled", "account_alert", "name_rejected")
        .contains("account_violation");
  }

  @Test
  void aPriceWithoutATypeHasNone() throws InterruptedException {
    JsonNode sent = talk.send(200, "+" + Talk.customer(), "Hi").path("data");
    talk.sql("update message set price_category = null, price_type = null");
    talk.webhook(
        200,
        Talk.body(
            Talk.SANDBOX_NUMBER,
            Map.of(
                "statuses",
                List.of(
                    Map.of(
                        "id",
                        sent.path("message_id").asString(),
                        "status",
                        "read",
                        "timestamp",
                        "1760000000",
                        "pricing",
                        Map.of("category", "service", "billable", false))))));
    talk.awaitApplied();
    JsonNode price = talk.message(sent.path("chat_message_id").asLong()).path("pricing");
    assertThat(price.path("category").asString()).isEqualTo("service");
    assertThat(price.path("type").isNull()).isTrue();
  }

  private static JsonNode sendFile(Talk talk, int status, String text) {
    return talk.api
        .post(
            status,
            MEDIA,
            MediaForms.form(Talk.customer(), "document")
                .file("media_file", "a.txt", "text/plain", text.getBytes(StandardCharsets.UTF_8)))
        .data();
  }

  private static void tell(String field, Map<String, Object> value) throws InterruptedException {
    String account = talk.app.simulatorAccount().wabaId();
    talk.webhook(
        200,
        Map.of(
            "object",
            "whatsapp_business_account",
            "entry",
            List.of(
                Map.of(
                    "id",
                    account,
                    "time",
                    System.currentTimeMillis() / 1000,
                    "changes",
                    List.of(Map.of("field", field, "value", value))))));
    talk.awaitApplied();
  }

  private static List<String> problems(JsonNode connection) {
    return connection
        .path("problems")
        .valueStream()
        .map(one -> one.path("code").asString())
        .toList();
  }

  private static JsonNode connection() {
    return talk.api.get(200, "/api/v2/whatsapp/connection").data();
  }
}
