package rasl.message;

import java.util.function.UnaryOperator;
import rasl.refusal.RefusedException;

/**
 * What a message is to say before it is known to whom: its merge fields (contract 2.5, rule 3) are
 * still to be replaced. All else about it has been checked.
 */
public interface Wording {
  /** Whether WhatsApp takes it only within the 24-hour customer service window. */
  boolean needsWindow();

  /** Whether it is marketing, which customers can stop in WhatsApp itself. */
  default boolean isMarketing() {
    return false;
  }

  /**
   * What it says to one contact. It may be called more than once, and must have no effect.
   *
   * @param merge replaces the merge fields in a text by that contact's values
   * @throws RefusedException where it cannot be sent with these values, such as one too long
   */
  Content content(UnaryOperator<String> merge);
}
