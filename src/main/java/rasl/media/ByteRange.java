package rasl.media;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a file are asked for (RFC 9110, 14). One range is served; of several, or where the
 * header is not understood, the whole file is, as a server may.
 *
 * @param from the first byte
 * @param length how many; 0 where the range lies behind the file's end
 */
record ByteRange(long from, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,15})-([0-9]{0,15})");

  static Optional<ByteRange> parse(Optional<String> header, long size) {
    Matcher range = ONE.matcher(header.orElse("").replace(" ", ""));
    if (!range.matches() || range.group().equals("bytes=-")) {
      return Optional.empty();
    }
    if (range.group(1).isEmpty()) {
      long last = Math.min(Long.parseLong(range.group(2)), size);
      return Optional.of(new ByteRange(size - last, last));
    }
    long from = Long.parseLong(range.group(1));
    long to = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    if (to < from && !range.group(2).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(from, Math.max(0, Math.min(to, size - 1) - from + 1)));
  }
}
