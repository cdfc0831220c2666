package rasl.http;

import java.util.Optional;

/** Tells whose token it is. The tenant room implements it. */
@FunctionalInterface
public interface TokenCheck {
  /**
   * The caller of a valid token; empty for one that is malformed, unknown, expired or revoked.
   *
   * @param token as the caller sent it
   */
  Optional<Caller> check(String token);
}
