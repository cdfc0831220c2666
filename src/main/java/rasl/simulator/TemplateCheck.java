package rasl.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks the parameters of a template message against the template. */
final class TemplateCheck {
  private static final int MOST_HYDRATED = 1024;
  private static final int MOST_CODE = 15;
  static final int MOST_COUPON = 20;
  private static final Pattern BROKEN_TEXT = Pattern.compile("[\\n\\t\\r]| {5,}");
  private static final Set<String> MEDIA = Set.of("IMAGE", "VIDEO", "DOCUMENT");

  private final Template template;
  private final Param message;

  private TemplateCheck(Template template, Param message) {
    this.template = template;
    this.message = message;
  }

  /** The template may be used, and every parameter that it needs is there. */
  static void check(Template template, String status, Param message) {
    switch (status) {
      case "APPROVED" -> new TemplateCheck(template, message).parameters();
      case "PAUSED" -> throw MetaError.of(132015, ErrorTable.get(132015).details()).thrown();
      case "DISABLED" -> throw MetaError.of(132016, ErrorTable.get(132016).details()).thrown();
      default -> throw missing(message);
    }
  }

  static GraphRefusedException missing(Param message) {
    String name = message.get("name").node().asString("");
    String language = message.get("language").get("code").node().asString("");
    return MetaError.of(132001, "template name (" + name + ") does not exist in " + language)
        .thrown();
  }

  private void parameters() {
    header();
    String text = template.component("BODY").map(it -> it.path("text").asString("")).orElse("");
    List<Param> body = given("body");
    texts("body", text, body);
    hydrate(text, body);
    buttons();
    template.component("CAROUSEL").ifPresent(carousel -> TemplateCards.check(carousel, message));
    if (template.category().equals("AUTHENTICATION")) {
      code(body);
    }
  }

  private List<Param> given(String type) {
    return component(type).map(it -> list(it)).orElse(List.of());
  }

  private static List<Param> list(Param component) {
    return component.get("parameters").isAbsent() ? List.of() : component.get("parameters").array();
  }

  private Optional<Param> component(String type) {
    return components().stream().filter(it -> is(it, "type", type)).findFirst();
  }

  private List<Param> components() {
    return message.get("components").isAbsent() ? List.of() : message.get("components").array();
  }

  private static boolean is(Param param, String field, String value) {
    return param.get(field).node().asString("").equalsIgnoreCase(value);
  }

  private void header() {
    JsonNode header = template.component("HEADER").orElse(null);
    List<Param> given = given("header");
    if (header == null) {
      count("header", given.size(), 0);
      return;
    }
    String format = header.path("format").asString("TEXT");
    if (format.equals("TEXT")) {
      texts("header", header.path("text").asString(""), given);
    } else if (MEDIA.contains(format) || format.equals("LOCATION")) {
      String received =
          given.size() == 1
              ? given.getFirst().get("type").node().asString("UNKNOWN").toUpperCase(Locale.ROOT)
              : "UNKNOWN";
      if (!received.equals(format)) {
        throw mismatch("header: Format mismatch, expected " + format + ", received " + received);
      }
    }
  }

  private static GraphRefusedException mismatch(String details) {
    return MetaError.of(132012, details).thrown();
  }

  private static void count(String where, int given, int expected) {
    if (given != expected) {
      throw MetaError.of(
              132000,
              where
                  + ": number of localizable_params ("
                  + given
                  + ") does not match the expected number of params ("
                  + expected
                  + ")")
          .thrown();
    }
  }

  private void texts(String where, String text, List<Param> given) {
    List<String> variables = Variables.of(text);
    count(where, given.size(), variables.size());
    for (Param parameter : given) {
      if (!Set.of("text", "currency", "date_time")
          .contains(parameter.get("type").node().asString("text"))) {
        throw mismatch(
            where
                + ": Format mismatch, expected TEXT, received "
                + parameter.get("type").node().asString("").toUpperCase(Locale.ROOT));
      }
      String value = value(parameter);
      if (value.isBlank()) {
        throw MetaError.of(131008, "Parameter of type text is missing text value").thrown();
      }
      if (BROKEN_TEXT.matcher(value).find()) {
        throw MetaError.of(
                132018,
                "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")
            .thrown();
      }
      if (template.named() && !variables.contains(name(parameter))) {
        throw MetaError.of(100, "Parameter name is missing or empty").thrown();
      }
    }
    if (template.named()) {
      Param.distinct(given.stream().map(TemplateCheck::name).toList(), "parameter_name");
    }
  }

  private static String name(Param parameter) {
    return parameter.get("parameter_name").node().asString("");
  }

  static String value(Param parameter) {
    String type = parameter.get("type").node().asString("text");
    JsonNode node = parameter.node().path(type);
    return node.isObject() ? node.path("fallback_value").asString("") : node.asString("");
  }

  private void hydrate(String text, List<Param> given) {
    int length = text.length();
    for (Param parameter : given) {
      length += value(parameter).length();
    }
    if (length > MOST_HYDRATED + 8 * given.size()) {
      throw MetaError.of(132005, "body: the translated text is too long").thrown();
    }
  }

  private void buttons() {
    List<JsonNode> buttons = template.buttons().toList();
    for (Param component : components()) {
      if (is(component, "type", "button")) {
        int index = Integer.parseInt(component.get("index").node().asString("0"));
        if (index >= buttons.size()) {
          throw MetaError.of(
                  132000, "buttons: Button at index " + index + " does not exist in the template")
              .thrown();
        }
        checkKind(index, buttons.get(index), component.get("sub_type").node().asString(""));
      }
    }
    for (int i = 0; i < buttons.size(); i++) {
      button(i, buttons.get(i));
    }
  }

  private static void checkKind(int index, JsonNode button, String given) {
    String type = button.path("type").asString("");
    if (!type.equalsIgnoreCase(given)) {
      throw mismatch(
          "buttons: Button at index " + index + " is of type " + type + ", received " + given);
    }
  }

  private void button(int index, JsonNode button) {
    String type = button.path("type").asString("");
    boolean needs =
        switch (type) {
          case "URL" -> !Variables.of(button.path("url").asString("")).isEmpty();
          case "COPY_CODE" -> true;
          default -> false;
        };
    List<Param> given = ofButton(index);
    if (needs && (given.isEmpty() || value(given.getFirst()).isEmpty())) {
      String label = type.equals("URL") ? "Url" : "CopyCode";
      throw MetaError.of(
              131008,
              "buttons: Button at index " + index + " of type " + label + " requires a parameter")
          .thrown();
    }
    if (given.size() > 1) {
      count("button", given.size(), 1);
    }
    if (!given.isEmpty()
        && type.equals("COPY_CODE")
        && Param.length(value(given.getFirst())) > MOST_COUPON) {
      throw Param.invalid(
          "buttons: the coupon code at index " + index + " is longer than " + MOST_COUPON);
    }
    if (!given.isEmpty() && type.equals("QUICK_REPLY") && value(given.getFirst()).length() > 256) {
      throw Param.invalid("buttons: the payload at index " + index + " is longer than 256");
    }
  }

  private List<Param> ofButton(int index) {
    return components().stream()
        .filter(it -> is(it, "type", "button"))
        .filter(it -> it.get("index").node().asString("").equals(Integer.toString(index)))
        .findFirst()
        .map(TemplateCheck::list)
        .orElse(List.of());
  }

  private static void code(List<Param> body) {
    if (!body.isEmpty() && value(body.getFirst()).length() > MOST_CODE) {
      throw Param.invalid("The code of an authentication template has at most 15 characters");
    }
  }
}
