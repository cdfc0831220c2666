package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Threads as people see them, and what WhatsApp hears when they read them. */
class ConversationsTest {
  private static final String PATH = "/api/v2/conversations";
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void aThreadShowsItsContactItsLastMessageAndWhatIsUnread() throws InterruptedException {
    String from = Talk.customer();
    String wamid = talk.write(from, "First");
    var _ = talk.write(from, "Second");
    long id = thread(wamid);
    JsonNode thread = talk.api.get(200, PATH + "/" + id).data();
    assertThat(thread.at("/contact/phone").asString()).isEqualTo("+" + from);
    assertThat(thread.at("/last_message/message").asString()).isEqualTo("Second");
    assertThat(thread.path("unread_count").asInt()).isEqualTo(2);
    assertThat(thread.path("is_open").asBoolean()).isTrue();
    assertThat(Instant.parse(thread.path("open_until").asString()))
        .isEqualTo(Instant.parse(thread.path("last_inbound_at").asString()).plusSeconds(86_400));
    talk.send(200, "+" + from, "Answer");
    JsonNode answered = talk.api.get(200, PATH + "/" + id).data();
    assertThat(answered.at("/last_message/message").asString()).isEqualTo("Answer");
    assertThat(answered.at("/last_message/direction").asString()).isEqualTo("outbound");
    List<String> texts =
        talk.api
            .get(200, PATH + "/" + id + "/messages?sort=created_at")
            .data()
            .valueStream()
            .map(one -> one.path("message").asString())
            .toList();
    assertThat(texts).containsExactly("First", "Second", "Answer");
    assertThat(talk.api.get(200, PATH + "?sort=-last_message_at&per_page=1").data().at("/0/id"))
        .isEqualTo(answered.path("id"));
  }

  @Test
  void listsFilterSearchAndWalk() throws InterruptedException {
    String from = Talk.customer();
    long id = thread(talk.write(from, "Find me"));
    assertThat(only("search=" + from.substring(3))).isEqualTo(id);
    assertThat(only("filter[contact_id]=" + contact(id))).isEqualTo(id);
    assertThat(ids("filter[is_open]=true&filter[is_unread]=true&per_page=100")).contains(id);
    assertThat(ids("filter[is_open]=false&per_page=100")).doesNotContain(id);
    assertThat(ids("filter[is_unread]=false&per_page=100")).doesNotContain(id);
    JsonNode pruned = talk.api.get(200, PATH + "?fields=unread_count&per_page=1").data().get(0);
    assertThat(pruned.propertyNames()).containsExactlyInAnyOrder("id", "unread_count");
    talk.api.get(422, PATH + "?filter[is_open]=perhaps");
    talk.api.get(422, PATH + "?sort=unread_count");
    Api.Reply first = talk.api.get(200, PATH + "/" + id + "/messages?per_page=1");
    assertThat(first.meta().at("/pagination/next_cursor").isNull()).isTrue();
  }

  @Test
  void aCursorOfOneThreadIsRefusedByAnother() throws InterruptedException {
    String from = Talk.customer();
    long one = thread(talk.write(from, "1"));
    var _ = talk.write(from, "2");
    long other = thread(talk.write(Talk.customer(), "3"));
    String cursor =
        talk.api
            .get(200, PATH + "/" + one + "/messages?per_page=1")
            .meta()
            .at("/pagination/next_cursor")
            .asString();
    String walk = "/messages?per_page=1&cursor=" + cursor;
    assertThat(talk.api.get(200, PATH + "/" + one + walk).data().at("/0/message").asString())
        .isEqualTo("1");
    talk.api.get(422, PATH + "/" + other + walk);
  }

  @Test
  void readingIsToldToWhatsAppOnceAndTypingIsShown() throws InterruptedException {
    String from = Talk.customer();
    String wamid = talk.write(from, "Read me");
    long id = thread(wamid);
    JsonNode read = talk.api.post(200, PATH + "/" + id + "/read", Map.of("typing", true)).data();
    assertThat(read.path("messages_read").asInt()).isEqualTo(1);
    assertThat(read.path("typing").asBoolean()).isTrue();
    JsonNode thread = talk.api.get(200, PATH + "/" + id).data();
    assertThat(thread.path("unread_count").asInt()).isZero();
    assertThat(talk.api.get(200, "/api/v2/messages/" + wamid).data().path("is_read").asBoolean())
        .isTrue();
    Waiting.until(
        Talk.SOON,
        () ->
            talk.number(
                    "select count(*) from conversation where told_message_id is not null and id = "
                        + id)
                == 1);
    talk.api.call(200, "POST", PATH + "/" + id + "/read", null);
    assertThat(talk.number("select count(*) from job where kind = 'conversation.read'")).isZero();
    var _ = talk.write(from, "Another");
    assertThat(talk.api.get(200, PATH + "/" + id).data().path("unread_count").asInt()).isEqualTo(1);
    talk.api.post(422, PATH + "/" + id + "/read", Map.of("typing", "perhaps"));
    talk.api.post(404, PATH + "/999999/read", Map.of());
  }

