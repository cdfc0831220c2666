package rasl.message;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import rasl.http.Fields;

/**
 * A template to be sent, as a request gives it.
 *
 * @param name empty where it is missing
 * @param language empty where it is missing
 * @param makesCode whether a one-time code is to be made
 * @param codeField which {@code field_N} holds the code
 */
record SendTemplate(
    String name,
    String language,
    boolean makesCode,
    int codeField,
    Map<String, String> texts,
    Optional<TemplateValues.HeaderFile> headerFile) {
  /** The fields that the contract names; a template with more parameters has more. */
  private static final int FIELDS = 10;

  private static final int BUTTONS = 3;
  private static final int MAX_NAME = 512;
  private static final int MAX_LANGUAGE = 10;
  private static final int MAX_LINK = 2048;
  private static final int MAX_DOCUMENT_NAME = 255;
  private static final List<String> FORMATS = List.of("IMAGE", "VIDEO", "DOCUMENT");

  /** Reads all but the parameters that only this template has; see {@link #with}. */
  static SendTemplate from(Fields in) {
    String name = in.requiredText("template_name", MAX_NAME);
    String language = in.requiredText("language", MAX_LANGUAGE);
    boolean makesCode = in.bool("auto_generate_otp").orElse(false);
    int codeField = in.integer("otp_field_number", 1, FIELDS).orElse(1L).intValue();
    Map<String, String> texts = new HashMap<>();
    read(in, TemplateValues.HEADER_FIELD, texts);
    for (int i = 1; i <= FIELDS; i++) {
      read(in, TemplateValues.field(i), texts);
    }
    for (int i = 0; i < BUTTONS; i++) {
      read(in, TemplateValues.button(i), texts);
    }
    return new SendTemplate(name, language, makesCode, codeField, texts, headerFile(in));
  }

  /** Whether it is known which template is meant. */
  boolean isNamed() {
    return !name.isEmpty() && !language.isEmpty();
  }

  /** The values with those that only this template asks for. */
  TemplateValues with(Fields in, List<TemplateSlot> slots) {
    Map<String, String> all = new HashMap<>(texts);
    slots.stream()
        .flatMap(slot -> Stream.concat(Stream.of(slot.field()), slot.namedField().stream()))
        .filter(field -> !all.containsKey(field))
        .forEach(field -> read(in, field, all));
    return new TemplateValues(all, headerFile, codeField, Optional.empty());
  }

  private static void read(Fields in, String field, Map<String, String> texts) {
    in.text(field, TemplateSlot.MAX_BODY).ifPresent(text -> texts.put(field, text));
  }

  private static Optional<TemplateValues.HeaderFile> headerFile(Fields in) {
    Optional<String> documentName = in.text("header_document_name", MAX_DOCUMENT_NAME);
    List<TemplateValues.HeaderFile> given =
        FORMATS.stream().flatMap(format -> link(in, format, documentName).stream()).toList();
    if (given.size() > 1) {
      in.fault(field(given.getLast().format()), "A template has one header: give one file for it.");
    }
    return given.stream().findFirst();
  }

  private static Optional<TemplateValues.HeaderFile> link(
      Fields in, String format, Optional<String> documentName) {
    String field = field(format);
    Optional<String> link = in.text(field, MAX_LINK);
    if (link.isPresent() && !isLink(link.get())) {
      in.fault(
          field, "The " + field + " field must be a URL that begins with https:// or http://.");
    }
    return link.map(
        url ->
            new TemplateValues.HeaderFile(
                format, "link", url, format.equals("DOCUMENT") ? documentName : Optional.empty()));
  }

  private static String field(String format) {
    return "header_" + format.toLowerCase(Locale.ROOT) + "_url";
  }

  private static boolean isLink(String text) {
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      return (scheme.equals("https") || scheme.equals("http"))
          && url.getHost() != null
          && url.getRawUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
