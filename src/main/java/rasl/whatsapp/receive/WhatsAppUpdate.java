package rasl.whatsapp.receive;

import java.time.Instant;
import java.util.Optional;
import rasl.contact.WhatsAppUser;
import rasl.whatsapp.graph.GraphError;
import tools.jackson.databind.JsonNode;

/** Something that a webhook tells of one message. */
public sealed interface WhatsAppUpdate {
  /** The type of what stands in a conversation for a customer's call. */
  String CALL = "call";

  /** What is said of a call until it has ended. */
  String CALL_BEGUN = "Call";

  /**
   * A message of ours came further, or failed.
   *
   * @param at in WhatsApp's clock, whole seconds
   * @param recipient as WhatsApp names them; empty where it does not say, and for groups
   * @param callbackData what we sent along with the message; empty where it was not ours
   * @param error on a failure
   * @param price on {@code sent} and on one of the later ones
   * @param raw as WhatsApp sent it
   * @param original the same with what stood around it
   */
  record Status(
      String wamid,
      Progress progress,
      Instant at,
      Optional<WhatsAppUser> recipient,
      String callbackData,
      Optional<GraphError> error,
      Optional<Price> price,
      JsonNode raw,
      Original original)
      implements WhatsAppUpdate {}

  /** How far a message of ours has come. WhatsApp's {@code played} counts as read. */
  enum Progress {
    SENT,
    DELIVERED,
    READ,
    FAILED
  }

  /**
   * A customer wrote; or the business did, by other means than this server.
   *
   * @param from the customer, also where the business wrote
   * @param profileName as the customer chose it; empty where WhatsApp does not say
   * @param type WhatsApp's own word, such as {@code text}
   * @param text what was written, or a caption; empty where there is none
   * @param refersTo the wamid of the message that this one answers, reacts to, changes or takes
   *     back
   * @param opensWindow whether the customer service window opens with it
   * @param renamedTo what WhatsApp calls the customer from now on, where this message tells so
   * @param group WhatsApp's id of the group that it was written in; empty where in none
   * @param ours whether the business wrote or called: from WhatsApp's app on a phone, or by another
   *     program
   * @param raw the whole message as JSON
   * @param original the same with what stood around it
   */
  record Inbound(
      String wamid,
      WhatsAppUser from,
      String profileName,
      Instant at,
      String type,
      Optional<String> text,
      Optional<String> refersTo,
      Optional<InboundMedia> media,
      boolean opensWindow,
      Optional<WhatsAppUser> renamedTo,
      Optional<String> group,
      boolean ours,
      String raw,
      Original original)
      implements WhatsAppUpdate {}

  /**
   * A customer called.
   *
   * @param profileName as the customer chose it; empty where WhatsApp does not say
   */
  record Called(WhatsAppUser from, String profileName, Instant at) implements WhatsAppUpdate {}

  /** A customer has another user id. */
  record Renamed(WhatsAppUser before, WhatsAppUser after) implements WhatsAppUpdate {}

  /**
   * A customer stopped or resumed marketing messages, in WhatsApp itself.
   *
   * @param profileName as the customer chose it; empty where WhatsApp does not say
   */
  record Preference(WhatsAppUser user, String profileName, boolean stopped, Instant at)
      implements WhatsAppUpdate {}

  /** Something that belongs to nobody whom we could find; kept as it is. */
  record Unplaced(String field, String raw) implements WhatsAppUpdate {}
}
