package rasl.whatsapp.connection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rasl.whatsapp.AccessSecret;

/**
 * The public shape of a connection. Changing it changes the contract in api/openapi.yaml. Secrets
 * are never in it; the verify token is, where the caller may change the connection.
 *
 * @param app {@code own} or {@code shared}: whose app of Meta the webhooks come from
 * @param simulated whether the number is the simulator's
 * @param status {@code working}, {@code paused} by the spam limit, or {@code halted}
 * @param facts what WhatsApp said when it was asked last
 * @param checkedAt when that was
 */
record ConnectionView(
    long id,
    String phoneNumberId,
    String businessAccountId,
    String displayPhoneNumber,
    String app,
    @Nullable String appId,
    boolean simulated,
    SecretView accessToken,
    SecretView appSecret,
    WebhookView webhook,
    String status,
    @Nullable HaltView halted,
    int messagesPerSecond,
    @Nullable Object facts,
    List<Trouble> problems,
    @Nullable Instant checkedAt,
    Instant connectedAt,
    Instant updatedAt) {

  /**
   * @param last4 null where that would be much of it
   */
  record SecretView(boolean set, @Nullable String last4) {
    private static final int SHORT = 16;

    static final SecretView NONE = new SecretView(false, null);

    static SecretView of(AccessSecret secret) {
      String text = secret.text();
      return new SecretView(true, text.length() < SHORT ? null : text.substring(text.length() - 4));
    }
  }

  /**
   * What is entered in Meta's app, where it is the tenant's own.
   *
   * @param verifyToken shown where the connection was just saved or checked
   * @param receivingSince when the first webhook of this number came
   */
  record WebhookView(
      @Nullable String callbackUrl,
      @Nullable String verifyToken,
      @Nullable Instant receivingSince) {}

  /** Why nothing is sent. */
  record HaltView(Instant since, int code, String reason) {}
}
