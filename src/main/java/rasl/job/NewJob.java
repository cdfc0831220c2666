package rasl.job;

import java.time.Duration;
import java.util.Optional;

/**
 * Work to be added.
 *
 * @param ref the row that the work is about
 * @param lane in which it goes out through a business number; empty where it does not
 * @param delay how long it must not begin
 * @param held whether this node starts it by itself, right after the commit: then it is leased to
 *     it; else it is ready for anyone
 */
public record NewJob(long ref, Optional<Lane> lane, Duration delay, boolean held) {
  /** Work that goes out through a business number. */
  public NewJob(long ref, Lane lane, Duration delay, boolean held) {
    this(ref, Optional.of(lane), delay, held);
  }

  /** Work in no lane that anyone may start now. */
  public static NewJob ready(long ref) {
    return later(ref, Duration.ZERO);
  }

  /** Work in no lane that anyone may start after a while. */
  public static NewJob later(long ref, Duration delay) {
    return new NewJob(ref, Optional.empty(), delay, false);
  }
}
