package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Whom a message is for: contacts, phones, opt-out and the plan's limits (contract 1.7, 2.5). */
class RecipientTest {
  private static final Talk talk = Talk.start(Map.of());

  @BeforeAll
  static void letWhatsAppJudgeWindows() {
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
  }

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void onePersonIsOneContactHoweverTheNumberIsWritten() {
    String digits = Talk.customer();
    String national = "0" + digits.substring(3);
    long first = contactOf(send("+" + digits));
    for (String written :
        List.of(
            digits,
            "00" + digits,
            national,
            "+"
                + digits.substring(0, 3)
                + " ("
                + digits.substring(3, 5)
                + ") "
                + digits.substring(5, 8)
                + "-"
                + digits.substring(8))) {
      JsonNode sent = send(written);
      assertThat(contactOf(sent)).as(written).isEqualTo(first);
      assertThat(sent.path("phone").asString()).isEqualTo(digits);
    }
    assertThat(talk.number("select count(*) from contact where phone_key = '" + digits + "'"))
        .isEqualTo(1);
  }

  @Test
  void manyAtOnceToANewNumberMakeOneContactAndOneThread() throws Exception {
    String digits = Talk.customer();
    List<Api.Reply> replies =
        parallel(12, i -> sendRaw(talk.api, i % 2 == 0 ? "+" + digits : digits));
    assertThat(replies).allMatch(reply -> reply.status() == 200 || reply.status() == 202);
    assertThat(replies.stream().map(reply -> reply.data().path("contact_id").asLong()).distinct())
        .hasSize(1);
    assertThat(replies.stream().map(reply -> reply.data().path("chat_id").asLong()).distinct())
        .hasSize(1);
    long contact = replies.getFirst().data().path("contact_id").asLong();
    assertThat(
            talk.rows(
                "select type || ' ' || (body::jsonb #>> '{relationships,source,name}') || ' '"
                    + " || (body::jsonb #>> '{relationships,status,name}') from event "
                    + "where resource_type = 'contact'"
                    + " and resource_id = "
                    + contact))
        .containsExactly("contact.created WhatsApp New");
  }

  @Test
  void digitsOfAStoredContactWinOverTheNationalReading() {
    // Valid in Saudi Arabia as a mobile number without 0; with country code it is some number in
    // Vietnam, which is what counts when a contact has exactly it.
    String ambiguous = "8415123456";
    talk.sql(
        "insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,"
            + " phone_key, created_at, updated_at) values ("
            + talk.app.sandboxTenant().value()
            + ", 'V', 'v', '', '', 'lead', '"
            + ambiguous
            + "', now(), now())");
    assertThat(send(ambiguous).path("phone").asString()).isEqualTo(ambiguous);
  }

  @Test
  void anAutoMadeContactIsALeadWithTheDefaultsAndItsDigitsAsName() {
    String digits = Talk.customer();
    long contact = contactOf(send("+" + digits));
    assertThat(
            talk.rows(
                "select concat_ws('|', firstname, lastname, contact.type, status.name, source.name)"
                    + " from contact join status on status.id = status_id"
                    + " join source on source.id = source_id where contact.id = "
                    + contact))
        .containsExactly(digits + "||lead|New|WhatsApp");
  }

  @Test
  void contactIdSaysWhoseMessageItIsAndPhoneWhereItGoes() {
    long other = contactOf(send("+" + Talk.customer()));
    String digits = Talk.customer();
    JsonNode sent =
        talk.api
            .post(200, Talk.TEXT, Map.of("phone", digits, "message", "Hi", "contact_id", other))
            .data();
    assertThat(contactOf(sent)).isEqualTo(other);
    assertThat(sent.path("phone").asString()).isEqualTo(digits);
    assertThat(contactsWith(digits)).isZero();
  }

  @Test
  void anUnknownContactIs404AndANeighboursLikewise() {
    TenantId neighbour = talk.app.tenant("neighbour");
    talk.sql(
        "insert into contact (tenant_id, id, firstname, firstname_key, lastname, lastname_key,"
            + " type, created_at, updated_at) values ("
            + neighbour.value()
            + ", 900900, 'N', 'n', '', '', 'lead', now(), now())");
    for (long id : List.of(900900L, 900901L)) {
      String digits = Talk.customer();
      Api.Reply reply =
          talk.api.post(404, Talk.TEXT, Map.of("phone", digits, "message", "Hi", "contact_id", id));
      assertThat(reply.code()).isEqualTo("NOT_FOUND");
      assertThat(contactsWith(digits)).isZero();
    }
  }

  @Test
  void whoOptedOutGetsNothingAsContactOrAsOwnerOfThePhone() {
    String digits = Talk.customer();
    long optedOut = contactOf(send("+" + digits));
    long other = contactOf(send("+" + Talk.customer()));
    talk.sql("update contact set is_opted_out = true where id = " + optedOut);
    for (Map<String, Object> body :
        List.<Map<String, Object>>of(
            Map.of("phone", "+" + digits, "message", "Hi"),
            Map.of("phone", "+" + digits, "message", "Hi", "contact_id", other),
            Map.of("phone", "+" + Talk.customer(), "message", "Hi", "contact_id", optedOut))) {
      JsonNode error = talk.api.post(403, Talk.TEXT, body).error();
      assertThat(error.path("code").asString()).isEqualTo("CONTACT_OPTED_OUT");
      assertThat(error.path("details").path("contact_id").asLong()).isEqualTo(optedOut);
    }
  }

