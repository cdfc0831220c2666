package rasl.message.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import rasl.db.TenantId;
import rasl.http.Fields;
import rasl.http.PlainText;
import rasl.http.Upload;
import rasl.json.Json;
import rasl.media.KeptFile;
import rasl.media.MediaFiles;
import rasl.media.MediaKind;
import rasl.media.OfferedFile;
import rasl.message.Content;
import rasl.message.Wording;
import rasl.refusal.Refusal;

/**
 * A file to be sent, as a request gives it.
 *
 * @param kind empty where a fault was noted
 * @param link where WhatsApp shall fetch it
 * @param file where it came along
 */
record SendMedia(
    Optional<MediaKind> kind,
    Optional<String> link,
    Optional<OfferedFile> file,
    Optional<String> caption,
    Optional<String> filename) {
  static final String URL = "media_url";
  static final String FILE = "media_file";
  private static final String TYPE = "media_type";
  private static final String CAPTION = "caption";
  private static final String FILENAME = "filename";

  /** WhatsApp's limit, in code points. */
  private static final int MAX_CAPTION = 1024;

  private static final int MAX_TYPE = 255;

  /** Reads it; what is wrong is noted in the fields. The file is looked at last. */
  static SendMedia from(TenantId tenant, Fields in, Links links, MediaFiles files) {
    Optional<MediaKind> kind = kind(in);
    Optional<String> caption = in.text(CAPTION, MAX_CAPTION);
    if (caption.isPresent() && kind.filter(MediaKind.AUDIO::equals).isPresent()) {
      in.fault(CAPTION, "The caption field must be left out: WhatsApp shows none with audio.");
    }
    Optional<String> filename = MediaFiles.filename(in, FILENAME);
    Optional<String> link = links.read(in, URL);
    Optional<Upload> upload = in.file(FILE);
    if (upload.isPresent() && link.isPresent()) {
      in.fault(FILE, "Give either media_file or media_url, not both.");
    } else if (!in.has(FILE) && link.isEmpty() && !in.isFaulty(URL)) {
      in.fault(URL, "The media_url field is required where there is no media_file.");
    }
    Optional<OfferedFile> file =
        kind.isPresent() && link.isEmpty()
            ? upload.flatMap(one -> files.check(tenant, in, FILE, one, kind.get(), filename))
            : Optional.empty();
    return new SendMedia(kind, link, file, caption, filename);
  }

  private static Optional<MediaKind> kind(Fields in) {
    String word = in.requiredText(TYPE, MAX_TYPE);
    Optional<MediaKind> kind = MediaKind.of(word);
    if (!word.isEmpty() && kind.isEmpty()) {
      in.fault(TYPE, "The media_type field must be one of " + MediaKind.words() + ".");
    }
    return kind;
  }

  /**
   * The message; only where no fault was noted.
   *
   * @param kept empty too for a file that is only looked at, which has no id yet
   */
  Wording wording(Optional<KeptFile> kept) {
    return new MediaWording(
        kind.orElseThrow(),
        kept.map(one -> Map.entry("id", one.reference()))
            .orElseGet(
                () -> link.isPresent() ? Map.entry("link", link.get()) : Map.entry("id", "")),
        caption,
        filename.or(() -> file.map(OfferedFile::filename).filter(name -> !name.isEmpty())));
  }

  /** A file and its caption, whose merge fields are still to be replaced. */
  private record MediaWording(
      MediaKind kind,
      Map.Entry<String, String> source,
      Optional<String> caption,
      Optional<String> filename)
      implements Wording {

    @Override
    public boolean needsWindow() {
      return true;
    }

    @Override
    public Content content(UnaryOperator<String> merge) {
      Optional<String> merged = caption.map(merge);
      if (merged.isPresent() && PlainText.length(merged.get()) > MAX_CAPTION) {
        throw Refusal.Invalid.field(
                CAPTION,
                "The caption must not have more than "
                    + MAX_CAPTION
                    + " characters after its merge fields are replaced.")
            .thrown();
      }
      Map<String, Object> media = new LinkedHashMap<>();
      media.put(source.getKey(), source.getValue());
      merged.filter(text -> !text.isBlank()).ifPresent(text -> media.put(CAPTION, text));
      filename.ifPresent(name -> media.put(FILENAME, name));
      Map<String, Object> payload = new LinkedHashMap<>();
      payload.put("type", kind.word());
      payload.put(kind.word(), media);
      return Content.of(kind.word(), merged.orElse(""), Json.write(payload));
    }
  }
}
