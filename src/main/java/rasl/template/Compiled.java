package rasl.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * A template taken apart: which parameters a send must give, known before anything leaves.
 *
 * @param header what stands above the body
 * @param body the body's text with its variables
 * @param footer null where there is none
 * @param codeMinutes how long a one-time code is valid as the footer says; null where it does not
 * @param buttons in their order; their index is their place
 * @param unsendable what it has that this server cannot send, in words; none in most
 */
public record Compiled(
    Header header,
    Text body,
    @Nullable String footer,
    @Nullable Integer codeMinutes,
    List<Button> buttons,
    List<String> unsendable) {
  /** {@code {{1}}} or {@code {{first_name}}}. */
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([a-zA-Z0-9_]+)\\s*}}");

  public Compiled {
    buttons = List.copyOf(buttons);
    unsendable = List.copyOf(unsendable);
  }

  /** What stands above the body. */
  public sealed interface Header {
    record None() implements Header {}

    /** A line of text with at most one variable. */
    record Line(Text text) implements Header {}

    /**
     * A file that each send gives.
     *
     * @param format {@code IMAGE}, {@code VIDEO} or {@code DOCUMENT}
     * @param example the file of the template's example, as WhatsApp shows it; null where unknown
     */
    record Media(String format, @Nullable String example) implements Header {}

    /** Something that this server cannot send, such as a location. */
    record Other(String format) implements Header {}

    /** As the API shows it. */
    default String format() {
      return switch (this) {
        case None() -> "NONE";
        case Line _ -> "TEXT";
        case Media(var format, _) -> format;
        case Other(var format) -> format;
      };
    }
  }

  /**
   * Text with variables.
   *
   * @param variables each once: places in ascending order, or names in order of appearance
   */
  public record Text(String text, List<String> variables) {
    public Text {
      variables = List.copyOf(variables);
    }

    /** The text with its variables replaced, in the order of {@link #variables}. */
    public String with(List<String> values) {
      return VARIABLE
          .matcher(text)
          .replaceAll(
              match -> {
                int place = variables.indexOf(match.group(1));
                return Matcher.quoteReplacement(
                    place >= 0 && place < values.size() ? values.get(place) : match.group());
              });
    }
  }

  /**
   * A button.
   *
   * @param type WhatsApp's own word, such as {@code URL}
   * @param parameter what a send may or must give for it
   * @param text its label
   */
  public record Button(String type, ButtonParameter parameter, String text, String url) {}

  /** What a send gives for a button. */
  public enum ButtonParameter {
    /** Nothing: the button is fixed. */
    NONE,
    /** The end of its URL; without it WhatsApp refuses the message. */
    URL_SUFFIX,
    /** What comes back when it is tapped; may be left out. */
    PAYLOAD,
    /** A coupon code; without it WhatsApp refuses the message. */
    COUPON_CODE,
    /** The one-time code; without it the body's code is taken. */
    ONE_TIME_CODE,
    /** A token for the flow that it opens; may be left out. */
    FLOW_TOKEN,
    /** Something that this server cannot give, such as products. */
    UNKNOWN
  }

  static Compiled of(String components, boolean named) {
    Header header = new Header.None();
    Text body = new Text("", List.of());
    @Nullable String footer = null;
    @Nullable Integer codeMinutes = null;
    List<Button> buttons = List.of();
    var unsendable = new ArrayList<String>();
    for (JsonNode component : Json.parseTrusted(components)) {
      switch (component.path("type").asString("").toUpperCase(Locale.ROOT)) {
        case "HEADER" -> header = header(component, named);
        case "BODY" -> body = text(component.path("text").asString(""), named);
        case "FOOTER" -> {
          footer = component.path("text").asString("");
          codeMinutes = minutes(component.path("code_expiration_minutes"));
        }
        case "BUTTONS" -> buttons = buttons(component.path("buttons"));
        case String other -> unsendable.add("a component of type " + other);
      }
    }
    if (header instanceof Header.Other(var format)) {
      unsendable.add("a header of type " + format);
    }
    buttons.stream()
        .filter(button -> button.parameter() == ButtonParameter.UNKNOWN)
        .forEach(button -> unsendable.add("a button of type " + button.type()));
    return new Compiled(header, body, footer, codeMinutes, buttons, unsendable);
  }

  private static Header header(JsonNode component, boolean named) {
    String format = component.path("format").asString("TEXT").toUpperCase(Locale.ROOT);
    return switch (format) {
      case "TEXT" -> new Header.Line(text(component.path("text").asString(""), named));
      case "IMAGE", "VIDEO", "DOCUMENT" -> {
        JsonNode example = component.path("example").path("header_handle").path(0);
        yield new Header.Media(format, example.isString() ? example.asString() : null);
      }
      default -> new Header.Other(format);
    };
  }

  /** WhatsApp allows 1 to 90. */
  private static @Nullable Integer minutes(JsonNode node) {
    return node.isInt() && node.asInt() >= 1 && node.asInt() <= 90 ? node.asInt() : null;
  }

  private static Text text(String text, boolean named) {
    Set<String> found = new LinkedHashSet<>();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    List<String> variables = new ArrayList<>(found);
    if (!named) {
      variables.removeIf(variable -> !variable.matches("[0-9]{1,4}"));
      variables.sort(java.util.Comparator.comparingInt(Integer::parseInt));
    }
    return new Text(text, variables);
  }

  private static List<Button> buttons(JsonNode nodes) {
    var buttons = new ArrayList<Button>();
    for (JsonNode node : nodes) {
      String type = node.path("type").asString("").toUpperCase(Locale.ROOT);
      String url = node.path("url").asString("");
      buttons.add(new Button(type, parameter(type, url), node.path("text").asString(""), url));
    }
    return buttons;
  }

  /** WhatsApp gives the button of an authentication template back as a URL with the code in it. */
  private static ButtonParameter parameter(String type, String url) {
    return switch (type) {
      case "OTP" -> ButtonParameter.ONE_TIME_CODE;
      case "URL" -> {
        if (!url.contains("{{")) {
          yield ButtonParameter.NONE;
        }
        yield url.contains("otp{{1}}") || url.contains("code={{1}}") || url.contains("code=otp")
            ? ButtonParameter.ONE_TIME_CODE
            : ButtonParameter.URL_SUFFIX;
      }
      case "QUICK_REPLY" -> ButtonParameter.PAYLOAD;
      case "COPY_CODE" -> ButtonParameter.COUPON_CODE;
      case "FLOW" -> ButtonParameter.FLOW_TOKEN;
      case "MPM", "SPM", "ORDER_DETAILS" -> ButtonParameter.UNKNOWN;
      default -> ButtonParameter.NONE;
    };
  }
}
