package rasl.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;
import rasl.http.RawResponse;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.refusal.Refusal;

/**
 * Serves files under their signed URLs. A customer's file must not run in a browser as if it were
 * ours: browsers guess no type, show only images, audio and video, and sandbox every file.
 */
final class MediaApi {
  private static final Logger log = LoggerFactory.getLogger(MediaApi.class);
  private static final Duration COME_BACK = Duration.ofSeconds(10);
  private static final String FILE = "File";

  private final Db db;
  private final MediaStore store;
  private final MediaStorage storage;
  private final MediaUrls urls;

  MediaApi(Db db, MediaStore store, MediaStorage storage, MediaUrls urls) {
    this.db = db;
    this.store = store;
    this.storage = storage;
    this.urls = urls;
  }

  void addTo(Routes routes) {
    routes.addPublic("GET", MediaUrls.ROUTE, "its URL is signed, and expires", this::get);
  }

  private RawResponse get(Request request) {
    MediaUrls.Target target = urls.read(request.pathText("key")).orElseThrow(MediaApi::notFound);
    StoredMedia media =
        db.inTenant(target.tenant(), tx -> store.find(tx, target.media()))
            .orElseThrow(MediaApi::notFound);
    Map<String, String> headers = headers(media);
    Optional<ByteRange> asked = ByteRange.parse(request.header("range"), media.size());
    if (asked.isEmpty()) {
      return answer(request, 200, headers, media, new ByteRange(0, media.size()));
    }
    ByteRange range = asked.get();
    if (range.length() == 0) {
      headers.put("Content-Range", "bytes */" + media.size());
      return new RawResponse(416, headers, new byte[0]);
    }
    headers.put(
        "Content-Range",
        "bytes %d-%d/%d".formatted(range.from(), range.from() + range.length() - 1, media.size()));
    return answer(request, 206, headers, media, range);
  }

  private static RuntimeException notFound() {
    return new Refusal.NotFound(FILE).thrown();
  }

  /** The file is opened before the answer begins: until then it can still be a refusal. */
  private RawResponse answer(
      Request request,
      int status,
      Map<String, String> headers,
      StoredMedia media,
      ByteRange range) {
    headers.put("Content-Length", String.valueOf(range.length()));
    if (request.method().equals("HEAD")) {
      return new RawResponse(status, headers, new byte[0], Optional.of(_ -> {}));
    }
    InputStream bytes = open(media, range).orElseThrow(MediaApi::notFound);
    return new RawResponse(
        status,
        headers,
        new byte[0],
        Optional.of(
            out -> {
              try (bytes) {
                if (bytes.transferTo(out) != range.length()) {
                  throw new IOException("a file is shorter than its row says");
                }
              }
            }));
  }

  private Optional<InputStream> open(StoredMedia media, ByteRange range) {
    try {
      return storage.open(media.key(), range.from(), range.length());
    } catch (StorageException | IOException e) {
      log.error("a file cannot be served", e);
      throw new Refusal.ServiceUnavailable(COME_BACK).thrown();
    }
  }

  private static Map<String, String> headers(StoredMedia media) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", media.mimeType());
    headers.put("Content-Disposition", disposition(media));
    headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
    headers.put("Cross-Origin-Resource-Policy", "cross-origin");
    headers.put("Cache-Control", "private, max-age=3600");
    headers.put("Accept-Ranges", "bytes");
    headers.put("ETag", "\"" + HexFormat.of().formatHex(media.sha256(), 0, 16) + "\"");
    return headers;
  }

  /** Images, audio and video are shown; a name goes in both the plain and the full spelling. */
  static String disposition(StoredMedia media) {
    String type = media.mimeType();
    boolean shown = type.matches("(image/(jpeg|png|webp)|audio/.*|video/.*)");
    String way = shown ? "inline" : "attachment";
    if (media.filename().isEmpty()) {
      return way;
    }
    return way
        + "; filename=\""
        + media.filename().replaceAll("[^A-Za-z0-9._ -]", "_")
        + "\"; filename*=UTF-8''"
        + encoded(media.filename());
  }

  /** As RFC 8187 has it. */
  private static String encoded(String filename) {
    var text = new StringBuilder();
    for (byte b : filename.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0)) {
        text.append(c);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return text.toString();
  }
}
