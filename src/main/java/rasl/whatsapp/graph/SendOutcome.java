package rasl.whatsapp.graph;

/** What is known after an attempt to send. */
public sealed interface SendOutcome {
  /**
   * WhatsApp took the message.
   *
   * @param wamid WhatsApp's id of the message
   * @param waId the recipient as WhatsApp knows them, in digits; empty where it does not say
   */
  record Accepted(String wamid, String waId) implements SendOutcome {}

  /** WhatsApp refused it, with an error object: it was not sent. */
  record Refused(GraphError error) implements SendOutcome {}

  /** Not a byte left us: it was not sent. */
  record NotSent(String reason) implements SendOutcome {}

  /** Bytes were written, and no answer of WhatsApp's came: it was sent or not, nobody knows. */
  record Unknown(String reason) implements SendOutcome {}
}
