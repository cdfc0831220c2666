package rasl.message.request;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import rasl.db.TenantId;
import rasl.http.Fields;
import rasl.media.KeptFile;
import rasl.media.MediaFiles;
import rasl.media.OfferedFile;
import rasl.message.TemplateMessages.Found;
import rasl.message.TemplateValues;

/**
 * A template to be sent, as a request gives it.
 *
 * @param name empty where it is missing
 * @param language empty where it is missing
 * @param makesCode whether a one-time code is to be made
 * @param codeField which {@code field_N} holds the code
 * @param file for the header, where it came along; {@code headerFile} then has no value yet
 */
record SendTemplate(
    String name,
    String language,
    boolean makesCode,
    int codeField,
    Map<String, String> texts,
    Optional<TemplateValues.HeaderFile> headerFile,
    Optional<OfferedFile> file) {
  /** The fields that the contract names; a template with more parameters has more. */
  private static final int FIELDS = 10;

  private static final int BUTTONS = 3;

  /** WhatsApp has no template with more parameters of a kind; the fields up to it are known. */
  private static final int MOST = 30;

  private static final int MAX_NAME = 512;
  private static final int MAX_LANGUAGE = 10;

  /** Reads all but the parameters that only this template has; see {@link #with}. */
  static SendTemplate from(TenantId tenant, Fields in, Links links, MediaFiles files) {
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
    var header = new TemplateHeaderFields(tenant, in, links, files);
    return new SendTemplate(
        name, language, makesCode, codeField, texts, header.file(), header.offered());
  }

  /** Notes what is given and has no place in the template: it would not be sent. */
  void noteSurplus(Fields in, Found.Usable found) {
    Set<String> places = new HashSet<>();
    for (TemplateSlot slot : found.slots()) {
      places.add(slot.field());
      slot.namedField().ifPresent(places::add);
    }
    Stream.of(numbered("field_", 1), numbered("button_", 0), numbered("header_field_", 1))
        .flatMap(fields -> fields)
        .filter(field -> !places.contains(field) && !in.isFaulty(field))
        .filter(field -> in.text(field, TemplateSlot.MAX_BODY).isPresent())
        .forEach(field -> in.fault(field, noPlace(field)));
    TemplateHeaderFields.given(in)
        .filter(field -> !TemplateHeaderFields.fits(field, found.compiled().header().format()))
        .forEach(field -> in.fault(field, noPlace(field)));
  }

  private static String noPlace(String field) {
    return "The template has no place for the " + field + " field.";
  }

  private static Stream<String> numbered(String prefix, int from) {
    return IntStream.rangeClosed(from, MOST).mapToObj(i -> prefix + i);
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

  /** The values, once the header's file is kept. */
  static TemplateValues with(TemplateValues values, KeptFile kept) {
    return new TemplateValues(
        values.texts(),
        values
            .headerFile()
            .map(
                file ->
                    new TemplateValues.HeaderFile(
                        file.format(), "id", kept.reference(), file.filename())),
        values.codeField(),
        values.codeNotAfter());
  }
}
