package rasl.webhook;

/**
 * How many attempts a receiver gets at once, by what came of those before. It begins with a few,
 * and each success adds one, up to what the tenant chose; so a dead receiver never holds many of
 * the slots that all endpoints share. For one thread.
 */
final class Trust {
  /** How many attempts run at once at first. */
  static final int AT_FIRST = 10;

  /** After so many failures in a row a receiver gets a single attempt at a time. */
  static final int FAILURES_OF_THE_DEAD = 10;

  private int failures;
  private int successes;

  /** An attempt came to its end. */
  void ended(boolean success) {
    failures = success ? 0 : failures + 1;
    if (success) {
      successes = Math.min(successes + 1, EndpointSettings.MOST_IN_FLIGHT);
    } else if (failures >= FAILURES_OF_THE_DEAD) {
      successes = 0;
    }
  }

  /** How many attempts may run at once, of as many as the tenant chose. */
  int mostAtOnce(int chosen) {
    return failures >= FAILURES_OF_THE_DEAD ? 1 : Math.min(chosen, AT_FIRST + successes);
  }
}
