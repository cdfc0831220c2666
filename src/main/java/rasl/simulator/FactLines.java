package rasl.simulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The journal's text form: one fact a line, {@code {"<kind>":{…}}}. */
final class FactLines {
  private static final Logger log = LoggerFactory.getLogger(FactLines.class);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          // Half of a surrogate pair has no UTF-8, but a message may have one.
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A journal of an older version lacks later fields.
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private FactLines() {}

  /** Takes the facts of a file, one after the other. */
  interface Reader {
    void take(Fact fact, long offset, int length);
  }

  /** Writes a tree as it stands in the journal. */
  static byte[] write(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  static byte[] write(Fact fact) {
    byte[] start = ("{\"" + fact.kind() + "\":").getBytes(StandardCharsets.UTF_8);
    byte[] body = MAPPER.writeValueAsBytes(fact);
    byte[] line = new byte[start.length + body.length + 2];
    System.arraycopy(start, 0, line, 0, start.length);
    System.arraycopy(body, 0, line, start.length, body.length);
    line[line.length - 2] = '}';
    line[line.length - 1] = '\n';
    return line;
  }

  static Optional<Fact> parse(byte[] line) {
    try {
      for (Map.Entry<String, JsonNode> entry : MAPPER.readTree(line).properties()) {
        Class<? extends Fact> type = Fact.KINDS.get(entry.getKey());
        if (type != null) {
          return Optional.of(MAPPER.treeToValue(entry.getValue(), type));
        }
      }
    } catch (JacksonException e) {
      log.warn("unreadable line in the simulator's journal: {}", e.getOriginalMessage());
    }
    return Optional.empty();
  }

  /**
   * Reads all whole lines of a file.
   *
   * @return where the last whole line ends; what follows was torn by a crash
   */
  static long readAll(Path file, Reader reader) throws IOException {
    long end = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      var line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        line.write(next);
        if (next == '\n') {
          long offset = end;
          int length = line.size();
          parse(line.toByteArray()).ifPresent(fact -> reader.take(fact, offset, length));
          end += length;
          line.reset();
        }
      }
    }
    return end;
  }
}
