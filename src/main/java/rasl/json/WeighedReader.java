package rasl.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Strict UTF-8 as text, without a byte order mark. It says ahead of the parser how much memory the
 * parsed values will take.
 */
final class WeighedReader extends Reader {
  /**
   * How many characters are handed on at a time. The parser's buffers are used again and may be
   * large: what they take ahead would be paid for before an item too many ends the reading.
   */
  private static final int PIECE = 2048;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader in;
  private final LongConsumer memory;
  private boolean begun;

  WeighedReader(InputStream in, LongConsumer memory) {
    this.in =
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    this.memory = memory;
  }

  @Override
  public int read(char[] into, int from, int length) throws IOException {
    int count = in.read(into, from, Math.min(length, PIECE));
    if (!begun && count > 0) {
      begun = true;
      if (into[from] == BYTE_ORDER_MARK) {
        System.arraycopy(into, from + 1, into, from, count - 1);
        count--;
        if (count == 0) {
          return read(into, from, length);
        }
      }
    }
    if (count > 0) {
      memory.accept(weight(into, from, count));
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static long weight(char[] text, int from, int count) {
    long weight = count;
    for (int i = from; i < from + count; i++) {
      char c = text[i];
      if (Json.isMark(c)) {
        weight += Json.NODE;
      } else if (c > 0xFF) {
        weight++;
      }
    }
    return weight;
  }
}
