package rasl.simulator;

import java.util.List;

/** Checks the {@code template} object of a message as far as one can without the template. */
final class TemplateShape {
  private static final List<String> COMPONENTS =
      List.of("header", "body", "button", "limited_time_offer", "carousel");
  private static final List<String> BUTTONS =
      List.of(
          "quick_reply",
          "url",
          "copy_code",
          "flow",
          "catalog",
          "mpm",
          "voice_call",
          "phone_number",
          "request_contact_info");

  private TemplateShape() {}

  static void check(Param template) {
    missing(template.get("name"), "name");
    missing(template.get("language").get("code"), "language");
    if (template.get("components").isAbsent()) {
      return;
    }
    for (Param component : template.get("components").array()) {
      String type = component.get("type").oneOf(COMPONENTS);
      if (type.equals("button")) {
        String _ = component.get("sub_type").oneOf(BUTTONS);
        if (!component.get("index").node().asString("").matches("[0-9]")) {
          throw component.get("index").wrong("must be a number from 0 to 9.");
        }
      }
      if (component.get("parameters").isPresent()) {
        component.get("parameters").array().forEach(TemplateShape::parameter);
      }
    }
  }

  private static void missing(Param value, String what) {
    if (value.isAbsent() || value.node().asString("").isEmpty()) {
      throw MetaError.of(131008, "Parameter '" + what + "' is mandatory for type 'template'")
          .thrown();
    }
  }

  private static void parameter(Param parameter) {
    String type = parameter.get("type").node().asString("text");
    switch (type) {
      case "text", "payload", "coupon_code" -> {
        if (!parameter.get(type).node().isString()) {
          throw MetaError.of(
                  100,
                  "Parameter '"
                      + type
                      + "' is mandatory for component parameter type '"
                      + type
                      + "'")
              .thrown();
        }
      }
      case "image", "video", "document" -> ContentCheck.media(type, parameter.get(type).object());
      case "currency", "date_time" ->
          missing(parameter.get(type).object().get("fallback_value"), "fallback_value");
      case "location", "product", "action", "limited_time_offer" -> {
        var _ = parameter.get(type).object();
      }
      default -> throw parameter.get("type").wrong("is no type of a template's parameter.");
    }
  }
}
