package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Meta's error codes with the titles and HTTP statuses that they come with. */
final class ErrorTable {
  static final int WINDOW_CLOSED = 131047;
  static final int UNDELIVERABLE = 131026;

  private static final Entry UNKNOWN = new Entry(400, "Something went wrong", "");
  private static final Map<Integer, Entry> ENTRIES = read();

  private ErrorTable() {}

  record Entry(int httpStatus, String title, String details) {}

  /** The text of a code; a general one for a code that is not in the table. */
  static Entry get(int code) {
    boolean permission = code > 200 && code < 300;
    return ENTRIES.getOrDefault(permission ? 200 : code, UNKNOWN);
  }

  private static Map<Integer, Entry> read() {
    return new String(Samples.resource("errors.tsv"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .collect(
            Collectors.toUnmodifiableMap(
                cells -> Integer.valueOf(cells[0]),
                cells -> new Entry(Integer.parseInt(cells[1]), cells[2], cells[3])));
  }
}
