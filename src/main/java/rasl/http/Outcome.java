package rasl.http;

import rasl.refusal.Refusal;

/**
 * What came of a change that can say no and yet have changed something, such as a wrong guess. An
 * outcome and not an exception: its transaction commits all the same.
 */
public sealed interface Outcome {
  /** It was done; a repeat gets the same answer. */
  record Done(Answer answer) implements Outcome {}

  /** It was refused, and the refusal is a change of its own; a repeat gets the same refusal. */
  record RefusedForGood(Refusal refusal) implements Outcome {}

  /**
   * It was refused. What was written, such as a count of calls, stays, but is not the caller's
   * change: a repeat is done anew.
   */
  record Refused(Refusal refusal) implements Outcome {}
}
