package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** A window belongs to the customer's number, whatever becomes of the contact's record. */
class ServiceWindowTest {
  private static final String CONTACTS = "/api/v2/contacts";
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  private static long contact(String digits) {
    return talk.api.get(200, CONTACTS + "?filter[phone]=" + digits).data().at("/0/id").asLong();
  }

  private static JsonNode window(long contact) {
    return talk.api.get(200, CONTACTS + "/" + contact + "/window").data();
  }

  @Test
  void itStaysWithTheNumberWhereTheRecordGetsAnother() throws InterruptedException {
    String wrote = talk.openCustomer();
    String never = Talk.customer();
    long id = contact(wrote);
    assertThat(window(id).path("is_open").asBoolean()).isTrue();
    talk.api.patch(200, CONTACTS + "/" + id, Map.of("phone", "+" + never));
    assertThat(window(id).path("is_open").asBoolean()).isFalse();
    talk.send(200, "+" + wrote, "To who wrote");
    assertThat(talk.send(422, "+" + never, "To who did not").at("/error/code").asString())
        .isEqualTo("SERVICE_WINDOW_CLOSED");
    Map<String, Object> withContact =
        Map.of("phone", "+" + wrote, "message", "Hi", "contact_id", id);
    talk.api.post(200, Talk.TEXT, withContact);
  }

  @Test
  void itStaysOpenWhereTheRecordIsDeleted() throws InterruptedException {
    String one = talk.openCustomer();
    String many = talk.openCustomer();
    talk.api.call(200, "DELETE", CONTACTS + "/" + contact(one), null);
    talk.api.delete(200, CONTACTS + "/batch", Map.of("ids", List.of(contact(many))));
    talk.send(200, "+" + one, "Hello");
    talk.send(200, "+" + many, "Hello");
  }

  /** WhatsApp names an Argentinian mobile with a 9 that people leave out. */
  @Test
  void itIsTheSameInEverySpelling() throws InterruptedException {
    var _ = talk.write("5491155667788", "Hola");
    talk.send(200, "+54 11 5566-7788", "Hola");
    var _ = talk.write("553188776655", "Oi");
    talk.send(200, "+55 31 98877-6655", "Oi");
  }

  /** Lists say what a send would meet: the thread of a record follows its number. */
  @Test
  void listsTellTheWindowOfTheNumberThatTheRecordHasNow() throws InterruptedException {
    String wrote = talk.openCustomer();
    String never = Talk.customer();
    long id = contact(wrote);
    assertThat(listed(id, true)).isTrue();
    talk.api.patch(200, CONTACTS + "/" + id, Map.of("phone", "+" + never));
    JsonNode thread = thread(id);
    assertThat(thread.path("is_open").asBoolean()).isFalse();
    assertThat(thread.path("open_until").isNull()).isTrue();
    assertThat(thread.path("last_inbound_at").isNull()).isFalse();
    assertThat(listed(id, true)).isFalse();
    assertThat(listed(id, false)).isTrue();
    talk.api.patch(200, CONTACTS + "/" + id, Map.of("phone", "+" + wrote));
    assertThat(thread(id).path("is_open").asBoolean()).isTrue();
    assertThat(listed(id, true)).isTrue();
    var _ = talk.write("5491155667799", "Hola");
    assertThat(listed(contact("5491155667799"), true)).isTrue();
    try (Api stranger = talk.app.as(talk.app.tenant("lists-next-door"))) {
      assertThat(stranger.get(200, "/api/v2/conversations?filter[is_open]=true").data()).isEmpty();
    }
  }

  private static JsonNode thread(long contact) {
    return talk.api.get(200, "/api/v2/conversations?filter[contact_id]=" + contact).data().path(0);
  }

  private static boolean listed(long contact, boolean open) {
    String filters = "?filter[contact_id]=" + contact + "&filter[is_open]=" + open;
    return !talk.api.get(200, "/api/v2/conversations" + filters).data().isEmpty();
  }

  /** Another tenant's customers opened nothing here. */
  @Test
  void itIsOneTenantsAlone() throws InterruptedException {
    String customer = talk.openCustomer();
    try (Api stranger = talk.app.as(talk.app.tenant("window-next-door"))) {
      assertThat(stranger.get(200, CONTACTS + "?filter[phone]=" + customer).data()).isEmpty();
    }
    assertThat(
            talk.number(
                "select count(distinct tenant_id) from service_window where customer = '"
                    + customer
                    + "'"))
        .isEqualTo(1);
  }
}
