package rasl.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Checks the buttons of a new template. */
final class TemplateButtons {
  private static final List<String> KINDS =
      List.of(
          "QUICK_REPLY",
          "URL",
          "PHONE_NUMBER",
          "COPY_CODE",
          "OTP",
          "FLOW",
          "CATALOG",
          "MPM",
          "SPM",
          "VOICE_CALL",
          "CALL_PERMISSION_REQUEST",
          "REQUEST_CONTACT_INFO",
          "APP");
  private static final Map<String, Integer> MOST =
      Map.of("URL", 2, "PHONE_NUMBER", 1, "COPY_CODE", 1, "OTP", 1, "CATALOG", 1, "MPM", 1);

  private TemplateButtons() {}

  static void check(List<Param> buttons, boolean authentication) {
    if (buttons.isEmpty() || buttons.size() > 10) {
      throw wrong("A template has 1 to 10 buttons.");
    }
    List<String> kinds = buttons.stream().map(TemplateButtons::kind).toList();
    kinds.stream()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .forEach(
            (kind, count) -> {
              if (count > MOST.getOrDefault(kind, 10)) {
                throw wrong(
                    "A template has at most " + MOST.get(kind) + " buttons of type " + kind + ".");
              }
            });
    int groups = 0;
    for (int i = 0; i < kinds.size(); i++) {
      boolean begins = i == 0 || !kinds.get(i - 1).equals("QUICK_REPLY");
      groups += kinds.get(i).equals("QUICK_REPLY") && begins ? 1 : 0;
    }
    if (groups > 1) {
      throw wrong("Quick reply buttons must stand together.");
    }
    if (authentication != kinds.equals(List.of("OTP"))) {
      throw wrong("One OTP button belongs to authentication templates, and only to them.");
    }
    buttons.forEach(TemplateButtons::button);
  }

  private static String kind(Param button) {
    return button.get("type").oneOf(KINDS).toUpperCase(Locale.ROOT);
  }

  private static void button(Param button) {
    switch (kind(button)) {
      case "URL" -> url(button);
      case "PHONE_NUMBER" -> {
        label(button);
        String _ = button.get("phone_number").text(20);
      }
      case "COPY_CODE" -> {
        Param example = button.get("example");
        JsonNode code = example.node().isArray() ? example.node().path(0) : example.node();
        int length = Param.length(code.asString(""));
        if (length < 1 || length > TemplateCheck.MOST_COUPON) {
          throw wrong(
              "A copy code button needs an example of 1 to "
                  + TemplateCheck.MOST_COUPON
                  + " characters.");
        }
      }
      case "OTP" -> {
        String _ = button.get("otp_type").oneOf(List.of("COPY_CODE", "ONE_TAP", "ZERO_TAP"));
        String _ = button.get("text").optionalText(25);
      }
      case "QUICK_REPLY", "FLOW" -> label(button);
      default -> {
        // The label of the others is Meta's own where none is given.
      }
    }
  }

  private static void label(Param button) {
    String _ = button.get("text").text(25);
  }

  private static void url(Param button) {
    label(button);
    String url = button.get("url").text(2000);
    List<String> variables = Variables.of(url);
    if (variables.size() > 1 || (variables.size() == 1 && !url.endsWith("}}"))) {
      throw wrong("A button's URL has one variable, at its end.");
    }
    if (!variables.isEmpty() && button.get("example").isAbsent()) {
      throw wrong("A URL with a variable needs an example.");
    }
  }

  private static GraphRefusedException wrong(String text) {
    return MetaError.template(2388043, "Invalid buttons", text).thrown();
  }
}
