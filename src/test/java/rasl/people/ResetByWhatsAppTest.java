package rasl.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Api;
import rasl.testkit.Team;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** A lost password, set anew by a code that comes by WhatsApp. */
class ResetByWhatsAppTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PHONE = "/api/v2/me/phone";
  private static final String RESET = "/api/v2/password-reset";
  private static final String SENDER = "/api/v2/operator/code-sender";
  private static final String NEW = "another long password";

  private static TestApp app;
  private static Api operator;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    operator = app.operator();
    app.sandbox().call(200, "POST", "/api/v2/templates/sync", null);
    name();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static void name() {
    operator.put(
        200,
        SENDER,
        Map.of("tenant_id", app.sandboxTenant().value(), "template_name", "login_code"));
  }

  /** The newest code that WhatsApp has for a number. */
  private static String code(String digits, int messages) throws InterruptedException {
    Waiting.until(SOON, () -> outbox(digits).size() >= messages);
    return outbox(digits)
        .get(messages - 1)
        .path("request")
        .at("/template/components/0/parameters/0/text")
        .asString();
  }

  private static JsonNode outbox(String digits) {
    return app.simulator().get(200, "/control/outbox?to=" + digits).json().path("messages");
  }

  private static Api withPhone(String email, String digits) throws InterruptedException {
    app.person(email, Team.PASSWORD);
    Api person = app.signIn(email, Team.PASSWORD);
    person.put(200, PHONE, Map.of("phone", "+" + digits));
    person.post(200, PHONE + "/confirm", Map.of("code", code(digits, 1)));
    return person;
  }

  private static Map<String, String> given(String email, String code) {
    return Map.of("email", email, "code", code, "password", NEW);
  }

  @Test
  void aCodeToTheConfirmedPhoneSetsAPasswordOnceAndEndsSessions() throws Exception {
    Api person = withPhone("lost@x.test", "966500000101");
    assertThat(person.get(200, PHONE).data().path("phone").asString()).isEqualTo("+966500000101");
    app.api().post(200, RESET + "/code", Map.of("email", "Lost@x.test"));
    String code = code("966500000101", 2);
    app.api().post(422, RESET, given("lost@x.test", other(code)));
    app.api().post(422, RESET, given("nobody@x.test", code));
    app.api().post(200, RESET, given("lost@x.test", code));
    person.get(401, "/api/v2/session");
    app.signIn("lost@x.test", NEW);
    app.api().post(422, RESET, given("lost@x.test", code));
    assertThat(app.database().column("select code_sealed::text from person_code"))
        .noneMatch(row -> row.contains(code));
    assertThat(app.sandbox().get(200, "/api/v2/messages").text()).doesNotContain(code);
    assertThat(app.database().column("select action from operator_audit"))
        .contains("phone.confirmed", "reset.used", "code_sender.updated");
  }

  @Test
  void aPhoneThatNobodyConfirmedGetsNoCodeAndNoAnswerTellsIt() throws Exception {
    app.person("unconfirmed@x.test", Team.PASSWORD);
    Api person = app.signIn("unconfirmed@x.test", Team.PASSWORD);
    person.put(200, PHONE, Map.of("phone", "+966500000102"));
    String code = code("966500000102", 1);
    person.post(422, PHONE + "/confirm", Map.of("code", other(code)));
    JsonNode answer =
        app.api().post(200, RESET + "/code", Map.of("email", "unconfirmed@x.test")).json();
    JsonNode nobody = app.api().post(200, RESET + "/code", Map.of("email", "no@x.test")).json();
    assertThat(answer.path("message")).isEqualTo(nobody.path("message"));
    // The code that confirms a phone sets no password.
    app.api().post(422, RESET, given("unconfirmed@x.test", code));
    assertThat(outbox("966500000102")).hasSize(1);
    person.put(422, PHONE, Map.of("phone", "0500000102"));
  }

  @Test
  void fiveWrongGuessesEndACode() throws Exception {
    withPhone("guessed@x.test", "966500000103");
    app.api().post(200, RESET + "/code", Map.of("email", "guessed@x.test"));
    String code = code("966500000103", 2);
    for (int i = 0; i < PersonCodes.MOST_GUESSES; i++) {
      app.api().post(422, RESET, given("guessed@x.test", other(code)));
    }
    app.api().post(422, RESET, given("guessed@x.test", code));
    app.signIn("guessed@x.test", Team.PASSWORD);
  }

  /** Who owns an account where somebody works gets no code of theirs by its connection. */
  @Test
  void itGoesByTheNamedConnectionAloneWhomeverThePersonWorksFor() throws Exception {
    Api person = withPhone("worker@x.test", "966500000104");
    var owner = new Team(app, app.sandboxTenant()).owner("sandbox-owner@x.test");
    operator.delete(200, SENDER);
    try {
      person.put(409, PHONE, Map.of("phone", "+966500000105"));
      assertThat(person.get(200, PHONE).data().path("offered").asBoolean()).isFalse();
      app.api().post(200, RESET + "/code", Map.of("email", "worker@x.test"));
      owner.put(403, SENDER, Map.of("tenant_id", 1, "template_name", "login_code"));
      app.sandbox().put(403, SENDER, Map.of("tenant_id", 1, "template_name", "login_code"));
    } finally {
      name();
    }
    // Nothing was sent meanwhile: the next code is the second message.
    app.api().post(200, RESET + "/code", Map.of("email", "worker@x.test"));
    app.api().post(200, RESET, given("worker@x.test", code("966500000104", 2)));
    var unknown = new HashMap<String, Object>(Map.of("template_name", "login_code"));
    unknown.put("tenant_id", 999_999);
    operator.put(422, SENDER, unknown);
  }

  private static String other(String code) {
    return code.equals("00000000") ? "00000001" : "00000000";
  }
}