  @Test
  void anOutageOfWhatsAppsOnlyDelaysTheReadReceipt() throws InterruptedException {
    String from = Talk.customer();
    long id = thread(talk.write(from, "Later"));
    talk.simulator.post(
        200,
        "/control/faults",
        Map.of("http_status", 503, "code", 131016, "match", Map.of("call", "read")));
    talk.api.call(200, "POST", PATH + "/" + id + "/read", null);
    Waiting.until(
        Talk.SOON,
        () ->
            talk.number(
                    "select count(*) from conversation where told_message_id is not null and id = "
                        + id)
                == 1);
    assertThat(talk.simulator.get(200, "/control/state").json().path("faults").asInt())
        .as("the receipt met the fault")
        .isZero();
  }

  @Test
  void theWindowOfAContact() throws InterruptedException {
    String from = Talk.customer();
    long id = thread(talk.write(from, "Open"));
    JsonNode window = talk.api.get(200, "/api/v2/contacts/" + contact(id) + "/window").data();
    assertThat(window.path("is_open").asBoolean()).isTrue();
    assertThat(window.path("chat_id").asLong()).isEqualTo(id);
    assertThat(window.path("is_certain").asBoolean()).isTrue();
    assertThat(window.path("marketing_stopped").asBoolean()).isFalse();
    talk.sql("update service_window set opened_at = now() - interval '2 days'");
    assertThat(
            talk.api
                .get(200, "/api/v2/contacts/" + contact(id) + "/window")
                .data()
                .path("is_open")
                .asBoolean())
        .isFalse();
    talk.api.get(404, "/api/v2/contacts/999999/window");
  }

  @Test
  void pagesAreFoundByIndexes() {
    talk.sql(
        """
        insert into conversation (tenant_id, contact_id, connection_id, last_inbound_at,
          last_message_at, unread_count, created_at, updated_at)
        select %1$s, null, 900000 + n, now() - n * interval '1 minute',
          now() - n * interval '1 minute', n %% 50 / 49, now() - n * interval '1 minute', now()
        from generate_series(1, 20000) as n;
        insert into message (tenant_id, conversation_id, direction, type, phone, business_phone,
          body, status, created_at, updated_at)
        select %1$s, 1000000 + n / 20, 'inbound', 'text', '1', '2', 'x', 'received',
          now() - n * interval '1 minute', now()
        from generate_series(1, 30000) as n;
        analyze conversation;
        analyze message;
        """
            .formatted(talk.app.sandboxTenant()));
    assertPlan("conversation", "true", "last_message_at desc, id desc", "conversation_latest");
    assertPlan("conversation", "true", "created_at desc, id desc", "conversation_newest");
    assertPlan(
        "conversation", "unread_count > 0", "last_message_at desc, id desc", "conversation_unread");
    assertPlan(
        "message",
        "conversation_id = 1000005",
        "created_at desc, id desc",
        "message_of_conversation");
    assertPlan(
        "message",
        "conversation_id = 1000005 and direction = 'inbound' and read_at is null",
        "id",
        "message_unread");
  }

  private static void assertPlan(String table, String where, String order, String index) {
    String plan =
        talk.app
            .db()
            .inTenant(
                talk.app.sandboxTenant(),
                tx ->
                    String.join(
                        "\n",
                        tx.query(
                            "explain select id from "
                                + table
                                + " where "
                                + where
                                + " order by "
                                + order
                                + " limit 16",
                            row -> row.getString(1))));
    assertThat(plan).contains(index).doesNotContain("Seq Scan on " + table);
  }

  private static long thread(String wamid) {
    return talk.api.get(200, "/api/v2/messages/" + wamid).data().path("interaction_id").asLong();
  }

  private static long contact(long thread) {
    return talk.api.get(200, PATH + "/" + thread).data().path("contact_id").asLong();
  }

  private static List<Long> ids(String query) {
    return talk.api
        .get(200, PATH + "?" + query)
        .data()
        .valueStream()
        .map(one -> one.path("id").asLong())
        .toList();
  }

  private static long only(String query) {
    assertThat(ids(query)).hasSize(1);
    return ids(query).getFirst();
  }
}
