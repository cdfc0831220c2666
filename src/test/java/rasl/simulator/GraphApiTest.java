package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GraphApiTest {
  private static final String MESSAGES = "/" + Play.ACCOUNT.phoneNumberId() + "/messages";
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

  @Test
  void aTextIsAcceptedWithItsIdAndTheNormalisedNumber() {
    Play.Reply reply = play.send(Play.text("+966 (51) 234-5678", "Hello"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("messaging_product").stringValue()).isEqualTo("whatsapp");
    JsonNode contact = reply.json().path("contacts").path(0);
    assertThat(contact.path("input").stringValue()).isEqualTo("+966 (51) 234-5678");
    assertThat(contact.path("wa_id").stringValue()).isEqualTo(CUSTOMER);
    assertThat(reply.json().path("messages").path(0).path("id").stringValue())
        .startsWith("wamid.HBgM");
    assertThat(reply.header("facebook-api-version")).isEqualTo("v25.0");
    assertThat(reply.header("x-fb-trace-id")).isNotEmpty();
    assertThat(reply.header("x-app-usage")).contains("call_count");
    assertThat(reply.header("x-business-use-case-usage")).contains(Play.ACCOUNT.wabaId());
  }

  @Test
  void wamidsAreBuiltLikeMetas() {
    String wamid = play.accepted(CUSTOMER);
    byte[] bytes = Base64.getDecoder().decode(wamid.substring("wamid.".length()));

    assertThat(bytes[0]).isEqualTo((byte) 0x1c);
    assertThat(new String(bytes, 3, 12, StandardCharsets.US_ASCII)).isEqualTo(CUSTOMER);
    assertThat(bytes[18]).isEqualTo((byte) 0x11);
    assertThat(bytes[20]).isEqualTo((byte) 18);
    assertThat(bytes).hasSize(21 + 18 + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v17.0", "/v26.0", ""})
  void anyVersionAndNoneIsServed(String version) {
    assertThat(play.graph("POST", version + MESSAGES, Play.text(CUSTOMER, "Hi")).status())
        .isEqualTo(200);
  }

  @Test
  void aMessageWithoutTypeIsAText() {
    String json =
        """
        {"messaging_product":"whatsapp","to":"%s","text":{"body":"Hi"}}\
        """
            .formatted(CUSTOMER);
    assertThat(play.send(json).status()).isEqualTo(200);
  }

  @Test
  void theTokenMayStandInTheQuery() {
    var request =
        play.request(
            "POST", "/v25.0" + MESSAGES + "?access_token=token-1", Play.text(CUSTOMER, "Hi"));
    assertThat(play.exchange(request).status()).isEqualTo(200);
  }

  @Test
  void withoutATokenNothingIsAnswered() {
    var reply = play.exchange(play.request("POST", "/v25.0" + MESSAGES, "broken"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.code()).isEqualTo(104);
    JsonNode error = reply.json().path("error");
    assertThat(error.path("type").stringValue()).isEqualTo("OAuthException");
    assertThat(error.path("fbtrace_id").stringValue()).isNotEmpty();
  }

  @Test
  void anUnknownTokenIsRefused() {
    var request =
        play.request("POST", "/v25.0" + MESSAGES, Play.text(CUSTOMER, "Hi"))
            .header("Authorization", "Bearer wrong");
    var reply = play.exchange(request);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.code()).isEqualTo(190);
  }

  @Test
  void anotherAccountsNumberDoesNotExist() {
    for (String id : new String[] {Play.OTHER.phoneNumberId(), "999"}) {
      var reply = play.graph("POST", "/v25.0/" + id + "/messages", Play.text(CUSTOMER, "Hi"));
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.code()).isEqualTo(100);
      JsonNode error = reply.json().path("error");
      assertThat(error.path("error_subcode").asInt()).isEqualTo(33);
      assertThat(error.path("type").stringValue()).isEqualTo("GraphMethodException");
      assertThat(error.path("message").stringValue())
          .startsWith("Unsupported post request. Object with ID '" + id + "' does not exist");
    }
  }

  /** The single quotes of the CSV stand for double quotes in the JSON. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "100|[]",
        "100|{'to':'+966512345678'}",
        "100|{'messaging_product':'sms','to':'+966512345678'}",
        "131051|{'messaging_product':'whatsapp','to':'x','type':'telegram'}",
        "100|{'messaging_product':'whatsapp','to':'+966512345678','type':'image','image':{}}",
        "131008|{'messaging_product':'whatsapp','to':'x','type':'text'}",
        "100|{'messaging_product':'whatsapp','to':'x','type':'text','text':{}}",
        "100|{'messaging_product':'whatsapp','to':'x','type':'text','text':{'body':''}}",
        "100|{'messaging_product':'whatsapp','to':'x','text':{'body':'a','preview_url':'yes'}}",
        "100|{'messaging_product':'whatsapp','to':'x','text':{'body':'a'},'recipient_type':'group'}",
        "100|{'messaging_product':'whatsapp','to':'x','text':{'body':'a'},'context':{}}",
        "100|{'messaging_product':'whatsapp','text':{'body':'a'}}",
        "131009|{'messaging_product':'whatsapp','to':'x','text':{'body':'a'}}",
        "131009|{'messaging_product':'whatsapp','to':[966512345678],'text':{'body':'a'}}",
        "131021|{'messaging_product':'whatsapp','to':'+15550001111','text':{'body':'a'}}"
      })
  void whatIsWrongIsRefusedInMetasOrder(int code, String json) {
    Play.Reply reply = play.send(json.replace('\'', '"'));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.json().path("error").path("message").stringValue())
        .startsWith("(#" + code + ") ");
    assertThat(play.outbox("")).isEmpty();
  }

  @Test
  void aTextMayHave4096CharactersAndNoMore() {
    String most = "\uD83D\uDE00".repeat(4096);
    assertThat(play.send(Play.text(CUSTOMER, most)).status()).isEqualTo(200);
    Play.Reply reply = play.send(Play.text(CUSTOMER, most + "a"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.raw().body()).contains("at most 4096 characters long");
  }

  @Test
  void callbackDataMayHave512Characters() {
    String json =
        """
        {"messaging_product":"whatsapp","to":"%s","text":{"body":"Hi"},
        "biz_opaque_callback_data":"%s"}\
        """;
    assertThat(play.send(json.formatted(CUSTOMER, "x".repeat(512))).status()).isEqualTo(200);
    assertThat(play.send(json.formatted(CUSTOMER, "x".repeat(513))).code()).isEqualTo(100);
  }

  @Test
  void aBodyTooLargeIsRefused() {
    assertThat(play.send(Play.text(CUSTOMER, "x".repeat(2 << 20))).status()).isEqualTo(413);
  }

  @Test
  void aCustomersMessageCanBeMarkedAsReadWithATypingIndicator() {
    String wamid = play.inbound(CUSTOMER);
    String json =
        """
        {"messaging_product":"whatsapp","status":"read","message_id":"%s",
        "typing_indicator":{"type":"text"}}\
        """;

    assertThat(play.send(json.formatted(wamid)).json().path("success").booleanValue()).isTrue();
    Play.Reply unknown = play.send(json.formatted("wamid.unknown"));
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.code()).isEqualTo(131009);
    assertThat(play.outbox("")).isEmpty();
  }

  @Test
  void aNumberAndItsAccountDescribeThemselves() {
    JsonNode number = play.graph("GET", "/v25.0/" + Play.ACCOUNT.phoneNumberId(), "").json();
    assertThat(number.path("id").stringValue()).isEqualTo(Play.ACCOUNT.phoneNumberId());
    assertThat(number.path("display_phone_number").stringValue()).isEqualTo("+15550001111");
    assertThat(number.path("verified_name").stringValue()).isEqualTo("Demo Shop");
    JsonNode list =
        play.graph("GET", "/v25.0/" + Play.ACCOUNT.wabaId() + "/phone_numbers", "").json();
    assertThat(list.path("data").path(0)).isEqualTo(number);
    assertThat(list.path("data").size()).isEqualTo(1);
  }

  @Test
  void withoutASubscribedAppNobodyHearsOfAnything() {
    String apps = "/v25.0/" + Play.ACCOUNT.wabaId() + "/subscribed_apps";
    assertThat(play.graph("GET", apps, "").json().path("data").size()).isEqualTo(1);

    assertThat(play.graph("DELETE", apps, "").json().path("success").booleanValue()).isTrue();
    assertThat(play.graph("GET", apps, "").json().path("data").size()).isZero();
    play.inbound(CUSTOMER);
    assertThat(play.get("/control/state").json().path("pending_webhooks").asInt()).isZero();

    assertThat(play.graph("POST", apps, "").json().path("success").booleanValue()).isTrue();
    String heard = play.inbound(CUSTOMER);
    receiver.await(
        it -> it.taken().stream().anyMatch(update -> update.path("id").asString("").equals(heard)),
        "the message after the subscription");
    assertThat(receiver.taken()).hasSize(1);
  }

  @Test
  void whatGraphDoesNotHaveIsRefusedInItsShape() {
    assertThat(play.graph("GET", "/", "").code()).isEqualTo(2500);
    assertThat(play.graph("GET", "/v25.0" + MESSAGES, "").code()).isEqualTo(100);
    assertThat(play.graph("POST", "/v25.0/" + Play.ACCOUNT.wabaId() + "/nothing", "").code())
        .isEqualTo(2500);
  }

  @Test
  void aCallbackIsVerifiedByItsToken() throws InterruptedException {
    assertThat(play.simulator.verifyCallback(receiver.url(), Play.ACCOUNT)).isTrue();
    assertThat(play.simulator.verifyCallback(receiver.url(), Play.OTHER)).isFalse();
  }
}