  @Test
  void mergeFieldsTakeTheContactsValuesAndUnknownOnesStay() {
    String digits = Talk.customer();
    long contact = contactOf(send("+" + digits));
    talk.sql("update contact set firstname = 'A$1\\\\', email = 'a@b.c' where id = " + contact);
    String text =
        "@{contact_first_name}|@{contact_last_name}|@{contact_email}|@{contact_phone}|@{other}|@{";
    assertThat(talk.send(200, digits, text).path("data").path("message").asString())
        .isEqualTo("A$1\\\\||a@b.c|+" + digits + "|@{other}|@{");
    String fresh = Talk.customer();
    assertThat(talk.send(200, fresh, text).path("data").path("message").asString())
        .isEqualTo(fresh + "|||+" + fresh + "|@{other}|@{");
  }

  @Test
  void lengthCountsAfterTheMergeTooAndARefusedSendMakesNoContact() {
    String digits = Talk.customer();
    String tooLong = "x".repeat(4075) + "@{contact_first_name}";
    assertThat(tooLong).hasSize(4096);
    contactOf(send("+" + digits));
    talk.sql(
        "update contact set firstname = '"
            + "y".repeat(50)
            + "' where phone_key = '"
            + digits
            + "'");
    talk.send(422, "+" + digits, tooLong);
    talk.send(422, "+" + digits, "@{contact_last_name}");
    String fresh = Talk.customer();
    talk.send(422, "+" + fresh, "@{contact_last_name}");
    assertThat(contactsWith(fresh)).isZero();
  }

  @Test
  void eachMissingDefaultIsNamed() {
    TenantId tenant = connected("bare", Map.of());
    talk.app.set(
        "bare",
        Map.of("default_source", "unset", "default_status", "unset", "default_assignee", "unset"));
    try (Api api = talk.app.as(tenant)) {
      JsonNode errors = sendRaw(api, "+" + Talk.customer()).error().path("details").path("errors");
      assertThat(errors.propertyNames())
          .containsExactly("default_status", "default_source", "default_assignee");
    }
  }

  @Test
  void theContactLimitHoldsInParallel() throws Exception {
    TenantId tenant = connected("few-contacts", Map.of("contact_limit", "3"));
    try (Api api = talk.app.as(tenant)) {
      List<Api.Reply> replies = parallel(12, _ -> sendRaw(api, "+" + Talk.customer()));
      assertThat(replies.stream().filter(reply -> reply.status() == 202)).hasSize(3);
      Api.Reply refused =
          replies.stream().filter(reply -> reply.status() == 403).findFirst().orElseThrow();
      assertThat(refused.code()).isEqualTo("FEATURE_LIMIT_EXCEEDED");
      JsonNode details = refused.error().path("details");
      assertThat(details.path("feature").asString()).isEqualTo("contacts");
      assertThat(details.path("maximum").asLong()).isEqualTo(3);
    }
    assertThat(talk.number("select count(*) from contact where tenant_id = " + tenant.value()))
        .isEqualTo(3);
  }

  @Test
  void aThreadCountsOnceAMonthAndACountedOneIsNeverRefused() throws Exception {
    TenantId tenant = connected("few-threads", Map.of("conversation_limit", "2"));
    try (Api api = talk.app.as(tenant)) {
      List<String> customers = List.of(Talk.customer(), Talk.customer());
      List<Api.Reply> replies = parallel(12, i -> sendRaw(api, "+" + customers.get(i % 2)));
      assertThat(replies).allMatch(reply -> reply.status() == 202);
      Api.Reply third = sendRaw(api, "+" + Talk.customer());
      assertThat(third.status()).isEqualTo(403);
      assertThat(third.error().path("details").path("feature").asString())
          .isEqualTo("conversations");
      assertThat(sendRaw(api, customers.getFirst()).status()).isEqualTo(202);
      talk.sql(
          "update conversation set counted_month = counted_month - interval '1 month'"
              + " where tenant_id = "
              + tenant.value());
      talk.sql(
          "update conversation_tally set month = month - interval '1 month' where tenant_id = "
              + tenant.value());
      assertThat(sendRaw(api, "+" + Talk.customer()).status()).isEqualTo(202);
    }
  }

  /** A tenant with a number of its own, whose window nobody knows; its messages do not matter. */
  private static TenantId connected(String name, Map<String, String> settings) {
    TenantId tenant = talk.app.tenant(name);
    var all = new HashMap<>(settings);
    all.put("whatsapp.phone_number_id", "77" + tenant.value());
    all.put("whatsapp.business_account_id", "1");
    all.put("whatsapp.display_phone_number", "966500000001");
    all.put("whatsapp.access_token", "none");
    talk.app.set(name, all);
    return tenant;
  }

  private static JsonNode send(String phone) {
    return talk.send(200, phone, "Hi").path("data");
  }

  private static Api.Reply sendRaw(Api api, String phone) {
    return api.with("Prefer", "respond-async")
        .send("POST", Talk.TEXT, rasl.json.Json.write(Map.of("phone", phone, "message", "Hi")));
  }

  private static long contactOf(JsonNode sent) {
    return sent.path("contact_id").asLong();
  }

  private static long contactsWith(String digits) {
    return talk.number("select count(*) from contact where phone_key = '" + digits + "'");
  }

  private interface Numbered {
    Api.Reply call(int number);
  }

  private static List<Api.Reply> parallel(int times, Numbered work)
      throws InterruptedException, ExecutionException {
    var replies = new ArrayList<Api.Reply>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Api.Reply>>();
      for (int i = 0; i < times; i++) {
        int number = i;
        calls.add(() -> work.call(number));
      }
      for (Future<Api.Reply> reply : threads.invokeAll(calls)) {
        replies.add(reply.get());
      }
    }
    return replies;
  }
}
