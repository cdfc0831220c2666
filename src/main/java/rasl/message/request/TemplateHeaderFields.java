package rasl.message.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import rasl.db.TenantId;
import rasl.http.Fields;
import rasl.http.Upload;
import rasl.media.MediaFiles;
import rasl.media.MediaKind;
import rasl.media.OfferedFile;
import rasl.message.TemplateValues;

/**
 * The fields of a template's file: a URL or a file that comes along, of one of three formats. What
 * is wrong is noted.
 */
final class TemplateHeaderFields {
  private static final String DOCUMENT_NAME = "header_document_name";
  private static final List<MediaKind> KINDS =
      List.of(MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT);

  private final Fields in;
  private final Links links;
  private final MediaFiles files;
  private final TenantId tenant;
  private final Optional<String> documentName;
  private final List<TemplateValues.HeaderFile> given = new ArrayList<>();
  private Optional<OfferedFile> offered = Optional.empty();

  TemplateHeaderFields(TenantId tenant, Fields in, Links links, MediaFiles files) {
    this.tenant = tenant;
    this.in = in;
    this.links = links;
    this.files = files;
    this.documentName = MediaFiles.filename(in, DOCUMENT_NAME);
    KINDS.forEach(this::link);
    KINDS.forEach(this::upload);
  }

  /** The fields of files that are given, and in which nothing is wrong yet. */
  static Stream<String> given(Fields in) {
    Stream<String> urls =
        KINDS.stream()
            .map(kind -> field(kind, "_url"))
            .filter(field -> !in.isFaulty(field) && in.text(field, Links.MAX_LINK).isPresent());
    Stream<String> files =
        KINDS.stream()
            .map(kind -> field(kind, "_file"))
            .filter(field -> !in.isFaulty(field) && in.file(field).isPresent());
    Stream<String> names =
        Stream.of(DOCUMENT_NAME)
            .filter(field -> !in.isFaulty(field) && MediaFiles.filename(in, field).isPresent());
    return Stream.of(urls, files, names).flatMap(fields -> fields);
  }

  /** Whether such a field is for a header of this format. */
  static boolean fits(String field, String format) {
    return field.startsWith("header_" + format.toLowerCase(Locale.ROOT) + "_");
  }

  private static String field(MediaKind kind, String end) {
    return "header_" + kind.word() + end;
  }

  /** Empty where none is given; of a file that came along it has no value yet. */
  Optional<TemplateValues.HeaderFile> file() {
    return given.stream().findFirst();
  }

  /** The file that came along. */
  Optional<OfferedFile> offered() {
    return offered;
  }

  private void link(MediaKind kind) {
    String field = field(kind, "_url");
    links.read(in, field).ifPresent(url -> take(field, kind, "link", url, documentName));
  }

  private void upload(MediaKind kind) {
    String field = field(kind, "_file");
    Optional<Upload> upload = in.file(field);
    if (upload.isEmpty()) {
      return;
    }
    boolean only = given.isEmpty();
    Optional<OfferedFile> file =
        only
            ? files.check(
                tenant, in, field, upload.get(), kind, documentName.filter(_ -> isDocument(kind)))
            : Optional.empty();
    take(field, kind, "id", "", file.map(OfferedFile::filename).filter(name -> !name.isEmpty()));
    offered = only ? file : offered;
  }

  private void take(
      String field, MediaKind kind, String key, String value, Optional<String> filename) {
    if (!given.isEmpty()) {
      in.fault(field, "A template has one header: give one file for it.");
      return;
    }
    given.add(
        new TemplateValues.HeaderFile(
            kind.word().toUpperCase(Locale.ROOT),
            key,
            value,
            isDocument(kind) ? filename : Optional.empty()));
  }

  private static boolean isDocument(MediaKind kind) {
    return kind == MediaKind.DOCUMENT;
  }
}
