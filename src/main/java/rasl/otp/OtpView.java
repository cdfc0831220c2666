package rasl.otp;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.http.Answer;
import rasl.message.Outcome;
import rasl.message.QueuedMessage;

/**
 * The public shape of answers about codes. Changing it changes the contract in api/openapi.yaml.
 */
final class OtpView {
  private OtpView() {}

  /**
   * @param phone digits
   */
  record Verified(String phone, String purpose, Instant verifiedAt) {}

  /** The answer to a send; a failure for good is thrown. */
  static Answer sent(Outcome.Stored outcome, SendLog.Facts facts, Optional<String> warning) {
    return switch (outcome) {
      case Outcome.Sent(var message, var wamid, var at) ->
          Answer.ok(sent(message, "sent", wamid, at, facts, warning));
      case Outcome.Queued(var message, var status) ->
          Answer.accepted(sent(message, status.text(), null, null, facts, warning));
      case Outcome.FailedForGood(_, var refusal) -> throw refusal.thrown();
    };
  }

  private static Map<String, @Nullable Object> sent(
      QueuedMessage message,
      String status,
      @Nullable String wamid,
      @Nullable Instant sentAt,
      SendLog.Facts facts,
      Optional<String> warning) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("message_id", wamid);
    data.put("contact_id", message.contactId());
    data.put("phone", message.phone().digits());
    data.put("template_name", facts.templateName());
    data.put("language", facts.language());
    data.put("code_sent", true);
    data.put("expiry_minutes", facts.life().toMinutes());
    data.put("expires_at", facts.expiresAt());
    data.put("status", status);
    data.put("sent_at", sentAt);
    warning.ifPresent(words -> data.put("warning", words));
    return data;
  }

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
