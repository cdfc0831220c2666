package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SpellingTest {
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

  /** The spellings of one request that foreign clients use, all of which Meta takes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'to':966512345678,'type':'text','text':{'body':'Hi'}",
        "'to':'966512345678','type':'TEXT','text':{'body':'Hi'}",
        "'to':'966512345678','type':null,'text':{'body':'Hi','preview_url':null}",
        "'to':'966512345678','type':'text','text':'{\\'body\\':\\'Hi\\'}'",
        "'to':'966512345678','type':'text','text':{'body':'Hi','preview_url':'false'},'context':null",
        "'to':'966512345678','recipient':null,'text':{'body':'Hi'},'biz_opaque_callback_data':7",
      })
  void oneRequestHasManySpellings(String fields) {
    Play.Reply reply =
        play.send(("{'messaging_product':'whatsapp'," + fields + "}").replace('\'', '"'));

    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    assertThat(reply.json().at("/contacts/0/wa_id").stringValue()).isEqualTo(CUSTOMER);
    JsonNode kept = play.get("/control/outbox").json().at("/messages/0/request");
    assertThat(kept.at("/text/body").stringValue()).isEqualTo("Hi");
  }

  @Test
  void idsOfProductsAndRepliesMayBeNumbers() {
    String product =
        "'type':'interactive','interactive':{'type':'product','body':{'text':'a'},'action':"
            + "{'catalog_id':194836987003835,'product_retailer_id':7}}";
    String buttons =
        "'type':'INTERACTIVE','interactive':{'type':'BUTTON','body':{'text':'a'},'action':{"
            + "'buttons':[{'type':'Reply','reply':{'id':1,'title':'One'}}]}}";

    assertThat(play.sendTo(CUSTOMER, product).status()).isEqualTo(200);
    assertThat(play.sendTo(CUSTOMER, buttons).status()).isEqualTo(200);
  }

  @Test
  void theTypesOfATemplatesParametersMayBeCapitals() {
    String template =
        "'type':'template','template':{'name':'order_update','language':{'code':'en_US'},"
            + "'components':[{'type':'HEADER','parameters':[{'type':'TEXT','text':'7'}]},"
            + "{'type':'BODY','parameters':[{'type':'Text','text':'Ann'},"
            + "{'type':'text','text':'Monday'}]}]}";

    Play.Reply reply = play.sendTo(CUSTOMER, template);

    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
  }

  @Test
  void aFormMayHoldTheWholeMessageAndTheToken() {
    String path = "/v25.0/" + Play.ACCOUNT.phoneNumberId() + "/messages";
    String form =
        "access_token=token-1&messaging_product=whatsapp&to=%2B966512345678&type=text"
            + "&text=%7B%22body%22%3A%22Hi%22%7D";

    Play.Reply reply = play.as("", "POST", path, "application/x-www-form-urlencoded", form);

    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    assertThat(play.get("/control/outbox").raw().body()).doesNotContain("token-1");
  }

  @Test
  void theQueryMayHoldTheWholeMessage() {
    String path =
        "/v25.0/"
            + Play.ACCOUNT.phoneNumberId()
            + "/messages?messaging_product=whatsapp&to=966512345678&text%5Bbody%5D=Hi"
            + "&access_token=token-1";

    assertThat(play.as("", "POST", path, "", "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OAuth token-1", "oauth token-1", "bearer token-1", "Bearer   token-1"})
  void theTokenMayComeByOAuthToo(String authorization) {
    String path = "/v25.0/" + Play.ACCOUNT.phoneNumberId();

    assertThat(play.as(authorization, "GET", path, "", "").status()).isEqualTo(200);
  }

  @Test
  void anotherAccountsTokenInAFormSeesNothingOfThisOne() {
    String path = "/v25.0/" + Play.ACCOUNT.phoneNumberId() + "/register";
    String form = "access_token=token-2&messaging_product=whatsapp&pin=123456";

    Play.Reply reply = play.as("", "POST", path, "application/x-www-form-urlencoded", form);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().at("/error/error_subcode").asInt()).isEqualTo(33);
  }

  @Test
  void formsOfNumbersAndTemplatesAreReadToo() {
    String register = "/v25.0/" + Play.ACCOUNT.phoneNumberId() + "/register";
    String create = "/v25.0/" + Play.ACCOUNT.wabaId() + "/message_templates";
    String template =
        "name=by_form&language=en_US&category=utility&components="
            + "%5B%7B%22type%22%3A%22BODY%22%2C%22text%22%3A%22Hello%20you%22%7D%5D";
    String type = "application/x-www-form-urlencoded";
    String token = "Bearer " + Play.TOKEN;

    assertThat(
            play.as(token, "POST", register, type, "messaging_product=whatsapp&pin=123456")
                .status())
        .isEqualTo(200);
    Play.Reply made = play.as(token, "POST", create, type, template);
    assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
    assertThat(made.json().path("category").stringValue()).isEqualTo("UTILITY");
  }

  @Test
  void textsThatLookLikeJsonStayTexts() {
    Play.Reply reply =
        play.send(
            "{\"messaging_product\":\"whatsapp\",\"to\":\"966512345678\",\"text\":{\"body\":"
                + "\"{\\\"a\\\":1}\"},\"biz_opaque_callback_data\":\"{\\\"b\\\":2}\"}");

    assertThat(reply.status()).isEqualTo(200);
    JsonNode kept = play.get("/control/outbox").json().at("/messages/0/request");
    assertThat(kept.at("/text/body").stringValue()).isEqualTo("{\"a\":1}");
    assertThat(kept.path("biz_opaque_callback_data").stringValue()).isEqualTo("{\"b\":2}");
  }
}
