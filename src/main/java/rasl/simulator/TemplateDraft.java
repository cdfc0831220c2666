package rasl.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Checks the components of a new or changed template. */
final class TemplateDraft {
  private static final Set<String> FORMATS =
      Set.of("TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION", "GIF", "PRODUCT");
  private static final Set<String> TYPES =
      Set.of("HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER");
  private static final Pattern HEADER_TABOO =
      Pattern.compile("[\\n\\r*~`]|[\\p{IsEmoji_Presentation}\\uFE0F]");
  private static final Pattern NAMED = Pattern.compile("[a-z][a-z0-9_]*");

  private final boolean named;
  private final boolean authentication;

  private TemplateDraft(boolean named, boolean authentication) {
    this.named = named;
    this.authentication = authentication;
  }

  static void check(Param components, boolean named, String category) {
    var draft = new TemplateDraft(named, category.equals("AUTHENTICATION"));
    List<Param> all = components.array();
    List<String> types = all.stream().map(TemplateDraft::type).toList();
    Param.distinct(types, "component");
    if (!types.contains("BODY")) {
      throw MetaError.template(
              2388043, "Missing component", "The template needs a component of type BODY.")
          .thrown();
    }
    all.forEach(draft::component);
  }

  private static String type(Param component) {
    return component.get("type").oneOf(TYPES.stream().sorted().toList()).toUpperCase(Locale.ROOT);
  }

  /** Whether the review will find fault with it, and which. */
  static String reviewed(JsonNode components) {
    boolean touching =
        components.valueStream().anyMatch(it -> Variables.touch(it.path("text").asString("")));
    return touching ? "INVALID_FORMAT" : "NONE";
  }

  private void component(Param component) {
    switch (type(component)) {
      case "HEADER" -> header(component);
      case "BODY" -> body(component);
      case "FOOTER" -> footer(component);
      case "BUTTONS" -> TemplateButtons.check(component.get("buttons").array(), authentication);
      case "CAROUSEL" -> TemplateCards.check(component.get("cards"));
      default -> {
        // Limited offers are kept as they come.
      }
    }
  }

  private void header(Param header) {
    String format =
        header.get("format").oneOf(FORMATS.stream().sorted().toList()).toUpperCase(Locale.ROOT);
    if (authentication) {
      throw header.wrong("is not allowed in authentication templates.");
    }
    if (format.equals("TEXT")) {
      String text = text(header, 60, 2388047, "Message header format is incorrect");
      if (HEADER_TABOO.matcher(text).find()) {
        throw MetaError.template(
                2388047,
                "Message header format is incorrect",
                "A header has no new lines, formatting characters, emojis or asterisks.")
            .thrown();
      }
      if (Variables.of(text).size() > 1) {
        throw MetaError.template(
                2388047, "Message header format is incorrect", "A header has at most one variable.")
            .thrown();
      }
      variables(header, text, named ? "header_text_named_params" : "header_text");
    } else if (!format.equals("LOCATION") && !format.equals("PRODUCT")) {
      example(header, "header_handle");
    }
  }

  private void body(Param body) {
    if (authentication) {
      if (body.get("text").isPresent()) {
        throw body.get("text").wrong("is not allowed in authentication templates.");
      }
      return;
    }
    String text = text(body, 1024, 2388072, "Message body format is incorrect");
    int count = Variables.of(text).size();
    if (Variables.atTheEdge(text)) {
      throw MetaError.template(
              2388299,
              "Leading or Trailing Params Not Allowed",
              "Variables can't be at the start or end of the template.")
          .thrown();
    }
    if (Variables.words(text) < 2 * count + 1) {
      throw MetaError.template(
              2388293,
              "Template Params Words Ratio Exceeds Limit",
              "This template has too many variables for its length.")
          .thrown();
    }
    variables(body, text, named ? "body_text_named_params" : "body_text");
  }

  private void footer(Param footer) {
    if (authentication) {
      Param minutes = footer.get("code_expiration_minutes");
      int value = minutes.node().asInt(0);
      if (value < 1 || value > 90) {
        throw minutes.wrong("must be from 1 to 90.");
      }
      return;
    }
    String text = text(footer, 60, 2388073, "Message footer format is incorrect");
    if (!Variables.of(text).isEmpty()) {
      throw MetaError.template(
              2388073, "Message footer format is incorrect", "A footer has no variables.")
          .thrown();
    }
  }

  private static String text(Param component, int most, int subcode, String title) {
    String text = component.get("text").node().asString("");
    if (text.isEmpty()) {
      throw MetaError.template(subcode, title, "The text is missing.").thrown();
    }
    if (Param.length(text) > most) {
      throw MetaError.template(
              2388040, "Character Limit Exceeded", "The text has at most " + most + " characters.")
          .thrown();
    }
    return text;
  }

  private void variables(Param component, String text, String exampleField) {
    List<String> found = Variables.of(text);
    boolean wellNamed =
        named
            ? found.stream().allMatch(it -> NAMED.matcher(it).matches())
            : found.stream()
                .sorted()
                .toList()
                .equals(
                    IntStream.rangeClosed(1, found.size())
                        .mapToObj(Integer::toString)
                        .sorted()
                        .toList());
    if (!wellNamed) {
      throw MetaError.template(
              component.get("type").node().asString("").equalsIgnoreCase("HEADER")
                  ? 2388047
                  : 2388072,
              "Invalid parameter",
              "Variables are {{1}}, {{2}} and so on, or names of lower-case letters.")
          .thrown();
    }
    if (!found.isEmpty()) {
      example(component, exampleField);
    }
  }

  private static void example(Param component, String field) {
    JsonNode example = component.node().path("example").path(field);
    if (example.isMissingNode() || example.isEmpty()) {
      throw MetaError.template(
              2388043,
              "Missing example",
              "The component "
                  + component.get("type").node().asString("")
                  + " needs the example "
                  + field
                  + ".")
          .thrown();
    }
  }
}
