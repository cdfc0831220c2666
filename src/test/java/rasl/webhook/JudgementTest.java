package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;

/** What failures come to, and how long they wait. */
class JudgementTest {
  private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
  private static final TurnStore.Turn NEW =
      new TurnStore.Turn(
          new TurnStore.Due(new TenantId(1), 2), 1, OptionalLong.of(3), Optional.empty(), 0);

  private static Noted attempt(Duration later, int status) {
    var parcel =
        new Parcel(
            OptionalLong.of(1),
            OptionalLong.of(1),
            Parcel.Kind.EVENT,
            "evt_1",
            "contact.created",
            new Occurrence.Resource("contact", 1),
            1,
            1,
            new byte[0]);
    var outcome =
        new Outcome(
            "https://example.com/",
            List.of(),
            START.plus(later),
            Duration.ofMillis(5),
            OptionalInt.of(status),
            Optional.empty(),
            "",
            Optional.empty());
    return Noted.of(1, parcel, outcome, RetrySchedule.usual(new Random(1)));
  }

  private static TurnStore.Turn after(TurnStore.Turn turn, Noted one) {
    return Judgement.after(turn, List.of(one));
  }

  @Test
  void fiveDaysOfNothingButFailuresEndItAfterTwoWarnings() {
    TurnStore.Turn turn = after(NEW, attempt(Duration.ZERO, 500));
    assertThat(turn.failing()).contains(START);
    assertThat(turn.warnings()).isZero();
    Noted half = attempt(Duration.ofHours(60), 500);
    assertThat(after(turn, half).warnings()).isEqualTo(1);
    assertThat(after(turn, attempt(Duration.ofHours(108), 500)).warnings()).isEqualTo(2);
    assertThat(Judgement.end(after(turn, half), List.of(half))).isEmpty();
    Noted last = attempt(Duration.ofDays(5), 500);
    assertThat(Judgement.end(after(turn, last), List.of(last)).orElseThrow()).contains("5 days");
  }

  @Test
  void oneSuccessBeginsItAllAnew() {
    TurnStore.Turn turn = after(NEW, attempt(Duration.ZERO, 500));
    TurnStore.Turn well = after(turn, attempt(Duration.ofDays(4), 204));
    assertThat(well.failing()).isEmpty();
    Noted last = attempt(Duration.ofDays(6), 500);
    assertThat(Judgement.end(after(well, last), List.of(last))).isEmpty();
  }

  @Test
  void goneEndsItAtOnce() {
    Noted gone = attempt(Duration.ZERO, 410);
    assertThat(Judgement.end(after(NEW, gone), List.of(gone)).orElseThrow()).contains("410");
  }

  @Test
  void retriesGoOnForAboutADayAndAreOnlyEverMadeLater() {
    var schedule = RetrySchedule.usual(new Random(1));
    Duration all =
        IntStream.rangeClosed(1, 10)
            .mapToObj(failed -> schedule.after(failed, Optional.empty()).orElseThrow())
            .reduce(Duration.ZERO, Duration::plus);
    assertThat(all).isBetween(Duration.ofHours(24), Duration.ofHours(31));
    assertThat(schedule.after(11, Optional.empty())).isEmpty();
    assertThat(schedule.after(1, Optional.of(Duration.ofMinutes(10))))
        .contains(Duration.ofMinutes(10));
    assertThat(schedule.after(6, Optional.of(Duration.ofSeconds(1))).orElseThrow())
        .isGreaterThan(Duration.ofMinutes(50));
    assertThat(schedule.after(1, Optional.of(Duration.ofDays(9)))).contains(Duration.ofHours(24));
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    assertThat(Outgoing.retryAfter("120", START)).contains(Duration.ofMinutes(2));
    assertThat(Outgoing.retryAfter("Wed, 04 Mar 2026 05:07:07 GMT", START))
        .contains(Duration.ofMinutes(1));
    assertThat(Outgoing.retryAfter("Wed, 04 Mar 2020 05:07:07 GMT", START)).isEmpty();
    assertThat(Outgoing.retryAfter("soon", START)).isEmpty();
  }
}
