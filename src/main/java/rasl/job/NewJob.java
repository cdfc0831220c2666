package rasl.job;

import java.time.Duration;

/**
 * Work to be added.
 *
 * @param ref the row that the work is about
 * @param lane how soon its turn comes
 * @param delay how long it must not begin
 * @param held whether this node starts it by itself, right after the commit: then it is leased to
 *     it; else it is ready for anyone
 */
public record NewJob(long ref, Lane lane, Duration delay, boolean held) {
  /** Work that anyone may start now. */
  public static NewJob ready(long ref) {
    return new NewJob(ref, Lane.REPLY, Duration.ZERO, false);
  }
}
