package rasl.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.refusal.Refusal;

/**
 * Why something would be refused, told in an answer that is none itself: the error's code, message
 * and details, as the refusal would have them (contract 1.2).
 *
 * @param details null where there are none
 */
public record WhyNot(String code, String message, @Nullable Map<String, Object> details) {

  /** The same of a refusal. */
  public static WhyNot of(Refusal refusal) {
    Problem problem = Problem.of(refusal);
    return new WhyNot(
        problem.code(), problem.message(), problem.details().isEmpty() ? null : problem.details());
  }
}
