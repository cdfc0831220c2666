package rasl.message.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rasl.whatsapp.graph.GraphError;

/** What an attempt to send comes to, before it is written. */
public sealed interface AttemptResult {
  /**
   * WhatsApp took it.
   *
   * @param waId WhatsApp's digits of the recipient where they differ from the phone; else empty
   */
  record Sent(String wamid, String waId, Instant at) implements AttemptResult {}

  /** It is given up. */
  record Failed(String why, Optional<GraphError> error, Instant at) implements AttemptResult {}

  /** It was not sent, and is tried again. */
  record Again(Duration delay, String why) implements AttemptResult {}

  /** It did not try: it has to wait, and people are told why where that takes a while. */
  record Waits(Duration delay, String why, Cause cause) implements AttemptResult {
    public enum Cause {
      /** The number sends as much as WhatsApp takes. */
      NUMBER,
      /** This customer gets as much as WhatsApp takes. */
      CUSTOMER,
      /** WhatsApp has said that the number cannot send. */
      HALT,
      /** WhatsApp's reports must be awaited first. */
      UNKNOWN
    }
  }

  /** Nobody knows whether it was sent: WhatsApp's webhooks may tell. */
  record Unknown(String why) implements AttemptResult {}

  /** There is nothing to send: WhatsApp has reported the message in the meantime. */
  record Overtaken() implements AttemptResult {}
}
