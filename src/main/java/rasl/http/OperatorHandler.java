package rasl.http;

/**
 * Answers a call of an operator of the installation; throws {@link rasl.refusal.RefusedException}
 * to refuse it.
 */
@FunctionalInterface
public interface OperatorHandler {
  /**
   * @param operator a {@link Principal.OperatorToken}, or a {@link Principal.Person} who may
   *     operate
   */
  Answer handle(Principal operator, Request request);
}
