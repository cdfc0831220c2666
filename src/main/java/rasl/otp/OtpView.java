package rasl.otp;

import java.time.Duration;
import java.time.Instant;

/**
 * The public shape of answers about codes. Changing it changes the contract in api/openapi.yaml.
 */
final class OtpView {
  private OtpView() {}

  /**
   * @param phone digits
   */
  record Verified(String phone, String purpose, Instant verifiedAt) {}

  /** There is no code for the phone and purpose. */
  record NoCode(boolean hasActiveOtp) {}

  /**
   * The code that counts; also one that has expired or was guessed wrong too often, until another
   * one takes its place.
   *
   * @param expiresInSeconds negative once it has expired
   */
  record Status(
      boolean hasActiveOtp,
      Instant expiresAt,
      long expiresInSeconds,
      boolean isExpired,
      int verificationAttempts,
      int maxAttempts,
      int attemptsRemaining,
      Instant createdAt) {

    static Status of(OtpStore.Current code, Instant now) {
      return new Status(
          true,
          code.expiresAt(),
          secondsUntil(code.expiresAt(), now),
          code.isExpired(now),
          code.attempts(),
          code.maxAttempts(),
          Math.max(0, code.maxAttempts() - code.attempts()),
          code.createdAt());
    }

    /** Rounded down, so that it is negative as soon as the code has expired by a millisecond. */
    private static long secondsUntil(Instant then, Instant now) {
      return Math.floorDiv(Duration.between(now, then).toMillis(), 1000L);
    }
  }
}
