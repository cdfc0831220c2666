package rasl.whatsapp;

import java.time.Instant;
import java.util.Optional;

/** Something that a webhook tells of one message. */
public sealed interface WhatsAppUpdate {

  /**
   * A message of ours came further, or failed.
   *
   * @param at in WhatsApp's clock, whole seconds
   * @param callbackData what we sent along with the message; empty where it was not ours
   * @param error on a failure
   */
  record Status(
      String wamid, Progress progress, Instant at, String callbackData, Optional<GraphError> error)
      implements WhatsAppUpdate {}

  /** How far a message of ours has come. WhatsApp's {@code played} counts as read. */
  enum Progress {
    SENT,
    DELIVERED,
    READ,
    FAILED
  }

  /**
   * A customer wrote.
   *
   * @param from the customer's digits
   * @param profileName as the customer chose it; empty where WhatsApp does not say
   * @param type WhatsApp's own word, such as {@code text}
   * @param text what was written, or a caption; empty where there is none
   * @param repliesTo the wamid of the quoted message
   * @param raw the whole message as JSON
   */
  record Inbound(
      String wamid,
      String from,
      String profileName,
      Instant at,
      String type,
      Optional<String> text,
      Optional<String> repliesTo,
      String raw)
      implements WhatsAppUpdate {}

  /**
   * A customer called.
   *
   * @param from the customer's digits
   * @param profileName as the customer chose it; empty where WhatsApp does not say
   */
  record Called(String from, String profileName, Instant at) implements WhatsAppUpdate {}
}
