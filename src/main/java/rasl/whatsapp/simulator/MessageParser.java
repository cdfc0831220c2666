package rasl.whatsapp.simulator;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks a request to send in the order in which Meta does, and stops at the first fault. */
final class MessageParser {
  private static final int MAX_TEXT = 4096;
  private static final int MAX_CALLBACK_DATA = 512;
  private static final Pattern PUNCTUATION = Pattern.compile("[+\\-() ]");
  private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{6,14}");
  private static final List<String> KNOWN_TYPES =
      List.of(
          "audio",
          "contacts",
          "document",
          "image",
          "interactive",
          "location",
          "reaction",
          "sticker",
          "template",
          "text",
          "video");

  private MessageParser() {}

  static OutgoingText parse(JsonNode request, SimulatorAccount sender) {
    checkType(request);
    JsonNode text = request.path("text");
    if (!text.isObject()) {
      throw MetaError.of(131008, "Parameter 'text' is mandatory for type 'text'").thrown();
    }
    checkText(text);
    checkEnvelope(request);
    String to = recipient(request);
    if (to.equals(sender.displayPhoneNumber())) {
      throw MetaError.of(131021, "Recipient phone number is the sender's").thrown();
    }
    return new OutgoingText(to, request.path("to").asString(""), request);
  }

  /** Meta takes a message without a type for a text. */
  private static void checkType(JsonNode request) {
    JsonNode given = request.path("type");
    if (given.isMissingNode()) {
      return;
    }
    String type = given.isString() ? given.stringValue().toLowerCase(Locale.ROOT) : "";
    if (!KNOWN_TYPES.contains(type)) {
      String details =
          "Param type must be one of {"
              + String.join(", ", KNOWN_TYPES).toUpperCase(Locale.ROOT)
              + "} - got "
              + given;
      throw MetaError.of(131051, details).thrown();
    }
    if (!type.equals("text")) {
      throw MetaError.of(
              131051, "This version of the simulator plays text messages only, not " + type)
          .thrown();
    }
  }

  private static void checkText(JsonNode text) {
    JsonNode body = text.path("body");
    if (!body.isString() || body.stringValue().isEmpty()) {
      throw MetaError.parameter("The parameter text['body'] is required.").thrown();
    }
    String value = body.stringValue();
    if (value.codePointCount(0, value.length()) > MAX_TEXT) {
      throw MetaError.parameter("Param text['body'] must be at most 4096 characters long.")
          .thrown();
    }
    JsonNode preview = text.path("preview_url");
    if (!preview.isMissingNode() && !preview.isBoolean()) {
      throw MetaError.parameter("Param text['preview_url'] must be a boolean.").thrown();
    }
  }

  private static void checkEnvelope(JsonNode request) {
    JsonNode callbackData = request.path("biz_opaque_callback_data");
    if (!callbackData.isMissingNode()
        && (!callbackData.isString() || callbackData.stringValue().length() > MAX_CALLBACK_DATA)) {
      throw MetaError.parameter(
              "Param biz_opaque_callback_data must be a string of at most 512 characters.")
          .thrown();
    }
    JsonNode context = request.path("context");
    if (!context.isMissingNode() && !context.path("message_id").isString()) {
      throw MetaError.parameter("The parameter context['message_id'] is required.").thrown();
    }
    if (!request.path("recipient_type").asString("individual").equalsIgnoreCase("individual")) {
      throw MetaError.parameter("Param recipient_type: this simulator plays individuals only.")
          .thrown();
    }
  }

  private static String recipient(JsonNode request) {
    JsonNode to = request.path("to");
    if (to.isMissingNode() || to.isNull()) {
      throw MetaError.parameter("The parameter to is required.").thrown();
    }
    String digits = PUNCTUATION.matcher(to.isString() ? to.stringValue() : "").replaceAll("");
    if (!DIGITS.matcher(digits).matches()) {
      throw MetaError.of(131009, "Param to is not a valid phone number").thrown();
    }
    return digits;
  }
}
