package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** {@code GET /messages} and {@code GET /messages/{id}} (contract 2.5). */
class MessageListTest {
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void sentAndReceivedAreListedNewestFirstAndAtBothPaths() throws InterruptedException {
    String customer = Talk.customer();
    String wamid = talk.write(customer, "Question");
    JsonNode sent = talk.send(200, "+" + customer, "Answer").path("data");
    String filter = "?filter[contact_id]=" + sent.path("contact_id").asString();
    for (String path : List.of("/api/v2/messages", "/api/v2/messages/messages")) {
      List<JsonNode> items = list(path + filter);
      assertThat(items).hasSize(2);
      JsonNode answer = items.getFirst();
      assertThat(answer.propertyNames())
          .containsExactly(
              "id",
              "interaction_id",
              "sender_id",
              "type",
              "message",
              "status",
              "message_id",
              "sent_at",
              "is_read",
              "direction",
              "group_id");
      assertThat(answer.path("id").asLong()).isEqualTo(sent.path("chat_message_id").asLong());
      assertThat(answer.path("interaction_id").asLong()).isEqualTo(sent.path("chat_id").asLong());
      assertThat(answer.path("sender_id").asString()).isEqualTo("966500000000");
      assertThat(answer.path("direction").asString()).isEqualTo("outbound");
      JsonNode question = items.getLast();
      assertThat(question.path("sender_id").asString()).isEqualTo(customer);
      assertThat(question.path("message_id").asString()).isEqualTo(wamid);
      assertThat(question.path("status").asString()).isEqualTo("received");
    }
  }

  @Test
  void filtersSearchFieldsAndCursorWork() throws InterruptedException {
    String customer = Talk.customer();
    talk.write(customer, "needle 100%");
    JsonNode sent = talk.send(200, "+" + customer, "Needles and pins").path("data");
    long contact = sent.path("contact_id").asLong();
    String mine = "?filter[contact_id]=" + contact;
    assertThat(texts(mine + "&search=NEEDLE")).containsExactly("Needles and pins", "needle 100%");
    assertThat(texts(mine + "&q=100%25")).containsExactly("needle 100%");
    assertThat(texts(mine + "&filter[direction]=inbound")).containsExactly("needle 100%");
    assertThat(texts(mine + "&filter[status]=received")).containsExactly("needle 100%");
    assertThat(texts(mine + "&filter[type]=image")).isEmpty();
    assertThat(texts("?filter[interaction_id]=" + sent.path("chat_id").asString())).hasSize(2);
    assertThat(texts(mine + "&sort=created_at")).containsExactly("needle 100%", "Needles and pins");
    assertThat(list("/api/v2/messages" + mine + "&fields=type").getFirst().propertyNames())
        .containsExactly("id", "type");
    var page = talk.api.get(200, "/api/v2/messages" + mine + "&per_page=1");
    String cursor = page.meta().path("pagination").path("next_cursor").asString();
    assertThat(texts(mine + "&per_page=1&cursor=" + cursor)).containsExactly("needle 100%");
    for (String wrong :
        List.of(
            "filter[type]=smoke",
            "filter[status]=gone",
            "filter[body]=x",
            "sort=message",
            "fields=body",
            "filter[contact_id]=abc")) {
      talk.api.get(422, "/api/v2/messages?" + wrong);
    }
  }

  @Test
  void oneMessageTellsHowItCameThereByEitherOfItsIds() throws InterruptedException {
    String customer = Talk.customer();
    talk.write(customer, "Hello");
    JsonNode sent = talk.send(200, "+" + customer, "Answer").path("data");
    long id = sent.path("chat_message_id").asLong();
    talk.awaitStatus(id, "read");
    JsonNode message = talk.message(id);
    var names = new ArrayList<>(message.propertyNames());
    assertThat(names.subList(10, names.size()))
        .containsExactly(
            "group_id",
            "status_message",
            "ref_message_id",
            "url",
            "staff_id",
            "send_at",
            "delivered_at",
            "read_at",
            "failed_at",
            "pricing",
            "media",
            "content");
    assertThat(message.path("delivered_at").isNull()).isFalse();
    assertThat(message.path("read_at").isNull()).isFalse();
    assertThat(message.path("failed_at").isNull()).isTrue();
    assertThat(message.path("is_read").asBoolean()).isTrue();
    String wamid = sent.path("message_id").asString().replace("=", "%3D");
    assertThat(talk.api.get(200, "/api/v2/messages/" + wamid).data()).isEqualTo(message);
  }

  @Test
  void whatIsNotThereAndWhatIsANeighboursAreNotToldApart() throws InterruptedException {
    String customer = Talk.customer();
    String wamid = talk.write(customer, "Private");
    long id = talk.number("select id from message where wamid = '" + wamid + "'");
    try (Api neighbour = talk.app.as(talk.app.tenant("next-door"))) {
      JsonNode absent = neighbour.get(404, "/api/v2/messages/999999999").error();
      for (String theirs :
          List.of(String.valueOf(id), wamid.replace("=", "%3D"), "wamid.none", "abc", "0")) {
        assertThat(neighbour.get(404, "/api/v2/messages/" + theirs).error())
            .as(theirs)
            .isEqualTo(absent);
      }
      assertThat(neighbour.get(200, "/api/v2/messages?search=Private").data()).isEmpty();
    }
  }

  private static List<String> texts(String query) {
    return list("/api/v2/messages" + query).stream()
        .map(one -> one.path("message").asString())
        .toList();
  }

  private static List<JsonNode> list(String path) {
    return List.copyOf(
        talk.api.get(200, path.replace("[", "%5B").replace("]", "%5D")).data().values());
  }
}
