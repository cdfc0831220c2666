package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictnessTest {
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

  private static final String CAROUSEL =
      "'components':[{'type':'BODY','text':'See these'},{'type':'CAROUSEL','cards':[%s]}]";
  private static final String CARD =
      "{'components':[{'type':'HEADER','format':'IMAGE','example':{'header_handle':['4:a']}},"
          + "{'type':'BODY','text':'One of them'}]}";

  private Play.Reply template(String language, String rest) {
    return play.account(
        "POST",
        "message_templates",
        "{'name':'t_1','category':'MARKETING','language':'" + language + "'," + rest + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xx", "en-US", "EN", "arabic", "ar_SA"})
  void aLanguageThatWhatsAppDoesNotHaveIsRefused(String language) {
    assertThat(template(language, "'components':[{'type':'BODY','text':'Hi you'}]").code())
        .isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sale \uD83D\uDE00", "*Sale*", "Sale\\nnow"})
  void aHeaderHasNoEmojiAndNoFormatting(String header) {
    Play.Reply reply =
        template(
            "en_US",
            "'components':[{'type':'HEADER','format':'TEXT','text':'"
                + header
                + "'},{'type':'BODY','text':'Hi you'}]");

    assertThat(reply.json().at("/error/error_subcode").asInt()).isEqualTo(2388047);
  }

  @Test
  void couponsHaveAtMostTwentyCharacters() {
    String buttons =
        "'components':[{'type':'BODY','text':'Hi you'},{'type':'BUTTONS','buttons':["
            + "{'type':'COPY_CODE','example':'%s'}]}]";
    assertThat(template("en_US", buttons.formatted("A".repeat(21))).status()).isEqualTo(400);
    assertThat(template("en_US", buttons.formatted("A".repeat(20))).status()).isEqualTo(200);
    play.advance(java.time.Duration.ofSeconds(5));

    assertThat(coupon("A".repeat(21)).code()).isEqualTo(131009);
    assertThat(coupon("A".repeat(20)).status()).isEqualTo(200);
  }

  private Play.Reply coupon(String code) {
    return play.sendTo(
        CUSTOMER,
        "'type':'template','template':{'name':'t_1','language':{'code':'en_US'},'components':["
            + "{'type':'button','sub_type':'copy_code','index':0,'parameters':["
            + "{'type':'coupon_code','coupon_code':'"
            + code
            + "'}]}]}");
  }

  @Test
  void aCarouselHasCardsWithFilesThatExist() {
    assertThat(template("en_US", CAROUSEL.formatted("")).status()).isEqualTo(400);
    assertThat(template("en_US", CAROUSEL.formatted(CARD + "," + CARD)).status()).isEqualTo(200);
    play.advance(java.time.Duration.ofSeconds(5));

    assertThat(carousel("").code()).isEqualTo(132000);
    assertThat(carousel(card(0, "'link':'https://a.example/1.png'")).code()).isEqualTo(132000);
    String known = card(1, "'link':'https://my_shop.example/2.png'");
    assertThat(carousel(card(0, "'id':'123456789'") + "," + known).code()).isEqualTo(100);
    assertThat(carousel(card(0, "'link':'https://a.example/1.png'") + "," + known).status())
        .isEqualTo(200);
  }

  private static String card(int index, String file) {
    return "{'card_index':"
        + index
        + ",'components':[{'type':'header','parameters':[{'type':'image','image':{"
        + file
        + "}}]}]}";
  }

  private Play.Reply carousel(String cards) {
    return play.sendTo(
        CUSTOMER,
        "'type':'template','template':{'name':'t_1','language':{'code':'en_US'},'components':["
            + "{'type':'carousel','cards':["
            + cards
            + "]}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'text':{'body':'  '}",
        "'type':'interactive','interactive':{'type':'button','body':{'text':' '},'action':{"
            + "'buttons':[{'type':'reply','reply':{'id':'a','title':'A'}}]}}",
        "'type':'image','image':{'link':' '}",
      })
  void blankTextsAreNoTexts(String content) {
    assertThat(play.sendTo(CUSTOMER, content).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "https://my_host.example/a.jpg,200",
    "HTTPS://host.example:8443/a%20b.jpg?x=1#y,200",
    "https://مثال.إختبار/صورة.jpg,200",
    "ftp://host.example/a.jpg,400",
    "https:///a.jpg,400",
    "host.example/a.jpg,400",
  })
  void linksAreThoseThatMetaTakes(String link, int status) {
    Play.Reply reply = play.sendTo(CUSTOMER, "'type':'image','image':{'link':'" + link + "'}");

    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(status);
  }

  @Test
  void onlyTheRightVerificationCodeIsTaken() {
    assertThat(play.number("POST", "verify_code?code=123456", "").code()).isEqualTo(136024);
    assertThat(play.number("POST", "request_code?code_method=SMS&language=en_US", "").status())
        .isEqualTo(200);
    assertThat(play.number("POST", "verify_code", "{'code':'000000'}").code()).isEqualTo(136025);
    assertThat(play.number("POST", "verify_code", "{'code':'123-456'}").status()).isEqualTo(200);
  }

  @Test
  void aLargeStickerIsTakenInAndRefusedWhenItIsSent() {
    byte[] webp = new byte[600 << 10];
    System.arraycopy("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, webp, 0, 4);

    Play.Reply stored = play.upload("image/webp", webp);
    String id = stored.json().path("id").stringValue();

    assertThat(stored.status()).isEqualTo(200);
    assertThat(play.sendTo(CUSTOMER, "'type':'sticker','sticker':{'id':'" + id + "'}").code())
        .isEqualTo(131053);
  }
}
