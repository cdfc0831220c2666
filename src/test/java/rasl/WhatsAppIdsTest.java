package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.db.TenantId;
import rasl.testkit.Api;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** WhatsApp's own ids vary for Brazil, Mexico and Argentina: one person stays one contact. */
class WhatsAppIdsTest {
  private static TestApp app;
  private static TenantId tenant;
  private static Api api;
  private static long source;
  private static long status;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    tenant = app.sandboxTenant();
    api = app.sandbox();
    source = NamedKindUnderTest.SOURCE.create(api, "Ids");
    status = NamedKindUnderTest.STATUS.create(api, "Ids");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @ParameterizedTest
  @CsvSource({
    "+55 11 98765-4321, 551187654321",
    "+55 11 98765-4322, 5511987654322",
    "+52 55 1234 5678,  5215512345678",
    "+52 1 55 1234 5679, 525512345679",
    "+54 11 2345-6789,  5491123456789",
    "+54 9 11 2345-6780, 541123456780",
  })
  void whoWritesUnderAnotherIdIsTheContactThatIsKnown(String phone, String id)
      throws InterruptedException {
    JsonNode contact = create(phone);
    JsonNode message = received(id);
    assertThat(contactOf(message)).isEqualTo(contact.path("id").asLong());
    assertThat(
            api.get(200, "/api/v2/contacts?filter%5Bphone%5D=%2B" + id)
                .data()
                .path(0)
                .path("id")
                .asLong())
        .isEqualTo(contact.path("id").asLong());
  }

  @Test
  void anUnknownSenderIsStoredUnderTheNumberThatIsDialled() throws InterruptedException {
    long contact = contactOf(received("5215512341234"));
    assertThat(api.get(200, "/api/v2/contacts/" + contact).data().path("phone").asString())
        .isEqualTo("+525512341234");
    assertThat(contactOf(received("525512341234"))).isEqualTo(contact);
    api.post(422, "/api/v2/contacts", fields("+52 1 55 1234 1234"));
  }

  @Test
  void aContactWithoutAPhoneIsShownAndFound() {
    app.db()
        .inTenant(
            tenant,
            tx ->
                tx.update(
                    """
                    insert into contact (tenant_id, firstname, firstname_key, lastname,
                      lastname_key, type, whatsapp_user_id, created_at, updated_at)
                    values (?, 'Hidden', 'hidden', '', '', 'lead', 'US.134912', now(), now())
                    """,
                    tenant.value()));
    JsonNode found = api.get(200, "/api/v2/contacts?search=us.1349").data();
    assertThat(found).hasSize(1);
    assertThat(found.path(0).path("phone").isNull()).isTrue();
    assertThat(found.path(0).path("status_id").isNull()).isTrue();
    long id = found.path(0).path("id").asLong();
    JsonNode moved = api.patch(200, "/api/v2/contacts/" + id, Map.of("city", "NY")).data();
    assertThat(moved.path("phone").isNull()).isTrue();
    assertThat(api.get(200, "/api/v2/contacts?search=us.1349").data()).hasSize(1);
  }

  private static Map<String, Object> fields(String phone) {
    return Map.of(
        "firstname",
        "Ana",
        "lastname",
        "Silva",
        "phone",
        phone,
        "type",
        "lead",
        "source_id",
        source,
        "status_id",
        status);
  }

  private static JsonNode create(String phone) {
    return api.post(201, "/api/v2/contacts", fields(phone)).data();
  }

  private static JsonNode received(String from) throws InterruptedException {
    String wamid =
        app.simulator()
            .post(200, "/control/inbound", Map.of("from", from, "type", "text", "text", "Oi"))
            .json()
            .path("wamid")
            .asString();
    String path = "/api/v2/messages/" + wamid;
    Waiting.until(Duration.ofSeconds(20), () -> api.send("GET", path, null).status() == 200);
    return api.get(200, path).data();
  }

  private static long contactOf(JsonNode message) {
    return app.db()
        .inTenant(
            tenant,
            tx ->
                tx.first(
                        "select contact_id from message where tenant_id = ? and id = ?",
                        row -> row.getLong("contact_id"),
                        tenant.value(),
                        message.path("id").asLong())
                    .orElseThrow());
  }
}
