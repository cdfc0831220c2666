package rasl.simulator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rasl.http.RawResponse;

/** A file as the media host answers it: with its name and its tag, whole or a part of it. */
final class Download {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,10})-([0-9]{0,10})");

  private Download() {}

  /**
   * @param range the header of that name, or empty; several ranges at once are not played
   */
  static RawResponse of(Media media, byte[] bytes, String range) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", media.mimeType());
    headers.put("Content-Disposition", disposition(media));
    headers.put("Accept-Ranges", "bytes");
    headers.put("ETag", "\"" + media.sha256() + "\"");
    headers.put("Cache-Control", "private, no-cache, no-store, must-revalidate");
    Matcher part = RANGE.matcher(range);
    if (!part.matches()) {
      return new RawResponse(200, headers, bytes);
    }
    long from = Long.parseLong(part.group(1));
    long last =
        part.group(2).isEmpty()
            ? bytes.length - 1L
            : Math.min(Long.parseLong(part.group(2)), bytes.length - 1L);
    if (from > last) {
      headers.put("Content-Range", "bytes */" + bytes.length);
      return new RawResponse(416, headers, new byte[0]);
    }
    headers.put("Content-Range", "bytes " + from + "-" + last + "/" + bytes.length);
    return new RawResponse(206, headers, Arrays.copyOfRange(bytes, (int) from, (int) last + 1));
  }

  private static String disposition(Media media) {
    String ending = MediaKinds.bare(media.mimeType()).replaceFirst(".*/", "");
    String name = media.filename().isEmpty() ? "whatsapp." + ending : media.filename();
    if (name.matches("[A-Za-z0-9._-]+")) {
      return "inline;filename=" + name;
    }
    String escaped = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "inline;filename*=UTF-8''" + escaped;
  }
}
