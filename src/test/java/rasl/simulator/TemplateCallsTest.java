package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TemplateCallsTest {
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
  void marketingMessagesTakeMarketingTemplatesOnly() {
    String offer =
        "'type':'template','template':{'name':'season_offer','language':{'code':'en_US'},"
            + "'components':[{'type':'body','parameters':[{'type':'text','text':'Ann'},"
            + "{'type':'text','text':'20'}]},{'type':'button','sub_type':'url','index':2,"
            + "'parameters':[{'type':'text','text':'a'}]}]}";
    String start = "{'messaging_product':'whatsapp','to':'" + CUSTOMER + "',";

    assertThat(play.number("POST", "marketing_messages", start + offer + "}").status())
        .isEqualTo(200);
    assertThat(play.number("POST", "marketing_messages", start + "'text':{'body':'a'}}").code())
        .isEqualTo(131055);
    assertThat(
            play.number(
                    "POST",
                    "marketing_messages",
                    start
                        + "'type':'template','template':{'name':'hello_world',"
                        + "'language':{'code':'en_US'}}}")
                .code())
        .isEqualTo(134100);
  }

  @Test
  void authenticationTemplatesAreMadeInManyLanguagesAndPreviewed() {
    JsonNode made =
        play.account(
                "POST",
                "upsert_message_templates",
                "{'name':'code_2','languages':['en_US','ar'],'category':'AUTHENTICATION',"
                    + "'components':[{'type':'BODY','add_security_recommendation':true},"
                    + "{'type':'BUTTONS','buttons':[{'type':'OTP','otp_type':'COPY_CODE'}]}]}")
            .json();
    JsonNode preview =
        play.account(
                "GET",
                "message_template_previews?category=AUTHENTICATION&languages=en_US,ar"
                    + "&code_expiration_minutes=5&button_types=OTP",
                "")
            .json();

    assertThat(made.path("data").size()).isEqualTo(2);
    assertThat(made.at("/data/0/status").stringValue()).isEqualTo("APPROVED");
    assertThat(preview.at("/data/0/footer").stringValue()).contains("5 minutes");
  }

  @Test
  void aTemplateOfTheLibraryIsMadeOnesOwn() {
    JsonNode found = play.graph("GET", "/v25.0/message_template_library?search=payment", "").json();
    String name = found.at("/data/0/name").stringValue();

    Play.Reply made =
        play.account(
            "POST",
            "message_templates",
            "{'name':'mine','language':'en_US','category':'UTILITY','library_template_name':'"
                + name
                + "'}");

    assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
  }

  @Test
  void templateAnalyticsCountWhatWasSent() {
    String id =
        play.account("GET", "message_templates?name=hello_world", "")
            .json()
            .at("/data/0/id")
            .stringValue();
    play.sendTo(
        CUSTOMER,
        "'type':'template','template':{'name':'hello_world','language':{'code':'en_US'}}");
    play.advance(java.time.Duration.ofSeconds(5));
    long day = Instant.parse("2026-11-23T00:00:00Z").getEpochSecond();

    JsonNode point =
        play.account(
                "GET",
                "template_analytics?granularity=DAILY&start="
                    + day
                    + "&end="
                    + (day + 86_399)
                    + "&metric_types=SENT,READ&template_ids=%5B"
                    + id
                    + "%5D",
                "")
            .json()
            .at("/data/0/data_points/0");

    assertThat(point.path("sent").asInt()).isEqualTo(1);
    assertThat(point.path("read").asInt()).isEqualTo(1);
    assertThat(point.has("delivered")).isFalse();
  }
}
