package rasl.message.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.PlainText;
import rasl.message.TemplateValues;
import rasl.template.Compiled;

/**
 * A text parameter of a template, and what a send may give for it.
 *
 * @param field the request's field that gives it
 * @param name the parameter's own name, where it has one: an alternative to the field's number
 * @param place what it is for, in words
 * @param required whether WhatsApp refuses a message without it
 * @param longest in code points
 * @param oneLine whether WhatsApp refuses line breaks, tabs and rows of spaces in it
 */
public record TemplateSlot(
    String field,
    Optional<String> name,
    String place,
    boolean required,
    int longest,
    boolean oneLine) {
  static final int MAX_BODY = 1024;
  static final int MAX_HEADER = 60;
  static final int MAX_URL = 2000;
  static final int MAX_PAYLOAD = 256;
  static final int MAX_COUPON = 20;
  static final int MAX_CODE = 15;

  /** WhatsApp's rule of error 132018. */
  private static final Pattern BROKEN = Pattern.compile("[\\n\\r\\t]| {5,}");

  /**
   * All text parameters of a template.
   *
   * @param authentication whether its first parameter is a one-time code
   */
  public static List<TemplateSlot> of(Compiled template, boolean authentication) {
    var slots = new ArrayList<TemplateSlot>();
    if (template.header() instanceof Compiled.Header.Line(var text)
        && !text.variables().isEmpty()) {
      String place = "the template's header has " + variable(text.variables().getFirst());
      slots.add(
          new TemplateSlot(
              TemplateValues.HEADER_FIELD, Optional.empty(), place, true, MAX_HEADER, true));
    }
    slots.addAll(body(template.body(), authentication));
    for (int i = 0; i < template.buttons().size(); i++) {
      button(i, template.buttons().get(i), authentication).ifPresent(slots::add);
    }
    return slots;
  }

  private static List<TemplateSlot> body(Compiled.Text body, boolean authentication) {
    var slots = new ArrayList<TemplateSlot>();
    for (int i = 0; i < body.variables().size(); i++) {
      String variable = body.variables().get(i);
      boolean isCode = authentication && i == 0;
      slots.add(
          new TemplateSlot(
              TemplateValues.field(i + 1),
              Character.isDigit(variable.charAt(0)) ? Optional.empty() : Optional.of(variable),
              "the template's body has " + variable(variable),
              true,
              isCode ? MAX_CODE : MAX_BODY,
              true));
    }
    return slots;
  }

  private static Optional<TemplateSlot> button(
      int index, Compiled.Button button, boolean authentication) {
    return switch (button.parameter()) {
      case NONE, UNKNOWN -> Optional.empty();
      case URL_SUFFIX -> Optional.of(button(index, button, true, MAX_URL));
      case ONE_TIME_CODE ->
          Optional.of(
              authentication
                  ? button(index, button, false, MAX_CODE)
                  : button(index, button, true, MAX_URL));
      case COUPON_CODE -> Optional.of(button(index, button, true, MAX_COUPON));
      case PAYLOAD, FLOW_TOKEN -> Optional.of(button(index, button, false, MAX_PAYLOAD));
    };
  }

  private static TemplateSlot button(
      int index, Compiled.Button button, boolean required, int longest) {
    return new TemplateSlot(
        TemplateValues.button(index),
        Optional.empty(),
        "the template's button \"" + button.text() + "\" needs a value",
        required,
        longest,
        false);
  }

  private static String variable(String name) {
    return "{{" + name + "}}";
  }

  /** The field by the parameter's name, where it has one. */
  Optional<String> namedField() {
    return name.map(text -> "field_" + text);
  }

  /** What a send gives for it; its number goes before its name. */
  Optional<String> in(Map<String, String> texts) {
    return Optional.ofNullable(texts.get(field))
        .or(() -> namedField().flatMap(named -> Optional.ofNullable(texts.get(named))));
  }

  /** What is wrong with what a send gives, as a whole sentence. */
  Optional<String> fault(Map<String, String> texts) {
    Optional<String> value = in(texts);
    if (value.isEmpty()) {
      return required
          ? Optional.of("The " + field + " field is required: " + place + ".")
          : Optional.empty();
    }
    if (value.get().isBlank()) {
      return Optional.of("The " + field + " field is empty after its merge fields are replaced.");
    }
    if (PlainText.length(value.get()) > longest) {
      return Optional.of(
          "The " + field + " field must not have more than " + longest + " characters.");
    }
    return oneLine && BROKEN.matcher(value.get()).find()
        ? Optional.of(
            "The "
                + field
                + " field must not have line breaks, tabs or more than 4 spaces in a row:"
                + " WhatsApp refuses them in a template.")
        : Optional.empty();
  }
}
