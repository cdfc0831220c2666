package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Api;
import rasl.testkit.LyingReceiver;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/**
 * What arrives is laid out field by field as RASL's samples, in their order: that of a record, and
 * that of what comes from WhatsApp.
 */
class ContractFormatTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String CONTACTS = "/api/v2/contacts";

  private static TestApp app;
  private static Api api;
  private static LyingReceiver receiver;

  @BeforeAll
  static void start() {
    app = TestApp.start(Map.of("RASL_OUTGOING_ALLOW", "127.0.0.1"));
    api = app.sandbox();
    receiver = LyingReceiver.start();
  }

  @AfterAll
  static void stop() {
    receiver.close();
    api.close();
    app.close();
  }

  private static JsonNode arrived(String path, String type) throws InterruptedException {
    Waiting.until(SOON, () -> receiver.got(path).stream().anyMatch(got -> isOf(got, type)));
    return receiver.got(path).stream()
        .filter(got -> isOf(got, type))
        .findFirst()
        .orElseThrow()
        .json();
  }

  private static boolean isOf(LyingReceiver.Got got, String type) {
    return got.header("X-Webhook-Event").equals(type);
  }

  /** What both shapes begin and end with. */
  private static void checkFrame(JsonNode event, String type, String middle, String source) {
    assertThat(event.propertyNames())
        .containsExactly("event", "tenant", "data", middle, "metadata");
    JsonNode head = event.path("event");
    assertThat(head.propertyNames()).containsExactly("id", "type", "timestamp", "version");
    assertThat(head.path("id").asString()).matches("evt_[0-9]{10}_[0-9A-Za-z]{10,}");
    assertThat(head.path("type").asString()).isEqualTo(type);
    assertThat(head.path("timestamp").asString())
        .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");
    assertThat(head.path("version").asString()).isEqualTo("1.0");
    JsonNode tenant = event.path("tenant");
    assertThat(tenant.propertyNames()).containsExactly("id", "name", "domain");
    assertThat(tenant.path("id").isIntegralNumber()).isTrue();
    assertThat(tenant.path("name").isString()).isTrue();
    assertThat(tenant.path("domain").asString()).isEqualTo("sandbox");
    assertThat(event.path("data").propertyNames()).containsExactly("resource", "relationships");
    JsonNode resource = event.at("/data/resource");
    assertThat(resource.propertyNames()).containsExactly("type", "id", "attributes");
    assertThat(resource.path("id").isIntegralNumber()).isTrue();
    assertThat(resource.path("id")).isEqualTo(resource.at("/attributes/id"));
    JsonNode metadata = event.path("metadata");
    assertThat(metadata.propertyNames()).containsExactly("source", "environment", "request_id");
    assertThat(metadata.path("source").asString()).isEqualTo(source);
    assertThat(metadata.path("environment").asString()).isEqualTo("production");
    assertThat(UUID.fromString(metadata.path("request_id").asString()).toString())
        .isEqualTo(metadata.path("request_id").asString());
  }

  @Test
  void aRecordIsLaidOutAsTheSampleWhatEverHappensToIt() throws Exception {
    String url = receiver.url("/records").toString();
    api.post(201, "/api/v2/webhooks", Map.of("url", url));
    String group =
        api.post(201, "/api/v2/groups", Map.of("name", "Sample")).data().path("id").asString();
    Map<String, Object> body =
        Map.of(
            "firstname", "Sample",
            "lastname", "One",
            "phone", "+966501234567",
            "type", "lead",
            "status_id", first("/api/v2/statuses"),
            "source_id", first("/api/v2/sources"),
            "groups", List.of(Long.valueOf(group)));
    JsonNode made = api.post(201, CONTACTS, body).data();
    String one = CONTACTS + "/" + made.path("id").asString();
    JsonNode shown = api.get(200, one).data();
    JsonNode created = arrived("/records", "contact.created");
    checkRecord(created, "contact.created");
    assertThat(created.at("/changes/previous").isNull()).isTrue();
    assertThat(created.at("/changes/modified_fields").isNull()).isTrue();
    assertThat(created.at("/data/resource/attributes").propertyNames())
        .containsAll(shown.propertyNames().stream().filter(name -> isField(name)).toList());
    api.patch(200, one, Map.of("city", "Riyadh"));
    JsonNode updated = arrived("/records", "contact.updated");
    checkRecord(updated, "contact.updated");
    assertThat(updated.at("/changes/previous/city").isNull()).isTrue();
    assertThat(updated.at("/changes/current/city").asString()).isEqualTo("Riyadh");
    assertThat(updated.at("/changes/modified_fields").valueStream().map(JsonNode::asString))
        .contains("city");
    assertThat(updated.at("/changes/current")).isEqualTo(updated.at("/data/resource/attributes"));
    api.delete(200, one);
    JsonNode deleted = arrived("/records", "contact.deleted");
    checkRecord(deleted, "contact.deleted");
    assertThat(deleted.at("/changes/current").isObject()).isTrue();
    assertThat(deleted.at("/changes/current")).isEmpty();
    assertThat(deleted.at("/changes/previous")).isEqualTo(deleted.at("/data/resource/attributes"));
    assertThat(deleted.at("/changes/previous/city").asString()).isEqualTo("Riyadh");
  }

  /** Relations are told beside the fields. */
  private static boolean isField(String name) {
    return !List.of("source", "status", "groups", "assigned").contains(name);
  }

  private static long first(String list) {
    return api.get(200, list).data().get(0).path("id").asLong();
  }

  private static void checkRecord(JsonNode event, String type) {
    checkFrame(event, type, "changes", "api_webhook_manager");
    assertThat(event.at("/data/resource/type").asString()).isEqualTo("contact");
    JsonNode related = event.at("/data/relationships");
    assertThat(related.propertyNames())
        .containsExactlyInAnyOrder("source", "status", "groups", "assigned");
    assertThat(related.path("source").path("name").isString()).isTrue();
    assertThat(related.path("status").path("name").isString()).isTrue();
    assertThat(related.path("groups").isArray()).isTrue();
    assertThat(event.path("changes").propertyNames())
        .containsExactly("previous", "current", "modified_fields");
  }

  @Test
  void whatComesFromWhatsAppHoldsMetasOwnEnvelopeWithTheOneUpdate() throws Exception {
    String url = receiver.url("/whatsapp").toString();
    api.post(
        201, "/api/v2/webhooks", Map.of("url", url, "event_types", List.of("message.received")));
    app.simulator()
        .post(
            200,
            "/control/inbound",
            Map.of("from", "966501112223", "type", "text", "text", "Is it open?"));
    JsonNode event = arrived("/whatsapp", "message.received");
    checkFrame(event, "message.received", "whatsapp", "whatsapp_webhook_forward");
    assertThat(event.at("/data/resource/type").asString()).isEqualTo("message");
    assertThat(event.at("/data/relationships").propertyNames()).contains("contact", "conversation");
    assertThat(event.path("whatsapp").propertyNames()).containsExactly("original_payload");
    JsonNode payload = event.at("/whatsapp/original_payload");
    assertThat(payload.propertyNames()).containsExactly("object", "entry");
    assertThat(payload.path("object").asString()).isEqualTo("whatsapp_business_account");
    assertThat(payload.path("entry")).hasSize(1);
    assertThat(payload.at("/entry/0").propertyNames()).containsExactly("id", "changes");
    assertThat(payload.at("/entry/0/changes")).hasSize(1);
    JsonNode change = payload.at("/entry/0/changes/0");
    assertThat(change.propertyNames()).containsExactlyInAnyOrder("field", "value");
    assertThat(change.path("field").asString()).isEqualTo("messages");
    assertThat(change.at("/value/messages")).hasSize(1);
    assertThat(change.at("/value/messages/0/text/body").asString()).isEqualTo("Is it open?");
  }
}
