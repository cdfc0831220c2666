package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PageTest {
  private static final String CUSTOMER = "966512345678";

  @TempDir Path folder;
  private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T10:00:00Z"));
  private Play play;

  @BeforeEach
  void start() {
    play = Play.start(folder, clock, Optional.empty());
  }

  @AfterEach
  void stop() {
    play.close();
  }

  private JsonNode lastOfThread() {
    JsonNode messages = play.get("/control/thread?user=" + CUSTOMER).json().path("messages");
    return messages.path(messages.size() - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/page/app.js, text/javascript",
    "/page/bubble.js, text/javascript",
    "/page/style.css, text/css",
    "/page/icon.svg, image/svg+xml"
  })
  void thePageComesWithoutAnythingFromElsewhere(String path, String type) {
    Play.Reply reply = play.get(path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).startsWith(type);
    assertThat(reply.header("content-security-policy"))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(reply.raw().body()).doesNotContain("https://").doesNotContain("style=");
  }

  @Test
  void otherPathsOfThePageAreNotThere() {
    assertThat(play.get("/page/../journal.jsonl").status()).isNotEqualTo(200);
    assertThat(play.get("/page/sample.png").status()).isEqualTo(404);
    assertThat(play.graph("GET", "/", "").code()).isEqualTo(2500);
  }

  @Test
  void theThreadShowsBothSidesWithTheirTicks() {
    play.steer("/control/inbound", "{'from':'" + CUSTOMER + "','text':'Hi','name':'Sara'}");
    clock.advance(Duration.ofMillis(1));
    play.accepted(CUSTOMER);
    assertThat(lastOfThread().path("status").stringValue()).isEqualTo("accepted");
    clock.advance(Duration.ofMillis(200));
    assertThat(lastOfThread().path("status").stringValue()).isEqualTo("sent");
    clock.advance(Duration.ofMillis(400));
    assertThat(lastOfThread().path("status").stringValue()).isEqualTo("delivered");
    clock.advance(Duration.ofSeconds(1));
    assertThat(lastOfThread().path("status").stringValue()).isEqualTo("read");
    JsonNode first = play.get("/control/thread?user=" + CUSTOMER).json().at("/messages/0");
    assertThat(first.path("direction").stringValue()).isEqualTo("in");
    assertThat(first.at("/content/body").stringValue()).isEqualTo("Hi");
    JsonNode customer = play.get("/control/customers").json().at("/customers/0");
    assertThat(customer.path("name").stringValue()).isEqualTo("Sara");
    assertThat(customer.path("key").stringValue()).isEqualTo(CUSTOMER);
  }

  @Test
  void aTemplateIsShownAsTheCustomerSeesIt() {
    play.sendTo(
        CUSTOMER,
        "'type':'template','template':{'name':'season_offer','language':{'code':'en'},'components':[{'type':'body','parameters':[{'type':'text','text':'Ann'},{'type':'text','text':'20"
            + " %'}]},"
            + "{'type':'button','sub_type':'quick_reply','index':'0','parameters':[{'type':'payload','payload':'MORE'}]},"
            + "{'type':'button','sub_type':'url','index':'2','parameters':[{'type':'text','text':'ann'}]}]}");
    JsonNode preview = lastOfThread().path("preview");
    assertThat(preview.path("body").stringValue())
        .isEqualTo("Hello Ann, this week everything is 20 % cheaper for you.");
    assertThat(preview.at("/buttons/0/payload").stringValue()).isEqualTo("MORE");
    assertThat(preview.at("/buttons/1/payload").stringValue()).isEqualTo("Stop offers");
    assertThat(preview.at("/buttons/2/url").stringValue())
        .isEqualTo("https://shop.example/offers/ann");
  }

  @Test
  void filesAreShownSoThatNothingInThemRuns() {
    String id =
        play.steer(
                "/control/inbound",
                "{'from':'"
                    + CUSTOMER
                    + "','type':'document','document':{'mime_type':'text/html',"
                    + "'data':'PHNjcmlwdD4='}}")
            .path("media_id")
            .stringValue();
    Play.Reply file = play.get("/control/media?id=" + id);
    assertThat(file.header("content-type")).isEqualTo("application/octet-stream");
    assertThat(file.header("content-disposition")).isEqualTo("attachment");
    assertThat(file.header("content-security-policy")).contains("sandbox");
    assertThat(play.get("/control/media?id=1").status()).isEqualTo(404);
  }
}
