package rasl.limit;

import java.time.Duration;

/** Who may make how many calls more. */
public interface Budgets {
  /** Takes one call where there is one left. */
  State spend(Object who, int limit);

  /** Takes nothing. */
  State look(Object who, int limit);

  /**
   * A budget.
   *
   * @param spent whether a call was taken
   * @param remaining calls that are not refused, whatever other nodes do
   * @param wholeIn until all calls have come back
   * @param nextIn until a call comes back
   */
  record State(boolean spent, long remaining, Duration wholeIn, Duration nextIn) {}
}
