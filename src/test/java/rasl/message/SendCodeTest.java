package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Authentication templates: a code is sent once, in time, and shown nowhere (contract 2.5). */
class SendCodeTest {
  private static final String TEMPLATE = "/api/v2/messages/template";
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
  void aCodeIsSentAndShownNowhere() throws InterruptedException {
    String customer = Talk.customer();
    String code = "739154";
    Map<String, Object> login =
        Map.of("template_name", "login_code", "language", "en", "field_1", code);
    JsonNode sent = send(200, customer, login).data();
    long id = sent.path("chat_message_id").asLong();
    JsonNode components =
        talk.outbox(customer).getFirst().path("request").at("/template/components");
    assertThat(components.at("/0/parameters/0/text").asString()).isEqualTo(code);
    assertThat(components.at("/1/parameters/0/text").asString()).isEqualTo(code);
    assertThat(talk.message(id).path("message").asString())
        .isEqualTo(
            "*••••••* is your verification code. For your security, do not share this code.");
    talk.awaitStatus(id, "read");
    assertThat(talk.number("select count(*) from message_secret")).isZero();
    assertThat(talk.wholeDatabase()).noneMatch(row -> row.contains(code));
    assertThat(errors(customer, with(login, "field_1", "1234567890123456")))
        .containsExactly("field_1");
  }

  @Test
  void aCodeThatWaitsIsSealedAndIsNotSentTooLate() throws InterruptedException {
    String customer = Talk.customer();
    String code = "851267";
    talk.fault(customer, Map.of("http_status", 400, "code", 131016, "times", 50));
    Map<String, Object> login =
        Map.of("template_name", "login_code", "language", "en", "field_1", code);
    long id = send(202, customer, login).data().path("chat_message_id").asLong();
    assertThat(talk.number("select count(*) from message_secret where message_id = " + id)).isOne();
    assertThat(talk.wholeDatabase()).noneMatch(row -> row.contains(code));
    talk.sql("update message_secret set not_after = now() where message_id = " + id);
    talk.awaitStatus(id, "failed");
    assertThat(talk.message(id).path("status_message").asString()).contains("ran out");
    assertThat(talk.number("select count(*) from message_secret where message_id = " + id))
        .isZero();
    assertThat(talk.outbox(customer)).isEmpty();
  }

  @Test
  void aMovedSecretIsNotSent() throws InterruptedException {
    String one = Talk.customer();
    String other = Talk.customer();
    // The first goes out at last, but not before its secret was copied.
    talk.fault(one, Map.of("http_status", 400, "code", 131016, "times", 6));
    talk.fault(other, Map.of("http_status", 400, "code", 131016, "times", 50));
    Map<String, Object> login =
        Map.of("template_name", "login_code", "language", "en", "field_1", "424242");
    long first = send(202, one, login).data().path("chat_message_id").asLong();
    long second = send(202, other, login).data().path("chat_message_id").asLong();
    talk.sql(
        """
        update message_secret set sealed =
          (select sealed from message_secret where message_id = %d) where message_id = %d
        """
            .formatted(first, second));
    talk.awaitStatus(second, "failed");
    assertThat(talk.outbox(other)).isEmpty();
    talk.awaitStatus(first, "read");
  }

  private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
    var more = new LinkedHashMap<>(body);
    more.put(field, value);
    return more;
  }

  private static Api.Reply send(int status, String customer, Map<String, Object> body) {
    return talk.api.post(status, TEMPLATE, with(body, "phone", "+" + customer));
  }

  private static List<String> errors(String customer, Map<String, Object> body) {
    return List.copyOf(
        send(422, customer, body).error().path("details").path("errors").propertyNames());
  }
}
