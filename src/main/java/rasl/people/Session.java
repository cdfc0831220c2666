package rasl.people;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person's sign-in in one browser or program, until it ends.
 *
 * @param operator whether the person operates the installation
 * @param address from which it was opened
 * @param userAgent the program that opened it, as it calls itself; null where it does not
 * @param usedAt when it was last used, at most {@link #NOTED} out of date
 */
record Session(
    long id,
    long personId,
    boolean operator,
    boolean secondFactor,
    String address,
    @Nullable String userAgent,
    Instant createdAt,
    Instant usedAt,
    Optional<Instant> endedAt) {
  /** Unused for so long it ends. */
  static final Duration IDLE = Duration.ofHours(12);

  /** It ends after so long, however much it is used. */
  static final Duration IN_ALL = Duration.ofDays(30);

  /** Its use is noted once in so long, so that a call does not write. */
  static final Duration NOTED = Duration.ofMinutes(5);

  boolean isValidAt(Instant now) {
    return endedAt.isEmpty() && now.isBefore(endsAt());
  }

  /** When it ends, where it is not used any more. */
  Instant endsAt() {
    Instant idle = usedAt.plus(IDLE);
    Instant whole = createdAt.plus(IN_ALL);
    return idle.isBefore(whole) ? idle : whole;
  }

  boolean isNoteDueAt(Instant now) {
    return !now.isBefore(usedAt.plus(NOTED));
  }
}
