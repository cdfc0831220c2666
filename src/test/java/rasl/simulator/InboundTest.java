package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class InboundTest {
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

  private JsonNode receive(String rest) {
    int before = receiver.taken().size();
    play.steer("/control/inbound", "{'from':'" + CUSTOMER + "'," + rest + "}");
    receiver.await(it -> it.taken().size() > before, "the message");
    return receiver.taken().getLast();
  }

  private JsonNode lastValue() {
    return receiver.posts().getLast().json().at("/entry/0/changes/0/value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/location/latitude|24.7|'type':'location','location':{'latitude':24.7,'longitude':46.6}",
        "/contacts/0/name/formatted_name|Ann|'type':'contacts','contacts':[{'name':{'formatted_name':'Ann'}}]",
        "/reaction/emoji|👍|'type':'reaction','reaction':{'message_id':'wamid.X','emoji':'👍'}",
        "/button/payload|ACK-42|'type':'button','button':{'payload':'ACK-42','text':'Thanks'}",
        "/button/payload|Thanks|'type':'button','button':{'text':'Thanks'}",
        "/interactive/button_reply/id|yes|'type':'interactive','interactive':{'type':'button_reply','button_reply':{'id':'yes','title':'Yes'}}",
        "/interactive/list_reply/title|9:00|'type':'interactive','interactive':{'type':'list_reply','list_reply':{'id':'1','title':'9:00'}}",
        "/interactive/nfm_reply/name|flow|'type':'interactive','interactive':{'type':'nfm_reply','nfm_reply':{'response_json':'{}'}}",
        "/order/catalog_id|c|'type':'order','order':{'catalog_id':'c','product_items':[{'product_retailer_id':'1'}]}",
        "/system/wa_id|966500000001|'type':'system','system':{'type':'user_changed_number','wa_id':'966500000001'}",
        "/system/body|User Ann changed from 966512345678 to"
            + " 966500000001|'name':'Ann','type':'system','system':{'type':'user_changed_number','wa_id':'966500000001'}",
        "/errors/0/code|131051|'type':'unsupported'",
        "/unsupported/type|poll|'type':'unsupported','unsupported':{'type':'poll'}",
        "/revoke/original_message_id|wamid.X|'type':'revoke','revoke':{'original_message_id':'wamid.X'}"
      })
  void everyTypeArrivesAsMetaSendsIt(String pointer, String value, String rest) {
    JsonNode message = receive(rest);
    assertThat(message.at(pointer).asString()).isEqualTo(value);
    assertThat(message.path("from").stringValue()).isEqualTo(CUSTOMER);
    assertThat(message.path("type").isString()).isTrue();
    boolean system = message.path("type").asString("").equals("system");
    assertThat(lastValue().has("contacts")).isEqualTo(!system);
  }

  @Test
  void quotesForwardsAndAdvertisementsStandBesideTheContent() {
    JsonNode reply = receive("'text':'Yes','reply_to':'wamid.OURS'");
    assertThat(reply.at("/context/id").stringValue()).isEqualTo("wamid.OURS");
    assertThat(reply.at("/context/from").stringValue())
        .isEqualTo(Play.ACCOUNT.displayPhoneNumber());
    assertThat(receive("'text':'Look','forwarded':true").at("/context/forwarded").booleanValue())
        .isTrue();
    JsonNode fromAd = receive("'text':'Hi','referral':{'source_id':'77'}");
    assertThat(fromAd.at("/referral/source_id").stringValue()).isEqualTo("77");
    assertThat(fromAd.at("/referral/source_type").stringValue()).isEqualTo("ad");
    assertThat(fromAd.at("/text/body").stringValue()).isEqualTo("Hi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type':'location','location':{'latitude':'x','longitude':1}",
        "'type':'location'",
        "'type':'interactive','interactive':{'type':'button_reply'}",
        "'type':'interactive','interactive':{'type':'list_reply','list_reply':{'id':'1'}}",
        "'type':'contacts','contacts':{}",
        "'type':'image','image':{'data':'???'}",
        "'type':'telepathy'"
      })
  void wrongMessagesAreRefused(String rest) {
    String json = ("{'from':'" + CUSTOMER + "'," + rest + "}").replace('\'', '"');
    assertThat(play.control("/control/inbound", json).status()).isEqualTo(422);
  }

  @Test
  void anyOtherWebhookCanBeSent() {
    play.steer(
        "/control/notices",
        "{'field':'user_preferences','value':{'user_preferences':[{'wa_id':'1','value':'stop'}]}}");
    receiver.await(it -> it.posts().size() == 1, "the notice");
    JsonNode entry = receiver.posts().getFirst().json().at("/entry/0");
    assertThat(entry.at("/changes/0/field").stringValue()).isEqualTo("user_preferences");
    assertThat(entry.at("/changes/0/value/user_preferences/0/value").stringValue())
        .isEqualTo("stop");
    assertThat(entry.path("time").isIntegralNumber()).isTrue();
    assertThat(entry.path("id").stringValue()).isEqualTo(Play.ACCOUNT.wabaId());
  }

  @Test
  void whoStopsMarketingIsToldOfOnce() {
    String user = "{'phone':'" + CUSTOMER + "','marketing_stopped':%s}";
    play.steer("/control/users", user.formatted("true"));
    play.steer("/control/users", user.formatted("true"));
    play.steer("/control/users", user.formatted("false"));
    receiver.await(it -> it.posts().size() == 4, "two notices for each of two accounts");
    List<String> values =
        receiver.posts().stream()
            .map(post -> post.json().at("/entry/0"))
            .filter(entry -> entry.path("id").stringValue().equals(Play.ACCOUNT.wabaId()))
            .map(entry -> entry.at("/changes/0/value/user_preferences/0/value").stringValue())
            .toList();
    assertThat(values).containsExactlyInAnyOrder("stop", "resume");
    JsonNode change = receiver.posts().getFirst().json().at("/entry/0/changes/0");
    assertThat(change.path("field").stringValue()).isEqualTo("user_preferences");
    JsonNode preference = change.at("/value/user_preferences/0");
    assertThat(preference.path("category").stringValue()).isEqualTo("marketing_messages");
    assertThat(preference.path("wa_id").stringValue()).isEqualTo(CUSTOMER);
  }
}
