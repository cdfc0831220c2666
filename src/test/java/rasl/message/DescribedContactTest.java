package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** What a send tells of a contact that has to be made (contract 2.5). */
class DescribedContactTest {
  private static final Talk talk = Talk.start(Map.of());

  @BeforeAll
  static void pull() {
    talk.api.call(200, "POST", "/api/v2/templates/sync", null);
  }

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void aNewContactIsMadeAsItIsDescribed() {
    String customer = Talk.customer();
    long group =
        talk.api
            .post(201, "/api/v2/groups", Map.of("name", "Described"))
            .data()
            .path("id")
            .asLong();
    JsonNode sent =
        send(
                200,
                customer,
                Map.of(
                    "firstname",
                    "Sara",
                    "lastname",
                    "Ahmad",
                    "email",
                    customer + "@example.com",
                    "country",
                    682,
                    "groups",
                    List.of(group)))
            .data();
    JsonNode contact =
        talk.api.get(200, "/api/v2/contacts/" + sent.path("contact_id").asLong()).data();
    assertThat(contact.path("firstname").asString()).isEqualTo("Sara");
    assertThat(talk.message(sent.path("chat_message_id").asLong()).path("message").asString())
        .startsWith("Hello Sara,");
    assertThat(contact.path("lastname").asString()).isEqualTo("Ahmad");
    assertThat(contact.path("email").asString()).isEqualTo(customer + "@example.com");
    assertThat(contact.path("country_id").asInt()).isEqualTo(682);
    assertThat(contact.path("type").asString()).isEqualTo("lead");
    assertThat(contact.path("phone").asString()).isEqualTo("+" + customer);
    assertThat(contact.at("/group_id/0").asLong()).isEqualTo(group);
    assertThat(
            talk.rows(
                "select type from event where resource_type = 'contact' and resource_id = "
                    + contact.path("id").asLong()))
        .containsExactly("contact.created");
    send(200, customer, Map.of("firstname", "Other", "email", "other@example.com"));
    assertThat(
            talk.api
                .get(200, "/api/v2/contacts/" + contact.path("id").asLong())
                .data()
                .path("firstname")
                .asString())
        .isEqualTo("Sara");
  }

  @Test
  void whatIsWrongWithItIsToldAndNothingIsSent() {
    String customer = Talk.customer();
    assertThat(
            errors(
                customer,
                Map.of("firstname", 5, "email", "no email", "country", true, "assigned_id", "x")))
        .containsExactlyInAnyOrder(
            "contact.firstname", "contact.email", "contact.country", "contact.assigned_id");
    assertThat(errors(customer, Map.of("assigned_id", 4711, "groups", List.of(4712))))
        .containsExactlyInAnyOrder("contact.assigned_id", "contact.groups");
    String other = Talk.customer();
    send(200, other, Map.of("email", "Taken@example.com"));
    assertThat(errors(customer, Map.of("email", "taken@example.com")))
        .containsExactly("contact.email");
    assertThat(talk.number("select count(*) from contact where phone_key = '" + customer + "'"))
        .isZero();
    assertThat(talk.outbox(customer)).isEmpty();
  }

  @Test
  void manySendsAtOnceMakeOneContact() throws Exception {
    String customer = Talk.customer();
    var answers = new ArrayList<Future<Api.Reply>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        Map<String, Object> described =
            i % 2 == 0 ? Map.of("firstname", "Sara", "email", customer + "@example.com") : Map.of();
        answers.add(threads.submit(() -> send(200, customer, described)));
      }
    }
    for (Future<Api.Reply> answer : answers) {
      assertThat(answer.get().data().path("contact_id").asLong()).isPositive();
    }
    assertThat(talk.number("select count(*) from contact where phone_key = '" + customer + "'"))
        .isOne();
    assertThat(talk.outbox(customer)).hasSize(12);
  }

  private static Api.Reply send(int status, String customer, Map<String, Object> contact) {
    var body = new LinkedHashMap<String, Object>();
    body.put("phone", "+" + customer);
    body.put("template_name", "order_update");
    body.put("language", "en");
    body.put("header_field_1", "1042");
    body.put("field_1", "@{contact_first_name}");
    body.put("field_2", "Monday");
    body.put("contact", contact);
    return talk.api.post(status, "/api/v2/messages/template", body);
  }

  private static List<String> errors(String customer, Map<String, Object> contact) {
    return List.copyOf(
        send(422, customer, contact).error().path("details").path("errors").propertyNames());
  }
}
