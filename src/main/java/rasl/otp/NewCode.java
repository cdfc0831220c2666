package rasl.otp;

import java.time.Instant;

/**
 * A code that is about to be sent.
 *
 * @param code in plain: it is never stored so
 * @param maxAttempts wrong guesses that end it
 * @param templateName the template that carries it, in its language
 */
record NewCode(
    String code,
    int maxAttempts,
    String templateName,
    String language,
    Instant createdAt,
    Instant expiresAt) {

  /** Not the code. */
  @Override
  public String toString() {
    return "a code of " + templateName;
  }
}
