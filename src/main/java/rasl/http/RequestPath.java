package rasl.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path as segments, each decoded exactly once, so that an encoded slash stays inside of its
 * segment. Dots are never resolved. One slash at the end is ignored.
 */
record RequestPath(List<String> segments) {
  RequestPath {
    segments = List.copyOf(segments);
  }

  /** Reads a raw path; empty where its percent-encoding or its UTF-8 is broken. */
  static Optional<RequestPath> parse(String raw) {
    if (!raw.startsWith("/")) {
      return Optional.empty();
    }
    String end = raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    List<String> segments = new ArrayList<>();
    for (String part : end.substring(1).split("/", -1)) {
      Optional<String> segment = decode(part);
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      segments.add(segment.get());
    }
    return Optional.of(new RequestPath(segments));
  }

  String text() {
    return "/" + String.join("/", segments);
  }

  private static Optional<String> decode(String part) {
    if (part.indexOf('%') < 0) {
      return Optional.of(part);
    }
    byte[] raw = part.getBytes(StandardCharsets.UTF_8);
    var bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    return text(bytes.toByteArray());
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
