package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.LyingGraph;
import tools.jackson.databind.JsonNode;

/** WhatsApp names people by numbers and by user ids: one person is one contact. */
class UserIdsTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final LyingGraph graph = LyingGraph.start();
  private static final Talk talk = Talk.start(Map.of("RASL_GRAPH_URL", graph.url().toString()));

  private static final Customers customers = new Customers(talk);

  @AfterAll
  static void stop() {
    talk.close();
    graph.close();
  }

  @Test
  void whoHasAUserIdOnlyIsAContactWithoutAPhone() throws InterruptedException {
    String user = userId();
    String wamid = customers.write("", user, "Hello", "Ann");
    JsonNode message = talk.api.get(200, "/api/v2/messages/" + wamid).data();
    assertThat(message.path("sender_id").asString()).isEqualTo(user);
    JsonNode contact = customers.contact(wamid);
    assertThat(contact.path("phone").isNull()).isTrue();
    assertThat(contact.path("firstname").asString()).isEqualTo("Ann");
    assertThat(customers.contact(customers.write("", user, "Again", "Ann")).path("id"))
        .isEqualTo(contact.path("id"));
    assertThat(customers.events(contact.path("id").asLong())).containsExactly("contact.created");
  }

  @Test
  void aPhoneThatBecomesKnownLaterBelongsToTheSameContact() throws InterruptedException {
    String user = userId();
    String phone = Talk.customer();
    JsonNode hidden = customers.contact(customers.write("", user, "Hello", ""));
    JsonNode known = customers.contact(customers.write(phone, user, "My number", ""));
    assertThat(known.path("id")).isEqualTo(hidden.path("id"));
    assertThat(known.path("phone").asString()).isEqualTo("+" + phone);
    assertThat(customers.events(known.path("id").asLong()))
        .containsExactly("contact.created", "contact.updated");
    assertThat(customers.contact(customers.write(phone, "", "Only the number", "")).path("id"))
        .isEqualTo(hidden.path("id"));
    talk.send(200, "+" + phone, "So you are one");
  }

  @Test
  void twoContactsThatTurnOutToBeOnePersonBecomeOne() throws InterruptedException {
    String user = userId();
    String phone = Talk.customer();
    String first = customers.write("", user, "Hello", "Hidden");
    JsonNode hidden = customers.contact(first);
    JsonNode known = customers.contact(customers.write(phone, "", "Hello too", "Known"));
    assertThat(known.path("id")).isNotEqualTo(hidden.path("id"));
    talk.api.patch(
        200,
        "/api/v2/contacts/" + hidden.path("id").asLong(),
        Map.of("city", "Riyadh", "is_opted_out", true));
    JsonNode one = customers.contact(customers.write(phone, user, "It was me", "Known"));
    assertThat(one.path("id")).isEqualTo(known.path("id"));
    assertThat(one.path("city").asString()).isEqualTo("Riyadh");
    assertThat(one.path("is_opted_out").asBoolean()).isTrue();
    assertThat(one.path("firstname").asString()).isEqualTo("Known");
    talk.api.get(404, "/api/v2/contacts/" + hidden.path("id").asLong());
    assertThat(customers.contact(first).path("id")).isEqualTo(known.path("id"));
    assertThat(
            talk.rows(
                "select distinct conversation_id from message where contact_id = "
                    + known.path("id").asLong()))
        .hasSize(1);
    assertThat(customers.events(hidden.path("id").asLong()))
        .containsExactly("contact.created", "contact.updated", "contact.deleted");
    assertThat(customers.contact(customers.write("", user, "Still me", "")).path("id"))
        .isEqualTo(known.path("id"));
  }

  @Test
  void aStatusTellsWhoseTheUserIdIs() throws InterruptedException {
    String user = userId();
    String phone = Talk.customer();
    JsonNode known = customers.contact(customers.write(phone, "", "Hello", ""));
    JsonNode sent = talk.send(200, "+" + phone, "Hi").path("data");
    var status = new HashMap<>(Talk.statusOf(sent.path("message_id").asString(), "delivered"));
    status.put("recipient_id", phone);
    status.put("recipient_user_id", user);
    talk.report(status);
    assertThat(customers.contact(customers.write("", user, "From a hidden number", "")).path("id"))
        .isEqualTo(known.path("id"));
  }

  @Test
  void aStatusOfAnUnknownPersonMakesNobody() throws InterruptedException {
    var status = new HashMap<>(Talk.statusOf("wamid.NOBODYS", "delivered"));
    status.put("recipient_id", Talk.customer());
    status.put("recipient_user_id", userId());
    long before = talk.number("select count(*) from contact");
    talk.report(status);
    assertThat(talk.number("select count(*) from contact")).isEqualTo(before);
  }

  @Test
  void whoIsWrittenToAnswersUnderTheIdThatWhatsAppGave() throws InterruptedException {
    String number = String.valueOf(20_000_000 + NUMBER.incrementAndGet());
    String dialled = "5411" + number;
    String waId = "5511" + number; // not even a variant: only the answer to the send tells
    graph.plan(
        dialled,
        LyingGraph.answer(
            200,
            Json.write(
                Map.of(
                    "contacts",
                    List.of(Map.of("input", dialled, "wa_id", waId)),
                    "messages",
                    List.of(Map.of("id", "wamid.AR" + number))))));
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
    try {
      JsonNode sent = talk.send(200, "+" + dialled, "Hola").path("data");
      assertThat(customers.contact(customers.write(waId, "", "Hola", "")).path("id"))
          .isEqualTo(sent.path("contact_id"));
    } finally {
      talk.app.set("sandbox", Map.of("window_policy", "auto"));
    }
  }

  @Test
  void aNewNumberIsTheSameContactAlsoWhereItsFirstMessageWasQuicker() throws InterruptedException {
    for (boolean quicker : List.of(false, true)) {
      String old = Talk.customer();
      String now = Talk.customer();
      String user = userId();
      JsonNode contact = customers.contact(customers.write(old, "", "Hello", "Ann"));
      if (quicker) {
        customers.write(now, "", "My new number", "Ann");
      }
      var system =
          Map.of(
              "type", "user_changed_number", "wa_id", now, "user_id", user, "body", "User Ann …");
      String told = "wamid.SYS" + old;
      customers.receive(
          Map.of("id", told, "from", old, "type", "system", "system", system), List.of());
      assertThat(customers.contact(told).path("id")).isEqualTo(contact.path("id"));
      JsonNode after = customers.contact(customers.write(now, "", "Hello", "Ann"));
      assertThat(after.path("id")).isEqualTo(contact.path("id"));
      assertThat(after.path("phone").asString()).isEqualTo("+" + now);
      assertThat(customers.contact(customers.write("", user, "Hidden", "")).path("id"))
          .isEqualTo(contact.path("id"));
    }
  }

  @Test
  void aNewUserIdIsTheSameContact() throws InterruptedException {
    String first = userId();
    String second = userId();
    String third = userId();
    JsonNode contact = customers.contact(customers.write("", first, "Hello", "Ann"));
    var system =
        Map.of(
            "type",
            "user_changed_user_id",
            "user_id",
            second,
            "body",
            "User Ann changed from " + first + " to " + second);
    customers.receive(
        Map.of("id", "wamid.SYS" + first, "type", "system", "system", system), List.of());
    assertThat(customers.contact(customers.write("", second, "Hello", "")).path("id"))
        .isEqualTo(contact.path("id"));
    talk.webhook(
        200,
        Talk.body(
            Talk.SANDBOX_NUMBER,
            Map.of(
                "user_id_update",
                List.of(
                    Map.of(
                        "detail",
                        "…",
                        "user_id",
                        Map.of("previous", second, "current", third),
                        "timestamp",
                        "1760000000")))));
    talk.awaitApplied();
    assertThat(customers.contact(customers.write("", third, "Hello", "")).path("id"))
        .isEqualTo(contact.path("id"));
  }

  @Test
  void spellingsOfRegionsAndUserIdsMeet() throws InterruptedException {
    String number = String.valueOf(10_000_000 + NUMBER.incrementAndGet());
    String user = userId();
    JsonNode contact = customers.contact(customers.write("5255" + number, "", "Hola", ""));
    assertThat(customers.contact(customers.write("52155" + number, user, "Hola", "")).path("id"))
        .isEqualTo(contact.path("id"));
    assertThat(customers.contact(customers.write("", user, "Hola", "")).path("id"))
        .isEqualTo(contact.path("id"));
    assertThat(contact.path("phone").asString()).isEqualTo("+5255" + number);
  }

  @Test
  void manyAtOnceUnderEveryNameAreOneContact() throws Exception {
    String user = userId();
    String phone = Talk.customer();
    var calls = new ArrayList<Callable<Api.Reply>>();
    for (int i = 0; i < 24; i++) {
      String from = i % 3 == 1 ? "" : phone;
      String id = i % 3 == 0 ? "" : user;
      String body =
          Json.write(
              Talk.body(
                  Talk.SANDBOX_NUMBER,
                  Map.of(
                      "messages",
                      List.of(Customers.message(from, id, "wamid.M" + i + user, "Hi")))));
      calls.add(() -> talk.webhook(200, body));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Api.Reply> reply : threads.invokeAll(calls)) {
        reply.get();
      }
    }
    talk.awaitApplied();
    assertThat(
            talk.rows(
                "select distinct contact_id from message where user_id = '"
                    + user
                    + "' or phone = '"
                    + phone
                    + "'"))
        .hasSize(1)
        .doesNotContain("null");
    assertThat(
            talk.number(
                "select count(*) from contact where whatsapp_user_id = '"
                    + user
                    + "' or phone_key = '"
                    + phone
                    + "'"))
        .isEqualTo(1);
  }

  @Test
  void whoStopsMarketingIsKnownAndTheLatestWordHolds() throws InterruptedException {
    String phone = Talk.customer();
    JsonNode contact = customers.contact(customers.write(phone, "", "Hello", ""));
    prefer(phone, "stop", 2000);
    prefer(phone, "resume", 1000);
    String stopped = "select marketing_stopped from contact where phone_key = '" + phone + "'";
    assertThat(talk.rows(stopped)).containsExactly("t");
    prefer(phone, "stop", 2500);
    prefer(phone, "resume", 3000);
    assertThat(talk.rows(stopped)).containsExactly("f");
    assertThat(customers.events(contact.path("id").asLong()))
        .containsExactly(
            "contact.created", "contact.marketing_stopped", "contact.marketing_resumed");
  }

  private static void prefer(String phone, String value, long timestamp)
      throws InterruptedException {
    var preference =
        Map.of(
            "wa_id", phone,
            "category", "marketing_messages",
            "value", value,
            "timestamp", timestamp);
    talk.webhook(
        200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("user_preferences", List.of(preference))));
    talk.awaitApplied();
  }

  private static String userId() {
    return "US.1349120865" + (1000 + NUMBER.incrementAndGet());
  }
}
