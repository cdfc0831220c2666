package rasl.message.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.message.accept.WaitingRequests;

/** Requests that wait for WhatsApp's answer: how many, and how they learn of it. */
class HeldAttemptsTest {
  private static final TenantId ANN = new TenantId(1);
  private static final TenantId BOB = new TenantId(2);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final WaitingRequests waiting = new WaitingRequests();

  @Test
  void aTenantWhoseCallsHangTakesHalfAndLeavesTheOthersTheRest() {
    try (var attempts = new HeldAttempts((_, _) -> new AttemptResult.Overtaken(), waiting)) {
      long taken = IntStream.range(0, HeldAttempts.MOST).filter(_ -> attempts.reserve(ANN)).count();
      assertThat(taken).isEqualTo(HeldAttempts.MOST / 2);
      assertThat(attempts.reserve(BOB)).isTrue();
      assertThat(attempts.reserve(ANN)).isFalse();
      attempts.giveBack(ANN);
      assertThat(attempts.reserve(ANN)).isTrue();
    }
  }

  @Test
  void aRequestHearsWhatIsWrittenOfItsMessageAndOfNoOther() throws InterruptedException {
    var sent = new AttemptResult.Again(Duration.ZERO, "again");
    try (WaitingRequests.Place place = waiting.waitFor(7)) {
      waiting.written(8, new AttemptResult.Overtaken());
      assertThat(place.await(Duration.ZERO)).isEmpty();
      waiting.written(7, sent);
      assertThat(place.await(LONG)).isEqualTo(Optional.of(sent));
    }
    waiting.written(7, sent);
  }
}
