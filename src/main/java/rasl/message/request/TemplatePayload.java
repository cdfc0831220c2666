package rasl.message.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import rasl.json.Json;
import rasl.message.TemplateValues;
import rasl.template.Compiled;
import rasl.template.Template;

/**
 * Writes a template message as the Cloud API takes it: components with parameters only, those of
 * templates with named parameters by name (Meta's "Sending template messages").
 */
final class TemplatePayload {
  private static final String TEXT = "text";
  private static final String TYPE = "type";

  private final Template template;
  private final Compiled compiled;
  private final List<TemplateSlot> slots;
  private final TemplateValues values;

  TemplatePayload(
      Template template, Compiled compiled, List<TemplateSlot> slots, TemplateValues values) {
    this.template = template;
    this.compiled = compiled;
    this.slots = slots;
    this.values = values;
  }

  /** The slots of the body among all slots. */
  static List<TemplateSlot> bodySlots(List<TemplateSlot> slots) {
    return slots.stream().filter(slot -> slot.field().startsWith("field_")).toList();
  }

  /** The message without recipient; all that is required is in the texts. */
  String json(Map<String, String> texts) {
    var components = new ArrayList<Map<String, Object>>();
    header(texts).ifPresent(parameter -> components.add(component("header", List.of(parameter))));
    List<Map<String, Object>> body = body(texts);
    if (!body.isEmpty()) {
      components.add(component("body", body));
    }
    for (int i = 0; i < compiled.buttons().size(); i++) {
      button(i, texts).ifPresent(components::add);
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("name", template.name());
    content.put("language", Map.of("code", template.language()));
    if (!components.isEmpty()) {
      content.put("components", components);
    }
    return Json.write(ordered(TYPE, TemplateWording.TYPE, TemplateWording.TYPE, content));
  }

  private Optional<Map<String, Object>> header(Map<String, String> texts) {
    return switch (compiled.header()) {
      case Compiled.Header.Line(var line) when !line.variables().isEmpty() ->
          Optional.of(
              text(
                  line.variables().getFirst(),
                  texts.getOrDefault(TemplateValues.HEADER_FIELD, "")));
      case Compiled.Header.Media _ -> values.headerFile().map(TemplatePayload::file);
      case Compiled.Header.None _, Compiled.Header.Line _, Compiled.Header.Other _ ->
          Optional.empty();
    };
  }

  private static Map<String, Object> file(TemplateValues.HeaderFile file) {
    String type = file.format().toLowerCase(Locale.ROOT);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put(file.key(), file.value());
    file.filename().ifPresent(name -> content.put("filename", name));
    return ordered(TYPE, type, type, content);
  }

  private List<Map<String, Object>> body(Map<String, String> texts) {
    List<TemplateSlot> body = bodySlots(slots);
    var parameters = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < body.size(); i++) {
      parameters.add(text(compiled.body().variables().get(i), body.get(i).in(texts).orElse("")));
    }
    return parameters;
  }

  private Map<String, Object> text(String variable, String value) {
    Map<String, Object> parameter = ordered(TYPE, TEXT, TEXT, value);
    if (template.named()) {
      parameter.put("parameter_name", variable);
    }
    return parameter;
  }

  private Optional<Map<String, Object>> button(int index, Map<String, String> texts) {
    Optional<String> given = Optional.ofNullable(texts.get(TemplateValues.button(index)));
    return switch (compiled.buttons().get(index).parameter()) {
      case NONE, UNKNOWN -> Optional.empty();
      case URL_SUFFIX -> given.map(text -> url(index, text));
      case ONE_TIME_CODE -> given.or(() -> code(texts)).map(text -> url(index, text));
      case PAYLOAD ->
          given.map(
              text -> button(index, "quick_reply", ordered(TYPE, "payload", "payload", text)));
      case COUPON_CODE ->
          given.map(
              text ->
                  button(index, "copy_code", ordered(TYPE, "coupon_code", "coupon_code", text)));
      case FLOW_TOKEN ->
          Optional.of(
              button(
                  index,
                  "flow",
                  ordered(TYPE, "action", "action", Map.of("flow_token", given.orElse("unused")))));
    };
  }

  private Optional<String> code(Map<String, String> texts) {
    return Optional.ofNullable(texts.get(TemplateValues.field(values.codeField())));
  }

  private static Map<String, Object> url(int index, String suffix) {
    return button(index, "url", ordered(TYPE, TEXT, TEXT, inUrl(suffix)));
  }

  private static Map<String, Object> button(int index, String kind, Map<String, Object> parameter) {
    Map<String, Object> component = component("button", List.of(parameter));
    component.put("sub_type", kind);
    component.put("index", String.valueOf(index));
    return component;
  }

  private static Map<String, Object> component(String type, List<Map<String, Object>> parameters) {
    return ordered(TYPE, type, "parameters", parameters);
  }

  private static Map<String, Object> ordered(
      String first, Object value, String second, Object another) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(first, value);
    object.put(second, another);
    return object;
  }

  /**
   * What no URL may hold is percent-encoded; what it may, and what already is, stays. A percent
   * sign stays only before two hexadecimal digits.
   */
  static String inUrl(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    var encoded = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean plain = c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0;
      if (plain && (c != '%' || (isHex(bytes, i + 1) && isHex(bytes, i + 2)))) {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  private static boolean isHex(byte[] bytes, int at) {
    return at < bytes.length && bytes[at] > 0 && HexFormat.isHexDigit(bytes[at]);
  }
}
