package rasl.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import rasl.crypto.Hashes;

/**
 * A file that never changes while we run: read once, compressed once, and known by its content.
 *
 * @param tag the value of {@code ETag}: weak, since it stands for the compressed form too
 */
record DocsFile(String type, byte[] plain, byte[] compressed, String tag) {
  private static final int TAG_BYTES = 12;

  static DocsFile of(String type, byte[] content) {
    byte[] hash = Hashes.sha256(content);
    return new DocsFile(
        type,
        content,
        compress(content),
        "W/\"" + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + "\"");
  }

  /** The answer for this request: 304 without content where the caller has the file. */
  RawResponse answer(Request request) {
    if (request.header("if-none-match").filter(this::isKnown).isPresent()) {
      return new RawResponse(304, headers(Map.of()), new byte[0]);
    }
    boolean small =
        compressed.length < plain.length
            && request.header("accept-encoding").filter(DocsFile::takesGzip).isPresent();
    return small
        ? new RawResponse(
            200, headers(Map.of("Content-Type", type, "Content-Encoding", "gzip")), compressed)
        : new RawResponse(200, headers(Map.of("Content-Type", type)), plain);
  }

  private Map<String, String> headers(Map<String, String> more) {
    var all = new LinkedHashMap<>(more);
    all.put("ETag", tag);
    all.put("Vary", "Accept-Encoding");
    return Map.copyOf(all);
  }

  private boolean isKnown(String header) {
    return Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .anyMatch(one -> one.equals(tag) || one.equals("*") || ("W/" + one).equals(tag));
  }

  private static boolean takesGzip(String header) {
    return Arrays.stream(header.toLowerCase(Locale.ROOT).split(",", -1))
        .map(one -> one.replace(" ", ""))
        .anyMatch(one -> one.equals("gzip") || one.matches("gzip;q=(?!0(\\.0*)?$).*"));
  }

  private static byte[] compress(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
