package rasl.media;

import java.time.Duration;
import java.time.Instant;
import rasl.whatsapp.receive.InboundMedia;

/**
 * A file that a customer sent and that is to be fetched.
 *
 * @param receivedAt when its message came
 * @param failures how many attempts did not get it
 * @param failure what the last of them came to; empty where there was none
 * @param refusals in how many of them WhatsApp refused it, or gave what it cannot be
 */
record ExpectedFile(
    long messageId,
    InboundMedia media,
    Instant receivedAt,
    int failures,
    int refusals,
    String failure) {
  /** How long WhatsApp keeps what customers sent. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** The time from which WhatsApp no longer has it. */
  Instant gone() {
    return receivedAt.plus(KEPT);
  }
}
