package rasl.simulator;

import tools.jackson.databind.JsonNode;

/**
 * A well-formed request to send.
 *
 * @param recipient the recipient's digits, or the user id where the caller wrote to that
 * @param input the recipient as the caller wrote it
 * @param byUserId whether the caller wrote to a user id
 * @param type in lower case, such as {@code text}
 * @param request the request as it came
 */
record OutgoingMessage(
    String recipient, String input, boolean byUserId, String type, JsonNode request) {

  /** The object that the type names. */
  Param content() {
    return Param.root(request).get(type);
  }

  boolean isTemplate() {
    return type.equals("template");
  }
}
