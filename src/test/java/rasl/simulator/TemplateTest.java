package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TemplateTest {
  private static final String CUSTOMER = "966512345678";
  private static final String TEMPLATES = "/v25.0/" + Play.ACCOUNT.wabaId() + "/message_templates";

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

  private Play.Reply send(String name, String language, String components) {
    return play.sendTo(
        CUSTOMER,
        "'type':'template','template':{'name':'"
            + name
            + "','language':{'code':'"
            + language
            + "'},'components':["
            + components
            + "]}");
  }

  private static String part(String type, String... texts) {
    List<String> parameters = new ArrayList<>();
    for (String text : texts) {
      parameters.add("{'type':'text','text':'" + text + "'}");
    }
    return "{'type':'" + type + "','parameters':[" + String.join(",", parameters) + "]}";
  }

  private static String button(String subType, int index, String parameter) {
    return "{'type':'button','sub_type':'"
        + subType
        + "','index':'"
        + index
        + "','parameters':["
        + parameter
        + "]}";
  }

  private Play.Reply create(String json) {
    return play.graph("POST", TEMPLATES, json.replace('\'', '"'));
  }

  private static String utility(String name, String body) {
    return "{'name':'"
        + name
        + "','language':'en','category':'UTILITY','components':[{'type':'body',"
        + "'text':'"
        + body
        + "','example':{'body_text':[['a','b','c']]}}]}";
  }

  @Test
  void theFirstTemplatesCanBeSentToAnyoneAtOnce() {
    String suffix = "{'type':'text','text':'a?x=1'}";
    List<Play.Reply> replies =
        List.of(
            send("order_update", "en", part("header", "42") + "," + part("body", "Ann", "Monday")),
            send(
                "order_update", "ar", part("header", "42") + "," + part("body", "سارة", "الاثنين")),
            send(
                "order_photo",
                "en",
                "{'type':'header','parameters':[{'type':'image','image':{'link':'https://a.example/a.png'}}]},"
                    + part("body", "42")),
            send("season_offer", "ar", part("body", "a", "b") + "," + button("URL", 2, suffix)),
            send(
                "login_code",
                "en",
                part("body", "482913")
                    + ","
                    + button("url", 0, "{'type':'text','text':'482913'}")));
    for (Play.Reply reply : replies) {
      assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
      assertThat(reply.json().at("/messages/0/message_status").stringValue()).isEqualTo("accepted");
    }
    play.advance(Duration.ofSeconds(2));
    String last = replies.getLast().json().at("/messages/0/id").stringValue();
    receiver.await(it -> it.statuses(last).size() == 3, "delivered outside of the window");
    JsonNode sent =
        receiver.taken().stream()
            .filter(it -> it.path("id").asString("").equals(last))
            .findFirst()
            .orElseThrow();
    assertThat(sent.at("/pricing/category").stringValue()).isEqualTo("authentication");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "132001|nothing|en|template name (nothing) does not exist in en|",
        "132001|order_update|es_MX|template name (order_update) does not exist in es_MX|",
        "132000|order_update|en|header: number of localizable_params (0) does not match the"
            + " expected number of params"
            + " (1)|{'type':'body','parameters':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}",
        "132000|order_update|en|body: number of localizable_params (1) does not match the expected"
            + " number of params"
            + " (2)|{'type':'header','parameters':[{'type':'text','text':'a'}]},{'type':'body','parameters':[{'type':'text','text':'a'}]}",
        "132012|order_photo|en|header: Format mismatch, expected IMAGE, received"
            + " UNKNOWN|{'type':'body','parameters':[{'type':'text','text':'a'}]}",
        "131008|season_offer|en|buttons: Button at index 2 of type Url requires a"
            + " parameter|{'type':'body','parameters':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}",
        "131008|login_code|en|buttons: Button at index 0 of type Url requires a"
            + " parameter|{'type':'body','parameters':[{'type':'text','text':'123456'}]}",
        "132018|order_photo|en|new-line/tab|{'type':'header','parameters':[{'type':'image','image':{'link':'https://a.example/a'}}]},{'type':'body','parameters':[{'type':'text','text':'a\\n"
            + "b'}]}",
        "100|order_photo|en|Parameter 'text' is"
            + " mandatory|{'type':'body','parameters':[{'type':'text'}]}"
      })
  void aMessageThatDoesNotFitItsTemplateIsRefused(
      int code, String name, String language, String details, String components) {
    Play.Reply reply = send(name, language, components == null ? "" : components);
    assertThat(reply.code()).as(reply.raw().body()).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(code == 132001 ? 404 : 400);
    assertThat(reply.json().at("/error/error_data/details").stringValue()).contains(details);
  }

  @Test
  void aNamedTemplateIsFilledByName() {
    String json =
        "{'name':'named_one','language':'en','category':'UTILITY','parameter_format':'NAMED',"
            + "'components':[{'type':'BODY','text':'Hi {{first_name}}, see you {{day}} then.',"
            + "'example':{'body_text_named_params':[{'param_name':'first_name','example':'A'}]}}]}";
    assertThat(create(json).status()).isEqualTo(200);
    play.advance(Duration.ofSeconds(4));
    String day = "{'type':'text','parameter_name':'day','text':'Monday'}";
    String name = "{'type':'text','parameter_name':'first_name','text':'Ann'}";
    String body = "{'type':'body','parameters':[%s,%s]}";
    assertThat(send("named_one", "en", body.formatted(day, name)).status()).isEqualTo(200);
    assertThat(
            send(
                    "named_one",
                    "en",
                    body.formatted(day, part("x").isEmpty() ? "" : "{'type':'text','text':'Ann'}"))
                .code())
        .isEqualTo(100);
  }

  @Test
  void aTemplateIsReviewedAndTheBusinessHearsOfIt() {
    Play.Reply made = create(utility("new_one", "Your parcel {{1}} is here."));
    assertThat(made.json().path("status").stringValue()).isEqualTo("PENDING");
    String id = made.json().path("id").stringValue();
    assertThat(send("new_one", "en", part("body", "7")).code()).isEqualTo(132001);

    play.advance(Duration.ofSeconds(4));
    receiver.await(it -> notices(it).size() == 1, "the verdict");
    JsonNode value = notices(receiver).getFirst().path("value");
    assertThat(value.path("event").stringValue()).isEqualTo("APPROVED");
    assertThat(value.path("message_template_id").isIntegralNumber()).isTrue();
    assertThat(value.path("message_template_id").asString()).isEqualTo(id);
    assertThat(send("new_one", "en", part("body", "7")).status()).isEqualTo(200);

    play.steer("/control/templates", "{'id':'" + id + "','status':'PAUSED','quality':'RED'}");
    assertThat(send("new_one", "en", part("body", "7")).code()).isEqualTo(132015);
    assertThat(play.graph("POST", "/v25.0/" + id + "/unpause", "{}").status()).isEqualTo(200);
    assertThat(send("new_one", "en", part("body", "7")).status()).isEqualTo(200);
    play.steer("/control/templates", "{'name':'new_one','language':'en','status':'DISABLED'}");
    assertThat(send("new_one", "en", part("body", "7")).code()).isEqualTo(132016);
    receiver.await(it -> notices(it).size() == 5, "paused, quality, reinstated, disabled");
  }

  private static List<JsonNode> notices(Receiver receiver) {
    List<JsonNode> found = new ArrayList<>();
    for (Receiver.Post post : receiver.posts()) {
      for (JsonNode entry : post.json().path("entry")) {
        if (!entry.at("/changes/0/field").asString("").equals("messages")) {
          assertThat(entry.has("time")).isTrue();
          found.add(entry.path("changes").path(0));
        }
      }
    }
    return found;
  }

  @Test
  void authenticationTemplatesAreApprovedAtOnceAndWrittenByMeta() {
    String json =
        "{'name':'code_two','language':'en','category':'authentication','components':["
            + "{'type':'BODY','add_security_recommendation':true},"
            + "{'type':'FOOTER','code_expiration_minutes':5},"
            + "{'type':'BUTTONS','buttons':[{'type':'OTP','otp_type':'COPY_CODE','text':'Copy'}]}]}";
    Play.Reply made = create(json);
    assertThat(made.json().path("status").stringValue()).isEqualTo("APPROVED");
    JsonNode read = play.graph("GET", "/v25.0/" + made.json().path("id").stringValue(), "").json();
    assertThat(read.at("/components/0/text").stringValue())
        .startsWith("*{{1}}* is your verification");
    assertThat(read.at("/components/2/buttons/0/type").stringValue()).isEqualTo("URL");
  }

  @ParameterizedTest
  @CsvSource({
    "'Bad Name', 'Hello there', 0",
    "order_update, 'Hello there', 2388024",
    "a, '{{1}} is here now you know', 2388299",
    "a, 'Hi {{1}} and {{2}} ok', 2388293",
    "a, 'Hi there good people {{2}} ok', 2388072",
    "a, '', 2388072"
  })
  void whatCannotBeATemplateIsRefused(String name, String body, int subcode) {
    Play.Reply reply = create(utility(name, body));
    assertThat(reply.code()).as(reply.raw().body()).isEqualTo(100);
    assertThat(reply.json().at("/error/error_subcode").asInt(0)).isEqualTo(subcode);
  }

  @Test
  void touchingVariablesAreRejectedByTheReviewAndCanBeEdited() {
    String id =
        create(utility("two_vars", "Hello dear {{1}}{{2}} how are you doing today"))
            .json()
            .path("id")
            .stringValue();
    play.advance(Duration.ofSeconds(4));
    JsonNode read = play.graph("GET", "/v25.0/" + id + "?fields=status,rejected_reason", "").json();
    assertThat(read.path("status").stringValue()).isEqualTo("REJECTED");
    assertThat(read.path("rejected_reason").stringValue()).isEqualTo("INVALID_FORMAT");
    assertThat(read.propertyNames()).containsExactlyInAnyOrder("id", "status", "rejected_reason");
    String better =
        "{'components':[{'type':'BODY','text':'All is well today.'}]}".replace('\'', '"');
    assertThat(play.graph("POST", "/v25.0/" + id, better).json().path("success").booleanValue())
        .isTrue();
    play.advance(Duration.ofSeconds(4));
    assertThat(play.graph("GET", "/v25.0/" + id, "").json().path("status").stringValue())
        .isEqualTo("APPROVED");
  }

  @Test
  void theListHasPagesFiltersAndFields() {
    List<String> ids = new ArrayList<>();
    String after = "";
    int pages = 0;
    do {
      JsonNode page =
          play.graph("GET", TEMPLATES + "?limit=3&fields=name,language" + after, "").json();
      page.path("data").forEach(it -> ids.add(it.path("id").stringValue()));
      assertThat(page.at("/data/0").propertyNames())
          .containsExactlyInAnyOrder("id", "name", "language");
      boolean more = page.path("paging").has("next");
      after = more ? "&after=" + page.at("/paging/cursors/after").stringValue() : "";
      pages++;
    } while (!after.isEmpty());
    assertThat(pages).isEqualTo(5);
    assertThat(ids).hasSize(13).doesNotHaveDuplicates();
    assertThat(play.graph("GET", TEMPLATES + "?name=login_code", "").json().path("data").size())
        .isEqualTo(3);
    assertThat(
            play.graph("GET", TEMPLATES + "?category=MARKETING&language=ar", "")
                .json()
                .path("data")
                .size())
        .isEqualTo(1);
    assertThat(play.graph("GET", TEMPLATES + "?status=REJECTED", "").json().path("data").size())
        .isZero();
  }

  @Test
  void deletingTakesAllLanguagesOrOneAndTheNameRests() {
    assertThat(play.graph("DELETE", TEMPLATES + "?name=login_code", "").status()).isEqualTo(200);
    assertThat(play.graph("GET", TEMPLATES, "").json().path("data").size()).isEqualTo(10);
    assertThat(play.graph("DELETE", TEMPLATES + "?name=login_code", "").code()).isEqualTo(100);
    assertThat(
            create(utility("login_code", "Hello there")).json().at("/error/error_subcode").asInt())
        .isEqualTo(2388023);
    play.advance(Duration.ofDays(31));
    assertThat(create(utility("login_code", "Hello there")).status()).isEqualTo(200);
  }
}
