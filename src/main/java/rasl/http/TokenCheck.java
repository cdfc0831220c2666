package rasl.http;

import java.util.Optional;

/** Tells whose token it is. The tenant room implements it. */
@FunctionalInterface
public interface TokenCheck {
  /**
   * The caller of a valid token; empty for one that is malformed, unknown, expired or revoked.
   *
   * @param token as the caller sent it
   * @param clientAddress from where; a token may be good for some networks alone
   * @throws rasl.refusal.RefusedException account suspended, where the tenant's is
   */
  Optional<Caller> check(String token, String clientAddress);

  /** The id of a valid token of an operator; empty for any other. */
  default Optional<Long> operator(String token) {
    return Optional.empty();
  }
}
