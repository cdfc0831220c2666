package rasl.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decodes the query of a URL: {@code +} and {@code %XX}, brackets raw or encoded. */
public final class QueryParser {
  private QueryParser() {}

  /**
   * Decodes a query.
   *
   * @param rawQuery without {@code ?}; a parameter without {@code =} is an empty text
   * @throws rasl.refusal.RefusedException {@code Invalid} at every parameter that is wrongly
   *     encoded, is not UTF-8 or holds U+0000
   */
  public static Query parse(String rawQuery) {
    var faults = new Faults();
    var parameters = new LinkedHashMap<String, List<String>>();
    for (String part : rawQuery.split("&", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      int equals = endOfName(part);
      String rawName = equals < 0 ? part : part.substring(0, equals);
      Optional<String> name = decode(rawName);
      Optional<String> value = equals < 0 ? Optional.of("") : decode(part.substring(equals + 1));
      if (name.isPresent() && value.isPresent()) {
        parameters.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(value.get());
      } else {
        String path = name.orElse("query");
        faults.add(
            path, "The %s parameter must be percent-encoded UTF-8 without U+0000.".formatted(path));
      }
    }
    return faults.orRefuse(() -> new Query(frozen(parameters)));
  }

  private static Map<String, List<String>> frozen(Map<String, List<String>> parameters) {
    parameters.replaceAll((_, values) -> List.copyOf(values));
    return Collections.unmodifiableMap(parameters);
  }

  /** The first equals sign that is not itself part of a name, as in {@code filter[age][>=]=5}. */
  private static int endOfName(String part) {
    int equals = part.indexOf('=');
    if (equals < 0) {
      return equals;
    }
    if (part.startsWith("]=", equals + 1)) {
      return equals + 2;
    }
    return part.regionMatches(true, equals + 1, "%5D=", 0, 4) ? equals + 4 : equals;
  }

  private static Optional<String> decode(String raw) {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        if (i + 2 >= raw.length()
            || !HexFormat.isHexDigit(raw.charAt(i + 1))
            || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
          return Optional.empty();
        }
        bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
        i += 2;
      } else if (c < 0x80) {
        bytes.write(c == '+' ? ' ' : c);
      } else {
        int end = Character.isHighSurrogate(c) && i + 1 < raw.length() ? i + 2 : i + 1;
        bytes.writeBytes(raw.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end - 1;
      }
    }
    return utf8(bytes.toByteArray()).filter(text -> text.indexOf('\0') < 0);
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException _) {
      return Optional.empty(); // The caller names the parameter.
    }
  }
}
