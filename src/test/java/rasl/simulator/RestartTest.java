package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  private static final String CUSTOMER = "966512345678";

  @TempDir Path folder;
  private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final Receiver receiver = new Receiver();

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Path journal() {
    return folder.resolve("simulator/journal.jsonl");
  }

  @Test
  void aRestartKeepsOutboxWindowsClockFaultsAndSwitches() {
    String wamid;
    String inbound;
    try (Play play = Play.start(folder, clock, Optional.empty())) {
      inbound = play.inbound(CUSTOMER);
      wamid = play.accepted(CUSTOMER);
      play.advance(Duration.ofHours(1));
      play.control("/control/webhooks", "{\"skip_delivered\":true}");
      play.control("/control/faults", "{\"code\":131016,\"times\":2}");
      assertThat(play.send(Play.text(CUSTOMER, "Hi")).code()).isEqualTo(131016);
    }
    try (Play play = Play.start(folder, clock, receiver)) {
      assertThat(play.outbox("")).containsExactly(wamid);
      assertThat(play.send(Play.text(CUSTOMER, "Hi")).code()).isEqualTo(131016);
      String second = play.accepted(CUSTOMER);
      assertThat(play.get("/control/state").json().path("now").stringValue())
          .isEqualTo("2026-11-23T11:00:00Z");
      receiver.await(it -> it.statuses(wamid).size() == 3, "what was due before the restart");
      play.advance(Duration.ofSeconds(2));
      receiver.await(it -> it.statuses(second).size() == 2, "two statuses");
      assertThat(receiver.taken().getFirst().path("id").stringValue()).isEqualTo(inbound);
      assertThat(receiver.taken().getFirst().at("/text/body").stringValue()).isEqualTo("Hi");
    }
  }

  @Test
  void updatesThatWereNotTakenGoOutAfterTheRestartAndTakenOnesDoNot() {
    String wamid;
    try (Play play = Play.start(folder, clock, receiver)) {
      play.inbound(CUSTOMER);
      wamid = play.accepted(CUSTOMER);
      clock.advance(Duration.ofMillis(200));
      receiver.awaitStatuses(wamid, "sent");
      receiver.answerNext(503, 503);
      clock.advance(Duration.ofMillis(400));
      receiver.await(
          it -> it.posts().stream().filter(post -> post.answered() == 503).count() == 2,
          "two failures");
    }
    try (Play play = Play.start(folder, clock, receiver)) {
      receiver.awaitStatuses(wamid, "sent", "delivered");
      clock.advance(Duration.ofSeconds(1));
      receiver.awaitStatuses(wamid, "sent", "delivered", "read");
      assertThat(play.outbox("")).containsExactly(wamid);
    }
  }

  @Test
  void aTornLastLineIsCutOff() throws IOException {
    String wamid;
    try (Play play = Play.start(folder, clock, Optional.empty())) {
      wamid = play.accepted(CUSTOMER);
    }
    Files.writeString(
        journal(),
        "{\"accepted\":{\"at\":\"2026-11",
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
    String second;
    try (Play play = Play.start(folder, clock, Optional.empty())) {
      assertThat(play.outbox("")).containsExactly(wamid);
      second = play.accepted(CUSTOMER);
    }
    try (Play play = Play.start(folder, clock, Optional.empty())) {
      assertThat(play.outbox("")).containsExactly(wamid, second);
    }
  }

  @Test
  void aResetOutlivesARestart() {
    try (Play play = Play.start(folder, clock, Optional.empty())) {
      play.accepted(CUSTOMER);
      play.control("/control/reset", "{}");
    }
    try (Play play = Play.start(folder, clock, Optional.empty())) {
      assertThat(play.outbox("")).isEmpty();
    }
  }

  @Test
  void compactionKeepsMessagesWindowsAndWhatIsPending() throws IOException {
    List<String> wamids = new ArrayList<>();
    try (Play play = Play.start(folder, clock, receiver)) {
      play.inbound(CUSTOMER);
      for (int i = 0; i < 20; i++) {
        wamids.add(play.accepted(CUSTOMER));
      }
      clock.advance(Duration.ofMillis(600));
      receiver.await(it -> it.taken().size() == 41, "sent and delivered");
    }
    long before = Files.size(journal());
    Set<Long> settled = JournalCompaction.settled(journal());
    JournalCompaction.rewrite(journal(), settled);
    assertThat(Files.size(journal())).isLessThan(before);

    try (Play play = Play.start(folder, clock, receiver)) {
      assertThat(play.outbox("")).isEqualTo(wamids);
      clock.advance(Duration.ofSeconds(1));
      for (String wamid : wamids) {
        receiver.awaitStatuses(wamid, "sent", "delivered", "read");
      }
      String inWindow = play.accepted(CUSTOMER);
      play.advance(Duration.ofSeconds(2));
      receiver.await(it -> it.statuses(inWindow).size() == 3, "three statuses");
    }
  }

  @Test
  void twoSimulatorsDoNotShareAFolder() {
    try (Play play = Play.start(folder, clock, receiver)) {
      assertThatThrownBy(() -> Play.start(folder, clock, receiver))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another simulator");
      assertThat(play.get("/control/state").status()).isEqualTo(200);
    }
  }
}
