package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.LyingGraph;
import tools.jackson.databind.JsonNode;

/** Events of messages say what was then, and what WhatsApp sent, however late they are read. */
class MessageEventsTest {
  private static final LyingGraph graph = LyingGraph.start();
  private static final Talk talk = Talk.start(Map.of("RASL_GRAPH_URL", graph.url().toString()));

  @AfterAll
  static void stop() {
    talk.close();
    graph.close();
  }

  @Test
  void eachStepIsToldAsItWasThen() throws InterruptedException {
    String customer = talk.openCustomer();
    read("nothing");
    JsonNode sent = talk.send(200, customer, "Hello").path("data");
    String wamid = sent.path("message_id").asString();
    var delivered = new HashMap<>(Talk.statusOf(wamid, "delivered"));
    delivered.put("pricing", Map.of("category", "utility", "type", "regular"));
    talk.report(delivered);
    talk.report(Talk.statusOf(wamid, "read"));
    List<JsonNode> events = of(sent.path("chat_message_id").asLong());
    assertThat(events)
        .extracting(event -> event.at("/data/resource/attributes/status").asString())
        .containsExactly("queued", "sent", "delivered", "read");
    assertThat(events)
        .extracting(event -> event.at("/data/resource/attributes/read_at").isNull())
        .containsExactly(true, true, true, false);
    assertThat(events)
        .extracting(event -> event.at("/data/resource/attributes/pricing/category").asString(""))
        .startsWith("", "", "utility");
    JsonNode queued = events.getFirst();
    assertThat(queued.path("changes").path("previous").isNull()).isTrue();
    assertThat(queued.at("/data/resource/attributes/message_id").isNull()).isTrue();
    assertThat(queued.at("/data/relationships/contact/phone").asString()).isEqualTo("+" + customer);
    JsonNode arrived = events.get(2);
    assertThat(arrived.has("changes")).isFalse();
    assertThat(arrived.at("/metadata/source").asString()).isEqualTo("whatsapp_webhook_forward");
    // Nobody read statuses when it came.
    assertThat(arrived.at("/whatsapp/original_payload").isNull()).isTrue();
  }

  @Test
  void theOriginalOfAStatusIsKeptWhereSomebodyReadsThem() throws Exception {
    String customer = talk.openCustomer();
    JsonNode unread = talk.send(200, customer, "Nobody reads").path("data");
    talk.report(Talk.statusOf(unread.path("message_id").asString(), "delivered"));
    assertThat(original(unread, "message.delivered").isNull()).isTrue();
    talk.api.post(200, "/api/v2/events/consumers/statuses/take", Map.of());
    JsonNode sent = talk.send(200, customer, "Somebody reads").path("data");
    String wamid = sent.path("message_id").asString();
    talk.report(Talk.statusOf(wamid, "delivered"));
    JsonNode original = original(sent, "message.delivered");
    assertThat(original.path("object").asString()).isEqualTo("whatsapp_business_account");
    assertThat(original.path("entry")).hasSize(1);
    JsonNode value = original.at("/entry/0/changes/0/value");
    assertThat(value.path("statuses")).hasSize(1);
    assertThat(value.at("/statuses/0/id").asString()).isEqualTo(wamid);
    assertThat(value.path("metadata").has("phone_number_id")).isTrue();
    talk.api.delete(200, "/api/v2/events/consumers/statuses");
  }

  @Test
  void whatACustomerWroteAlwaysHasItsOriginalAndNoNeighbours() throws Exception {
    String one = Talk.customer();
    String other = Talk.customer();
    read("nothing");
    talk.write(one, "First");
    talk.write(other, "Second");
    List<JsonNode> received = read("message.received");
    JsonNode event =
        received.stream()
            .filter(it -> it.at("/data/resource/attributes/message").asString("").equals("First"))
            .findFirst()
            .orElseThrow();
    JsonNode value = event.at("/whatsapp/original_payload/entry/0/changes/0/value");
    assertThat(value.path("messages")).hasSize(1);
    assertThat(value.at("/messages/0/text/body").asString()).isEqualTo("First");
    assertThat(value.path("contacts")).hasSize(1);
    assertThat(value.at("/contacts/0/wa_id").asString()).isEqualTo(one);
    assertThat(event.at("/data/resource/attributes/phone").asString()).isEqualTo(one);
    assertThat(event.at("/data/resource/attributes/status").asString()).isEqualTo("received");
    assertThat(event.at("/data/relationships/conversation/id").asLong()).isPositive();
  }

  private static JsonNode original(JsonNode sent, String type) {
    return of(sent.path("chat_message_id").asLong()).stream()
        .filter(event -> event.at("/event/type").asString().equals(type))
        .findFirst()
        .orElseThrow()
        .at("/whatsapp/original_payload");
  }

  private static List<JsonNode> of(long message) {
    return events("sort=position&filter[resource_type]=message&filter[resource_id]=" + message);
  }

  private static List<JsonNode> read(String type) {
    return type.equals("nothing") ? events("per_page=1") : events("filter[type]=" + type);
  }

  private static List<JsonNode> events(String query) {
    var all = new ArrayList<JsonNode>();
    talk.api.get(200, "/api/v2/events?" + query).data().forEach(all::add);
    return all;
  }
}
