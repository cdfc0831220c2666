package rasl.whatsapp.simulator;

import tools.jackson.databind.JsonNode;

/**
 * A well-formed request to send a text.
 *
 * @param to the recipient's digits
 * @param input the recipient as the caller wrote it
 * @param request the request as it came
 */
record OutgoingText(String to, String input, JsonNode request) {}
