package rasl.http;

import java.time.Instant;

/**
 * A person with a valid session. Two are equal where the session is the same.
 *
 * @param personId an account of the installation, not of a tenant
 * @param sessionId what {@code GET /api/v2/sessions} calls it
 * @param secondFactor whether the sign-in took more than a password: a passkey, or a one-time code
 * @param operator whether the person operates the installation; counts for nothing without {@code
 *     secondFactor}
 * @param signedInAt when the session began
 * @param callsPerMinute the session's rate limit
 */
public record SignedIn(
    long personId,
    long sessionId,
    boolean secondFactor,
    boolean operator,
    Instant signedInAt,
    int callsPerMinute) {

  /** Whether the person may do what operators do. */
  public boolean mayOperate() {
    return operator && secondFactor;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedIn signedIn && signedIn.sessionId == sessionId;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sessionId);
  }
}
