package rasl.media;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import rasl.http.PlainText;

/**
 * The types of files that can be sent (contract 2.5), by the extensions that they go by.
 *
 * <p>WhatsApp's own list is shorter and stricter; {@link #mimeType} is the type for WhatsApp.
 */
enum FileType {
  JPEG(MediaKind.IMAGE, "image/jpeg", "jpg jpeg", "image/jpg image/pjpeg"),
  PNG(MediaKind.IMAGE, "image/png", "png", "image/x-png"),
  WEBP(MediaKind.IMAGE, "image/webp", "webp", ""),
  MP4(MediaKind.VIDEO, "video/mp4", "mp4", "application/mp4"),
  THREE_GP(MediaKind.VIDEO, "video/3gpp", "3gp", "video/3gp audio/3gpp"),
  MP3(MediaKind.AUDIO, "audio/mpeg", "mp3", "audio/mp3 audio/x-mp3 audio/mpeg3"),
  OGG(
      MediaKind.AUDIO,
      "audio/ogg",
      "ogg opus",
      "audio/opus application/ogg audio/x-opus+ogg video/ogg"),
  AMR(MediaKind.AUDIO, "audio/amr", "amr", "audio/x-amr"),
  AAC(MediaKind.AUDIO, "audio/aac", "aac", "audio/x-aac audio/aacp audio/x-hx-aac-adts"),
  M4A(MediaKind.AUDIO, "audio/mp4", "m4a", "audio/m4a audio/x-m4a"),
  PDF(MediaKind.DOCUMENT, "application/pdf", "pdf", "application/x-pdf"),
  DOC(MediaKind.DOCUMENT, "application/msword", "doc", ""),
  XLS(MediaKind.DOCUMENT, "application/vnd.ms-excel", "xls", "application/msexcel"),
  PPT(MediaKind.DOCUMENT, "application/vnd.ms-powerpoint", "ppt", "application/mspowerpoint"),
  DOCX(
      MediaKind.DOCUMENT,
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "docx",
      ""),
  XLSX(
      MediaKind.DOCUMENT,
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "xlsx",
      ""),
  PPTX(
      MediaKind.DOCUMENT,
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      "pptx",
      ""),
  /** WhatsApp knows no CSV: it goes as plain text. */
  TEXT(
      MediaKind.DOCUMENT,
      "text/plain",
      "txt csv",
      "text/csv application/csv text/comma-separated-values application/vnd.ms-excel");

  /** The type of files whose type nobody knows; programs that know none send it too. */
  static final String UNSTATED = "application/octet-stream";

  private final MediaKind kind;
  private final String mimeType;
  private final String extensions;
  private final String alsoDeclared;

  /**
   * @param extensions with blanks between them
   * @param alsoDeclared other names that programs have for the type, likewise
   */
  FileType(MediaKind kind, String mimeType, String extensions, String alsoDeclared) {
    this.kind = kind;
    this.mimeType = mimeType;
    this.extensions = extensions;
    this.alsoDeclared = alsoDeclared;
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  MediaKind kind() {
    return kind;
  }

  /** The type that we give WhatsApp, and that we serve the file with. */
  String mimeType() {
    return mimeType;
  }

  /** The extension that a file of this type gets where its name has another one. */
  String extension() {
    return words(extensions).getFirst();
  }

  static Optional<FileType> ofExtension(MediaKind kind, String extension) {
    return Arrays.stream(values())
        .filter(type -> type.kind == kind && words(type.extensions).contains(extension))
        .findFirst();
  }

  /** The type that goes by a name, where a file that begins so can be of it. */
  static Optional<FileType> named(String mimeType, byte[] first) {
    return Arrays.stream(values())
        .filter(
            type -> type.mimeType.equals(mimeType) || words(type.alsoDeclared).contains(mimeType))
        .filter(type -> type.mayBegin(first))
        .findFirst();
  }

  /** The extensions of a kind, for people. */
  static String extensions(MediaKind kind) {
    return Arrays.stream(values())
        .filter(type -> type.kind == kind)
        .flatMap(type -> words(type.extensions).stream())
        .collect(Collectors.joining(", "));
  }

  /** Whether a file may be declared so; programs that know no type say so, or say nothing. */
  boolean mayBeDeclared(String contentType) {
    String bare = PlainText.lower(contentType.split(";", 2)[0].strip());
    return bare.isEmpty()
        || bare.equals(UNSTATED)
        || bare.equals(mimeType)
        || words(alsoDeclared).contains(bare);
  }

  /** Whether a file of this type may begin so. */
  boolean mayBegin(byte[] first) {
    return switch (this) {
      case JPEG -> Beginnings.jpeg(first);
      case PNG -> Beginnings.png(first);
      case WEBP -> Beginnings.webp(first);
      case MP4, M4A -> Beginnings.mp4(first);
      case THREE_GP -> Beginnings.threeGp(first);
      case MP3 -> Beginnings.mp3(first);
      case OGG -> Beginnings.opus(first);
      case AMR -> Beginnings.amr(first);
      case AAC -> Beginnings.aac(first);
      case PDF -> Beginnings.pdf(first);
      case DOC, XLS, PPT -> Beginnings.ole(first);
      // With a password they are encrypted, inside of the older format.
      case DOCX, XLSX, PPTX -> Beginnings.zip(first) || Beginnings.ole(first);
      case TEXT -> Beginnings.text(first);
    };
  }
}
