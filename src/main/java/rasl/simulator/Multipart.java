package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code multipart/form-data}. */
final class Multipart {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]{1,200})\"|([^;\\s]{1,200}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILENAME = Pattern.compile("filename=\"([^\"]*)\"");

  private Multipart() {}

  /**
   * One field.
   *
   * @param filename empty where it is no file
   * @param contentType empty where the part names none
   */
  record Part(String filename, String contentType, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** The fields by name; empty where this is no well-formed form. */
  static Optional<Map<String, Part>> parse(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
        || !boundary.find()) {
      return Optional.empty();
    }
    String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    byte[] mark = ("--" + name).getBytes(StandardCharsets.UTF_8);
    Map<String, Part> parts = new LinkedHashMap<>();
    int at = find(body, mark, 0);
    while (at >= 0) {
      int start = at + mark.length;
      if (start + 1 < body.length && body[start] == '-' && body[start + 1] == '-') {
        return Optional.of(parts);
      }
      int next = find(body, mark, start);
      if (next < 0) {
        return Optional.empty();
      }
      read(body, start + 2, next - 2, parts);
      at = next;
    }
    return Optional.empty();
  }

  /** From behind a boundary's line break to before the line break of the next. */
  private static void read(byte[] body, int start, int end, Map<String, Part> parts) {
    int blank = find(body, "\r\n\r\n".getBytes(StandardCharsets.US_ASCII), start);
    if (blank < 0 || blank + 4 > end) {
      return;
    }
    String head = new String(body, start, blank - start, StandardCharsets.UTF_8);
    String disposition = header(head, "content-disposition");
    Matcher name = NAME.matcher(disposition);
    if (!name.find()) {
      return;
    }
    Matcher filename = FILENAME.matcher(disposition);
    byte[] bytes = Arrays.copyOfRange(body, blank + 4, end);
    parts.put(
        name.group(1),
        new Part(filename.find() ? filename.group(1) : "", header(head, "content-type"), bytes));
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static int find(byte[] body, byte[] wanted, int from) {
    for (int i = Math.max(from, 0); i <= body.length - wanted.length; i++) {
      if (body[i] == wanted[0]
          && Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
