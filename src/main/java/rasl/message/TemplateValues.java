package rasl.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a send gives for a template's parameters.
 *
 * @param texts by the names of the request's fields: {@code header_field_1}, {@code field_1} …, or
 *     {@code field_first_name} where the template's parameters have names, and {@code button_0} …
 * @param headerFile the file above the text
 * @param codeField which {@code field_N} of an authentication template holds the code
 * @param codeNotAfter when that code becomes useless; empty for as long as the template says
 */
public record TemplateValues(
    Map<String, String> texts,
    Optional<HeaderFile> headerFile,
    int codeField,
    Optional<Instant> codeNotAfter) {
  /** The field of the header's variable. */
  public static final String HEADER_FIELD = "header_field_1";

  public TemplateValues {
    texts = Map.copyOf(texts);
  }

  /**
   * A file above a template's text.
   *
   * @param format {@code IMAGE}, {@code VIDEO} or {@code DOCUMENT}
   * @param key {@code link} for a URL, {@code id} for what was uploaded to WhatsApp
   * @param filename what a document is called
   */
  public record HeaderFile(String format, String key, String value, Optional<String> filename) {}

  /**
   * The values of an authentication template: the code first, then whatever else its body asks for.
   *
   * @param notAfter when the code becomes useless; it is not sent after that
   */
  public static TemplateValues ofCode(String code, List<String> more, Instant notAfter) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(field(1), code);
    for (int i = 0; i < more.size(); i++) {
      texts.put(field(i + 2), more.get(i));
    }
    return new TemplateValues(texts, Optional.empty(), 1, Optional.of(notAfter));
  }

  /** The same with other texts. */
  public TemplateValues withTexts(Map<String, String> others) {
    return new TemplateValues(others, headerFile, codeField, codeNotAfter);
  }

  /** The field of the body's {@code number}th parameter, from 1. */
  public static String field(int number) {
    return "field_" + number;
  }

  /** The field of a button, from 0. */
  public static String button(int index) {
    return "button_" + index;
  }

  /** Not the values: a code may be among them. */
  @Override
  public String toString() {
    return "TemplateValues" + texts.keySet();
  }
}
