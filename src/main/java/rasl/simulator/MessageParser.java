package rasl.simulator;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks a request to send in the order in which Meta does, and stops at the first fault. */
final class MessageParser {
  private static final int MAX_CALLBACK_DATA = 512;
  private static final Pattern PUNCTUATION = Pattern.compile("[+\\-() ]");
  private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{6,14}");
  private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");
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

  static OutgoingMessage parse(JsonNode request) {
    String type = type(request);
    JsonNode content = request.path(type);
    boolean there = type.equals("contacts") ? content.isArray() : content.isObject();
    if (!there) {
      throw MetaError.of(131008, "Parameter '" + type + "' is mandatory for type '" + type + "'")
          .thrown();
    }
    ContentCheck.check(type, Param.root(request).get(type));
    checkEnvelope(request, type);
    return recipient(request, type);
  }

  /** Meta takes a message without a type for a text. */
  private static String type(JsonNode request) {
    JsonNode given = request.path("type");
    if (given.isMissingNode()) {
      return "text";
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
    return type;
  }

  private static void checkEnvelope(JsonNode request, String type) {
    JsonNode callbackData = request.path("biz_opaque_callback_data");
    if (!callbackData.isMissingNode()
        && (callbackData.isContainer() || callbackData.asString().length() > MAX_CALLBACK_DATA)) {
      throw MetaError.parameter(
              "Param biz_opaque_callback_data must be a string of at most 512 characters.")
          .thrown();
    }
    JsonNode context = request.path("context");
    if (!context.isMissingNode() && !context.path("message_id").isString()) {
      throw MetaError.parameter("The parameter context['message_id'] is required.").thrown();
    }
    if (!context.isMissingNode() && type.equals("reaction")) {
      throw MetaError.parameter("Param context is not allowed for messages of type reaction.")
          .thrown();
    }
    if (!request.path("recipient_type").asString("individual").equalsIgnoreCase("individual")) {
      throw MetaError.parameter("Param recipient_type: this simulator plays individuals only.")
          .thrown();
    }
  }

  /** A phone number in {@code to} goes before a user id in {@code recipient}. */
  private static OutgoingMessage recipient(JsonNode request, String type) {
    Param to = Param.root(request).get("to");
    Param userId = Param.root(request).get("recipient");
    if (to.isAbsent() && userId.isPresent()) {
      String id = userId.node().asString("");
      if (!USER_ID.matcher(id).matches()) {
        throw Param.invalid("Param recipient is not a valid user id");
      }
      return new OutgoingMessage(id, id, true, type, request);
    }
    if (to.isAbsent()) {
      throw MetaError.parameter("The parameter to is required.").thrown();
    }
    String input = to.value();
    String digits = PUNCTUATION.matcher(input).replaceAll("");
    if (!DIGITS.matcher(digits).matches()) {
      throw Param.invalid("Param to is not a valid phone number");
    }
    return new OutgoingMessage(digits, input, false, type, request);
  }
}
