package rasl.simulator;

import java.util.Locale;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The fixed texts of authentication templates, as Meta fills them in. */
final class LoginTemplates {
  private LoginTemplates() {}

  /** The components as {@code GET} answers them: the code's button has become a URL button. */
  static JsonNode fill(JsonNode asked, String language) {
    boolean arabic = language.startsWith("ar");
    ArrayNode filled = Json.mapper().createArrayNode();
    for (JsonNode component : asked) {
      ObjectNode target = filled.addObject();
      String type = component.path("type").asString("").toUpperCase(Locale.ROOT);
      target.put("type", type);
      switch (type) {
        case "BODY" -> body(component, target, arabic);
        case "FOOTER" -> {
          int minutes = component.path("code_expiration_minutes").asInt(10);
          target.put(
              "text",
              arabic
                  ? "تنتهي صلاحية هذا الرمز خلال " + minutes + " دقيقة."
                  : "This code expires in " + minutes + " minutes.");
          target.put("code_expiration_minutes", minutes);
        }
        default -> buttons(component, target.putArray("buttons"), arabic);
      }
    }
    return filled;
  }

  private static void body(JsonNode component, ObjectNode target, boolean arabic) {
    boolean advice = component.path("add_security_recommendation").asBoolean(false);
    String text =
        arabic ? "‏*{{1}}* هو رمز التحقق الخاص بك." : "*{{1}}* is your verification code.";
    String more =
        arabic
            ? " للحفاظ على أمانك، لا تشارك هذا الرمز."
            : " For your security, do not share this code.";
    target.put("text", advice ? text + more : text);
    target.put("add_security_recommendation", advice);
    target.putObject("example").putArray("body_text").addArray().add("123456");
  }

  private static void buttons(JsonNode component, ArrayNode target, boolean arabic) {
    for (JsonNode button : component.path("buttons")) {
      String kind = button.path("otp_type").asString("COPY_CODE");
      String label = button.path("text").asString(arabic ? "نسخ الرمز" : "Copy code");
      ObjectNode filled = target.addObject();
      filled.put("type", "URL");
      filled.put("text", label);
      filled.put("url", "https://www.whatsapp.com/otp/code/?otp_type=" + kind + "&code=otp{{1}}");
      filled
          .putArray("example")
          .add("https://www.whatsapp.com/otp/code/?otp_type=" + kind + "&code=otp123456");
    }
  }
}
