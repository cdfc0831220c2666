package rasl.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rasl.db.TenantId;
import rasl.http.Fields;
import rasl.http.Upload;
import rasl.media.MediaFiles;
import rasl.media.MediaKind;
import rasl.media.OfferedFile;

/**
 * The fields of a template's file: a URL or a file that comes along, of one of three formats. What
 * is wrong is noted.
 */
final class TemplateHeaderFields {
  private static final int MAX_DOCUMENT_NAME = 255;
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
    this.documentName = in.text("header_document_name", MAX_DOCUMENT_NAME);
    if (documentName.filter(name -> !MediaFiles.isFilename(name)).isPresent()) {
      in.fault(
          "header_document_name",
          "The header_document_name field must be one line without / and \\, such as invoice.pdf.");
    }
    KINDS.forEach(this::link);
    KINDS.forEach(this::upload);
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
    String field = "header_" + kind.word() + "_url";
    links.read(in, field).ifPresent(url -> take(field, kind, "link", url, documentName));
  }

  private void upload(MediaKind kind) {
    String field = "header_" + kind.word() + "_file";
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
