package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What many callers change at once is changed by each of them. */
class TogetherTest {
  private static final List<String> FIELDS = List.of("about", "address", "description", "email");

  @TempDir Path folder;

  @Test
  void noChangeOfAProfileIsLost() throws Exception {
    var clock = new MovingClock(Instant.parse("2026-11-23T10:00:00Z"));
    try (Receiver receiver = new Receiver();
        Play play = Play.start(folder, clock, receiver);
        ExecutorService callers = Executors.newFixedThreadPool(FIELDS.size())) {
      for (int round = 0; round < 20; round++) {
        String value = "a" + round + "@shop.example";
        List<Callable<Play.Reply>> calls =
            FIELDS.stream()
                .<Callable<Play.Reply>>map(field -> () -> set(play, field, value))
                .toList();
        for (Future<Play.Reply> call : callers.invokeAll(calls)) {
          assertThat(call.get().status()).isEqualTo(200);
        }
        JsonNode profile =
            play.number("GET", "whatsapp_business_profile?fields=" + String.join(",", FIELDS), "")
                .json()
                .at("/data/0");
        assertThat(FIELDS).allMatch(field -> profile.path(field).stringValue().equals(value));
      }
    }
  }

  private static Play.Reply set(Play play, String field, String value) {
    return play.number(
        "POST",
        "whatsapp_business_profile",
        "{'messaging_product':'whatsapp','" + field + "':'" + value + "'}");
  }
}
