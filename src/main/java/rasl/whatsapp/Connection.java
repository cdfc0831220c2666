package rasl.whatsapp;

import java.time.Instant;
import java.util.Optional;
import rasl.whatsapp.pace.Pace;

/**
 * A tenant's connection to its WhatsApp business number.
 *
 * @param phoneNumberId Meta's id of the number, as it stands in paths
 * @param businessAccountId Meta's id of the WhatsApp Business Account
 * @param displayPhoneNumber the number's digits
 * @param accessToken the secret with which we call the Cloud API; it does not print
 * @param appKey the app of Meta whose webhooks may speak of this number
 * @param simulated whether the other side is our own simulator
 * @param subscribedAt since when the webhook subscription is known to work
 * @param messagesPerSecond WhatsApp's limit for the number, in and out together
 * @param halted why nothing is sent at the moment; empty where sending works
 * @param updatedAt when people last changed it
 */
public record Connection(
    long id,
    String phoneNumberId,
    String businessAccountId,
    String displayPhoneNumber,
    AccessSecret accessToken,
    String appKey,
    boolean simulated,
    Optional<Instant> subscribedAt,
    int messagesPerSecond,
    Optional<Halt> halted,
    Instant updatedAt) {

  /** One of which no more is known than how to call WhatsApp. */
  public Connection(
      long id,
      String phoneNumberId,
      String businessAccountId,
      String displayPhoneNumber,
      AccessSecret accessToken,
      String appKey,
      boolean simulated,
      Optional<Instant> subscribedAt) {
    this(
        id,
        phoneNumberId,
        businessAccountId,
        displayPhoneNumber,
        accessToken,
        appKey,
        simulated,
        subscribedAt,
        Pace.STANDARD,
        Optional.empty(),
        Instant.EPOCH);
  }

  /**
   * WhatsApp has said that the number cannot send until somebody repairs something.
   *
   * @param code WhatsApp's
   * @param reason in words, with what to do
   */
  public record Halt(Instant since, int code, String reason) {}

  /** The same, but calling with another token. */
  public Connection withToken(AccessSecret other) {
    return new Connection(
        id,
        phoneNumberId,
        businessAccountId,
        displayPhoneNumber,
        other,
        appKey,
        simulated,
        subscribedAt,
        messagesPerSecond,
        halted,
        updatedAt);
  }

  /** Since when nothing that customers wrote can have passed us by; empty where nobody knows. */
  public Optional<Instant> listeningSince() {
    return simulated ? Optional.of(Instant.EPOCH) : subscribedAt;
  }
}
