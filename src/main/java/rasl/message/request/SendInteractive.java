package rasl.message.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import rasl.http.Fields;
import rasl.http.PlainText;
import rasl.json.Json;
import rasl.message.Content;
import rasl.message.Wording;
import rasl.refusal.Refusal;

/**
 * A message with reply buttons or a list to choose from (Meta's "Interactive reply buttons
 * messages" and "Interactive list messages").
 *
 * @param kind {@code button} or {@code list}
 * @param action what can be tapped, as the Cloud API takes it
 */
record SendInteractive(
    String kind,
    String body,
    Optional<String> header,
    Optional<String> footer,
    Map<String, Object> action)
    implements Wording {
  /** What people see of it in lists is its body. */
  static final String TYPE = "interactive";

  private static final String BUTTON = "button";
  private static final String LIST = "list";
  private static final String TEXT = "text";
  private static final String BODY = "body_text";
  private static final String HEADER = "header_text";
  private static final String FOOTER = "footer_text";
  private static final int MAX_BODY = 1024;
  private static final int MAX_HEADER = 60;
  private static final int MAX_TYPE = 20;

  /** Reads it; what is wrong is noted in the fields. */
  static SendInteractive from(Fields in) {
    String kind = in.requiredText("type", MAX_TYPE);
    Map<String, Object> action =
        switch (kind) {
          case BUTTON -> InteractiveAction.buttons(in);
          case LIST -> InteractiveAction.list(in);
          default -> {
            if (!kind.isEmpty()) {
              in.fault("type", "The type must be button or list.");
            }
            yield Map.of();
          }
        };
    return new SendInteractive(
        kind,
        in.requiredText(BODY, MAX_BODY),
        in.text(HEADER, MAX_HEADER),
        in.text(FOOTER, MAX_HEADER),
        action);
  }

  @Override
  public boolean needsWindow() {
    return true;
  }

  @Override
  public Content content(UnaryOperator<String> merge) {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    Map<String, Object> interactive = new LinkedHashMap<>();
    interactive.put("type", kind);
    header
        .map(text -> merged(HEADER, merge.apply(text), MAX_HEADER, faults))
        .ifPresent(text -> interactive.put("header", Map.of("type", TEXT, TEXT, text)));
    String shown = merged(BODY, merge.apply(body), MAX_BODY, faults);
    interactive.put("body", Map.of(TEXT, shown));
    footer
        .map(text -> merged(FOOTER, merge.apply(text), MAX_HEADER, faults))
        .ifPresent(text -> interactive.put("footer", Map.of(TEXT, text)));
    interactive.put("action", action);
    if (!faults.isEmpty()) {
      throw new Refusal.Invalid(faults, Optional.empty()).thrown();
    }
    return Content.of(TYPE, shown, Json.write(Map.of("type", TYPE, TYPE, interactive)));
  }

  private static String merged(
      String field, String text, int most, Map<String, List<String>> faults) {
    if (text.isBlank() || PlainText.length(text) > most) {
      faults.put(
          field,
          List.of(
              "The "
                  + field
                  + " field must have 1 to "
                  + most
                  + " characters after its merge fields are replaced."));
    }
    return text;
  }
}
