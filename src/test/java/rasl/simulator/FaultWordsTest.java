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
import tools.jackson.databind.JsonNode;

class FaultWordsTest {
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

  private JsonNode refused(String fault) {
    play.steer("/control/faults", fault);
    return play.send(Play.text(CUSTOMER, "Hi")).json().path("error");
  }

  @Test
  void codeZeroIsAnErrorOfMetas() {
    play.steer("/control/faults", "{'code':0}");
    Play.Reply reply = play.send(Play.text(CUSTOMER, "Hi"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.code()).isZero();
    assertThat(reply.json().at("/error/message").stringValue()).isEqualTo("(#0) AuthException");
  }

  @Test
  void subcodesAndTransienceAreAsAskedFor() {
    JsonNode error = refused("{'code':2,'error_subcode':1504043,'is_transient':true}");

    assertThat(error.path("error_subcode").asInt()).isEqualTo(1504043);
    assertThat(error.path("is_transient").booleanValue()).isTrue();
    assertThat(refused("{'code':2,'is_transient':false}").path("is_transient").asBoolean(true))
        .isFalse();
    assertThat(refused("{'code':2}").has("is_transient")).isFalse();
    assertThat(play.control("/control/faults", "{\"error_subcode\":1}").status()).isEqualTo(422);
  }

  @Test
  void aDeadTokenIsWordedAsMetaWordsIt() {
    JsonNode expired = refused("{'code':190}");

    assertThat(expired.path("message").stringValue())
        .isEqualTo(
            "Error validating access token: Session has expired on Monday, 23-Nov-26 01:00:00 PST."
                + " The current time is Monday, 23-Nov-26 02:00:00 PST.");
    assertThat(expired.path("error_subcode").asInt()).isEqualTo(463);
    assertThat(expired.has("error_data")).isFalse();
    assertThat(refused("{'code':190,'error_subcode':460}").path("message").stringValue())
        .contains("changed their password");
  }

  @ParameterizedTest
  @CsvSource({
    "131042,Business eligibility payment issue",
    "134101,Template syncing",
    "139101,Blocklist limit reached",
    "138006,No approved call permission from the recipient",
    "131215,Groups not eligible",
    "136024,Phone number already verified",
    "80008,There have been too many calls to this WhatsApp Business account. Wait a bit and try"
        + " again.",
    "219,API Permission",
  })
  void everyCodeHasItsTitle(int code, String title) {
    assertThat(refused("{'code':" + code + "}").path("message").stringValue())
        .isEqualTo("(#" + code + ") " + title);
  }
}
