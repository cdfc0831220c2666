package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTypesTest {
  private static final String CUSTOMER = "966512345678";

  @TempDir Path folder;
  private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final Receiver receiver = new Receiver();
  private Play play;

  @BeforeEach
  void start() {
    play = Play.start(folder, clock, receiver);
  }

  @AfterEach
  void stop() {
    play.close();
    receiver.close();
  }

  private static String interactive(String rest) {
    return "'type':'interactive','interactive':{" + rest + "}";
  }

  /** Each is accepted, and stands in the outbox as it came. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type':'image','image':{'link':'https://cdn.example/a.png','caption':'front'}",
        "'type':'video','video':{'link':'https://cdn.example/a.mp4'}",
        "'type':'document','document':{'link':'https://cdn.example/a.pdf','filename':'a.pdf'}",
        "'type':'audio','audio':{'link':'https://cdn.example/a.ogg','voice':true}",
        "'type':'sticker','sticker':{'link':'https://cdn.example/a.webp'}",
        "'type':'location','location':{'latitude':'52.52','longitude':13.4,'name':'Shop'}",
        "'type':'contacts','contacts':[{'name':{'formatted_name':'Ann B','first_name':'Ann'}}]",
        "'type':'reaction','reaction':{'message_id':'wamid.X','emoji':'👍'}",
        "'type':'reaction','reaction':{'message_id':'wamid.X','emoji':''}",
        "'type':'interactive','interactive':{'type':'button','header':{'type':'text','text':'H'},"
            + "'body':{'text':'B'},'footer':{'text':'F'},'action':{'buttons':[{'type':'reply',"
            + "'reply':{'id':'yes','title':'Yes'}},{'type':'reply','reply':{'id':'no','title':'No'}}]}}",
        "'type':'interactive','interactive':{'type':'list','body':{'text':'B'},'action':{'button':"
            + "'Slots','sections':[{'rows':[{'id':'1','title':'9','description':'d'}]}]}}",
        "'type':'interactive','interactive':{'type':'cta_url','body':{'text':'B'},'action':{'name':"
            + "'cta_url','parameters':{'display_text':'Open','url':'https://example.com/d?x=1'}}}",
        "'type':'interactive','interactive':{'type':'flow','body':{'text':'B'},'action':{'name':"
            + "'flow','parameters':{'flow_message_version':'3','flow_id':'1','flow_cta':'Go'}}}",
        "'type':'interactive','interactive':{'type':'location_request_message','body':{'text':'B'},"
            + "'action':{'name':'send_location'}}",
        "'type':'interactive','interactive':{'type':'product','action':{'catalog_id':'1',"
            + "'product_retailer_id':'2'}}",
        "'type':'interactive','interactive':{'type':'request_contact_info','body':{'text':'B'},"
            + "'action':{'name':'request_contact_info'}}"
      })
  void everyTypeIsAccepted(String content) {
    Play.Reply reply = play.sendTo(CUSTOMER, content);
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    assertThat(play.outbox("")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "131008|image|'type':'image'",
        "131008|contacts|'type':'contacts','contacts':{}",
        "100|image['link']|'type':'image','image':{'link':'ftp://x/y'}",
        "100|exactly one|'type':'image','image':{'link':'https://x.example/y','id':'1'}",
        "100|attachment ID|'type':'image','image':{'id':'123'}",
        "100|audio['caption']|'type':'audio','audio':{'link':'https://x.example/y','caption':'c'}",
        "131009|location['latitude']|'type':'location','location':{'latitude':91,'longitude':1}",
        "100|longitude|'type':'location','location':{'latitude':1}",
        "100|formatted_name|'type':'contacts','contacts':[{'name':{'first_name':'A'}}]",
        "131008|contacts[0]|'type':'contacts','contacts':[{'name':{'formatted_name':'A'}}]",
        "131009|emoji|'type':'reaction','reaction':{'message_id':'w','emoji':'ok'}",
        "100|interactive['type']|'type':'interactive','interactive':{'type':'menu'}",
        "131008|name|'type':'template','template':{'language':{'code':'en'}}",
        "131008|language|'type':'template','template':{'name':'order_update'}"
      })
  void whatIsWrongIsRefusedInMetasWords(int code, String words, String content) {
    Play.Reply reply = play.sendTo(CUSTOMER, content);
    assertThat(reply.code()).as(reply.raw().body()).isEqualTo(code);
    assertThat(reply.json().path("error").toString()).contains(words);
    assertThat(play.outbox("")).isEmpty();
  }

  private void refused(String rest, String details) {
    Play.Reply reply = play.sendTo(CUSTOMER, interactive(rest));
    assertThat(reply.code()).as(reply.raw().body()).isEqualTo(131009);
    assertThat(reply.json().at("/error/error_data/details").asString("")).contains(details);
  }

  private static String button(String id, String title) {
    return "{'type':'reply','reply':{'id':'" + id + "','title':'" + title + "'}}";
  }

  private static String row(String id, String title) {
    return "{'id':'" + id + "','title':'" + title + "'}";
  }

  @Test
  void buttonsAndRowsHaveMetasLimits() {
    String start = "'type':'button','body':{'text':'B'},'action':{'buttons':[";
    String four =
        String.join(",", button("1", "a"), button("2", "b"), button("3", "c"), button("4", "d"));
    refused(start + four + "]}", "Invalid buttons count");
    refused(start + button("1", "x".repeat(21)) + "]}", "Button title length invalid");
    refused(start + button("1", "a") + "," + button("1", "b") + "]}", "Duplicated button id");
    refused(start + button("1", "a") + "," + button("2", "a") + "]}", "Duplicated button title");
    String list = "'type':'list','body':{'text':'B'},'action':{'button':'Go','sections':[{'rows':[";
    refused(list + row("1", "x".repeat(25)) + "]}]}", "Row title is too long. Max length is 24");
    List<String> eleven =
        java.util.stream.IntStream.range(0, 11).mapToObj(i -> row("" + i, "r")).toList();
    refused(
        list + String.join(",", eleven) + "]}]}", "Total row count exceed max allowed count: 10");
    refused(
        "'type':'list','body':{'text':'B'},'action':{'button':'Go','sections':[{'rows':["
            + row("1", "a")
            + "]},{'rows':["
            + row("2", "b")
            + "]}]}",
        "Section title");
    String body =
        "'type':'button','body':{'text':'" + "x".repeat(1025) + "'},'action':{'buttons':[";
    refused(body + button("1", "a") + "]}", "Body text length invalid");
  }

  @Test
  void aReactionIsOnlySentAndNeedsAMessageThatExists() {
    String theirs = play.inbound(CUSTOMER);
    String ours = play.accepted(CUSTOMER);
    String content = "'type':'reaction','reaction':{'message_id':'%s','emoji':'👍'}";
    String one = wamid(play.sendTo(CUSTOMER, content.formatted(theirs)));
    String two = wamid(play.sendTo(CUSTOMER, content.formatted(ours)));
    String three = wamid(play.sendTo(CUSTOMER, content.formatted("wamid.unknown")));
    play.advance(Duration.ofSeconds(2));
    receiver.await(it -> it.statuses(ours).size() == 3, "the text's statuses");
    receiver.awaitStatuses(one, "sent");
    receiver.awaitStatuses(two, "sent");
    receiver.awaitStatuses(three, "failed");
  }

  @Test
  void aVoiceNoteIsPlayedAndABadLinkFailsLater() {
    play.inbound(CUSTOMER);
    String voice =
        wamid(
            play.sendTo(
                CUSTOMER, "'type':'audio','audio':{'link':'https://a.example/a','voice':true}"));
    String bad =
        wamid(
            play.sendTo(
                CUSTOMER, "'type':'image','image':{'link':'https://nowhere.invalid/a.png'}"));
    play.advance(Duration.ofSeconds(3));
    receiver.await(it -> it.statuses(voice).contains("played"), "the voice note played");
    receiver.awaitStatuses(bad, "failed");
  }

  private static String wamid(Play.Reply reply) {
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    return reply.json().at("/messages/0/id").stringValue();
  }
}
