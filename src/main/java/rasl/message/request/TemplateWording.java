package rasl.message.request;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import rasl.http.PlainText;
import rasl.message.CodeText;
import rasl.message.Content;
import rasl.message.TemplateValues;
import rasl.message.Wording;
import rasl.refusal.Refusal;
import rasl.template.Compiled;
import rasl.template.Template;

/** A template with its values, whose merge fields are still to be replaced. */
public final class TemplateWording implements Wording {
  /** The type of template messages. */
  public static final String TYPE = "template";

  /** What is shown in the place of a one-time code. */
  private static final String DOTS = "••••••";

  private static final Pattern GAP = Pattern.compile(" {5,}");

  private final Template template;
  private final Compiled compiled;
  private final TemplateValues values;
  private final List<TemplateSlot> slots;
  private final Instant notAfter;

  /** The fields that hold the one-time code. */
  private final Set<String> codes;

  /**
   * @param notAfter when the code of an authentication template becomes useless
   */
  public TemplateWording(
      Template template, Compiled compiled, TemplateValues values, Instant notAfter) {
    this.template = template;
    this.compiled = compiled;
    this.codes = template.isAuthentication() ? codes(compiled, values) : Set.of();
    this.values = values.withTexts(withPlainCodes(values.texts()));
    this.slots = TemplateSlot.of(compiled, template.isAuthentication());
    this.notAfter = notAfter;
  }

  /** What is missing or wrong, by field. */
  public Map<String, String> faults() {
    Map<String, String> faults = textFaults(values.texts());
    if (compiled.header() instanceof Compiled.Header.Media(var format, _)
        && values.headerFile().filter(file -> file.format().equals(format)).isEmpty()) {
      String field = "header_" + format.toLowerCase(Locale.ROOT) + "_url";
      faults.put(
          field, "The " + field + " field is required: the template's header is " + format + ".");
    }
    if (template.isAuthentication()
        && values.codeField() > 1
        && values.codeField() > compiled.body().variables().size()) {
      faults.put("otp_field_number", "The template's body has no such field.");
    }
    return faults;
  }

  @Override
  public boolean needsWindow() {
    return false;
  }

  @Override
  public boolean isMarketing() {
    return template.category().equals("MARKETING");
  }

  @Override
  public Content content(UnaryOperator<String> merge) {
    Map<String, String> merged = merged(merge);
    Map<String, String> faults = textFaults(merged);
    if (!faults.isEmpty()) {
      Map<String, List<String>> errors = new LinkedHashMap<>();
      faults.forEach((field, fault) -> errors.put(field, List.of(fault)));
      throw new Refusal.Invalid(errors, Optional.empty()).thrown();
    }
    var payload = new TemplatePayload(template, compiled, slots, values);
    if (!template.isAuthentication()) {
      return Content.of(TYPE, body(merged), payload.json(merged));
    }
    Map<String, String> shown = dotted(merged);
    return new Content(
        TYPE,
        body(shown),
        payload.json(shown),
        Optional.of(new Content.Secret(payload.json(merged), notAfter)));
  }

  /** Where a value is empty, the blanks on both sides of it may be more than WhatsApp takes. */
  private Map<String, String> merged(UnaryOperator<String> merge) {
    Map<String, String> merged = new HashMap<>();
    values
        .texts()
        .forEach(
            (field, given) -> {
              String text = merge.apply(given);
              merged.put(field, text.equals(given) ? text : GAP.matcher(text).replaceAll(" "));
            });
    return withPlainCodes(merged);
  }

  /** What the button copies is the code, however it was written. */
  private static Set<String> codes(Compiled compiled, TemplateValues values) {
    Set<String> codes = new HashSet<>();
    codes.add(TemplateValues.field(values.codeField()));
    for (int i = 0; i < compiled.buttons().size(); i++) {
      if (compiled.buttons().get(i).parameter() == Compiled.ButtonParameter.ONE_TIME_CODE) {
        codes.add(TemplateValues.button(i));
      }
    }
    return codes;
  }

  private Map<String, String> withPlainCodes(Map<String, String> texts) {
    Map<String, String> plain = new HashMap<>(texts);
    codes.forEach(
        field -> plain.computeIfPresent(field, (_, text) -> CodeText.read(text).orElse(text)));
    return plain;
  }

  private Map<String, String> textFaults(Map<String, String> texts) {
    Map<String, String> faults = new LinkedHashMap<>();
    slots.forEach(slot -> slot.fault(texts).ifPresent(fault -> faults.put(slot.field(), fault)));
    codes.stream()
        .filter(field -> texts.containsKey(field) && !faults.containsKey(field))
        .filter(field -> CodeText.read(texts.getOrDefault(field, "")).isEmpty())
        .forEach(field -> faults.put(field, "The " + field + " field " + CodeText.RULE));
    if (faults.isEmpty()) {
      lengthFault(texts).ifPresent(faults::putAll);
    }
    return faults;
  }

  /** WhatsApp's limits hold for the text with its values in it. */
  private Optional<Map<String, String>> lengthFault(Map<String, String> texts) {
    if (compiled.header() instanceof Compiled.Header.Line(var line)
        && !line.variables().isEmpty()
        && PlainText.length(line.with(List.of(texts.getOrDefault(TemplateValues.HEADER_FIELD, ""))))
            > TemplateSlot.MAX_HEADER) {
      return Optional.of(
          Map.of(TemplateValues.HEADER_FIELD, tooLong("header", TemplateSlot.MAX_HEADER)));
    }
    return PlainText.length(body(texts)) > TemplateSlot.MAX_BODY
            && !compiled.body().variables().isEmpty()
        ? Optional.of(Map.of(longestField(texts), tooLong("body", TemplateSlot.MAX_BODY)))
        : Optional.empty();
  }

  private static String tooLong(String part, int most) {
    return "With these values the template's "
        + part
        + " has more than "
        + most
        + " characters, which WhatsApp does not take.";
  }

  private String longestField(Map<String, String> texts) {
    return bodySlots().stream()
        .max(java.util.Comparator.comparingInt(slot -> slot.in(texts).orElse("").length()))
        .map(TemplateSlot::field)
        .orElse(TemplateValues.field(1));
  }

  private String body(Map<String, String> texts) {
    return compiled
        .body()
        .with(bodySlots().stream().map(slot -> slot.in(texts).orElse("")).toList());
  }

  private List<TemplateSlot> bodySlots() {
    return TemplatePayload.bodySlots(slots);
  }

  /** Whatever may be the code, or repeat it, is not shown. */
  private Map<String, String> dotted(Map<String, String> merged) {
    List<String> codes =
        java.util.stream.Stream.of(
                bodySlots().stream().findFirst().flatMap(slot -> slot.in(merged)),
                Optional.ofNullable(merged.get(TemplateValues.field(values.codeField()))))
            .flatMap(Optional::stream)
            .toList();
    Map<String, String> shown = new HashMap<>();
    merged.forEach(
        (field, text) ->
            shown.put(
                field,
                field.startsWith("button_") || codes.stream().anyMatch(text::contains)
                    ? DOTS
                    : text));
    return shown;
  }
}
