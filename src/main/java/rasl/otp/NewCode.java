package rasl.otp;

import java.time.Instant;

/**
 * A code that is about to be sent.
 *
 * @param code in plain: it is never stored so
 * @param maxAttempts wrong guesses that end it
 */
record NewCode(String code, int maxAttempts, Instant createdAt, Instant expiresAt) {

  /** Not the code. */
  @Override
  public String toString() {
    return "NewCode[REDACTED, expiresAt=" + expiresAt + "]";
  }
}
