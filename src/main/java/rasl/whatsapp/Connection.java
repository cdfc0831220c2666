package rasl.whatsapp;

import java.time.Instant;
import java.util.Optional;

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
 */
public record Connection(
    long id,
    String phoneNumberId,
    String businessAccountId,
    String displayPhoneNumber,
    AccessSecret accessToken,
    String appKey,
    boolean simulated,
    Optional<Instant> subscribedAt) {

  /** Since when nothing that customers wrote can have passed us by; empty where nobody knows. */
  public Optional<Instant> listeningSince() {
    return simulated ? Optional.of(Instant.EPOCH) : subscribedAt;
  }
}
