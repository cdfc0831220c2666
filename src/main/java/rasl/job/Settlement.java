package rasl.job;

import java.time.Duration;

/** The fate of a job after an attempt. */
public sealed interface Settlement {
  /** The work is done, and the job is gone. */
  record Done() implements Settlement {}

  /** The work runs again after a delay. */
  record RetryIn(Duration delay, String reason) implements Settlement {}

  /**
   * The attempt did nothing but find out that the work has to wait; it does not count as a try.
   *
   * @param delay after which it is looked at again
   */
  record WaitFor(Duration delay, String reason) implements Settlement {}

  /**
   * The attempt broke off with an exception, and the work runs again after a delay. It stays
   * unknown what earlier lost attempts did: {@link Job#lost} goes on.
   */
  record Broken(Duration delay, String reason) implements Settlement {}

  /**
   * The attempt met what passes by itself, such as a lock or an outage of the database, and the
   * work runs again after a delay. That is no fault of the work, however long it lasts; what
   * attempts before it lost stays unknown.
   */
  record Disturbed(Duration delay, String reason) implements Settlement {}

  /** The work is given up; the job stays for people to look at. */
  record Dead(String reason) implements Settlement {}
}
