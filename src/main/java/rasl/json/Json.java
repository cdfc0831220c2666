package rasl.json;

import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rasl.refusal.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The JSON of all rooms: objects are records with {@code snake_case} names in the order of their
 * components, nulls are written, an {@link java.util.Optional} is its value or null, and an {@link
 * Instant} is ISO 8601 in UTC with exactly three digits of a second and {@code Z}.
 */
public final class Json {
  /** Deeper nesting is refused. */
  public static final int MAX_DEPTH = 100;

  /** Numbers of more characters are refused. */
  public static final int MAX_NUMBER_LENGTH = 100;

  /** Of more values, names, brackets and braces together, a body is refused. */
  public static final int MAX_TOKENS = 1_000_000;

  /**
   * About how many bytes a value, with its name, takes in memory in addition to its text: the tree
   * of {@code [{},{}]} is thirty times as large as its text.
   */
  static final int NODE = 64;

  private static final String BODY = "body";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final JsonMapper MAPPER =
      newMapper(
          StreamReadConstraints.builder()
              .maxNestingDepth(MAX_DEPTH)
              .maxNumberLength(MAX_NUMBER_LENGTH)
              .maxTokenCount(MAX_TOKENS)
              .build());

  /**
   * Our own JSON has no limit but depth: an answer may hold a whole request, and more around it.
   */
  private static final JsonMapper TRUSTED =
      newMapper(StreamReadConstraints.builder().maxNestingDepth(2 * MAX_DEPTH).build());

  private Json() {}

  /** The one mapper; it cannot be changed. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** Writes a value as JSON text. */
  public static String write(@Nullable Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Writes a value as JSON in UTF-8. */
  public static byte[] writeBytes(@Nullable Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** A time as it stands in every answer: {@code 2025-12-12T14:30:00.000Z}. */
  public static String time(Instant time) {
    OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
    if (utc.getYear() < 1000 || utc.getYear() > 9999) {
      return TIME.format(time);
    }
    // By hand: a page of a list has dozens, and the formatter takes its time.
    var text = new StringBuilder(24);
    text.append(utc.getYear());
    two(text.append('-'), utc.getMonthValue());
    two(text.append('-'), utc.getDayOfMonth());
    two(text.append('T'), utc.getHour());
    two(text.append(':'), utc.getMinute());
    two(text.append(':'), utc.getSecond());
    int millis = utc.getNano() / 1_000_000;
    two(text.append('.').append((char) ('0' + millis / 100)), millis % 100);
    return text.append('Z').toString();
  }

  private static void two(StringBuilder text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /**
   * Reads someone else's JSON.
   *
   * @param json strict UTF-8, one value and nothing after it; a byte order mark is skipped
   * @throws rasl.refusal.RefusedException {@code Invalid} at {@code body}, saying where the fault
   *     is and never what stands there
   */
  public static JsonNode parse(byte[] json) {
    return parse(decode(json, json.length));
  }

  /** As {@link #parse(byte[])}, of text that was decoded already. */
  public static JsonNode parse(String json) {
    return reading(() -> MAPPER.readTree(json));
  }

  /**
   * As {@link #parse(byte[])}, of text that comes piece by piece; the reader is closed.
   *
   * @param json as {@link #reader} gives it
   */
  public static JsonNode parse(Reader json) {
    return reading(() -> MAPPER.readTree(json));
  }

  /** As {@link #parse(Reader)}, of an object of which only a part is wanted. */
  public static JsonNode parse(Reader json, JsonShape shape) {
    return reading(
        () -> {
          try (JsonParser parser = MAPPER.createParser(json)) {
            return shape.read(parser);
          }
        });
  }

  /**
   * Decodes someone else's JSON.
   *
   * @param length how many of the bytes count
   * @param memory gets first about how many bytes the text and its tree take; an exception that it
   *     throws ends the reading
   * @throws rasl.refusal.RefusedException {@code Invalid} at {@code body} where it is no UTF-8
   */
  public static String text(byte[] json, int length, LongConsumer memory) {
    memory.accept(weight(json, length));
    return decode(json, length);
  }

  /** As {@link #text}, piece by piece, for large JSON. */
  public static Reader reader(InputStream json, LongConsumer memory) {
    return new WeighedReader(json, memory);
  }

  /** About how many bytes the text of some JSON and the tree read from it take in memory. */
  public static long weight(byte[] json, int length) {
    long weight = length;
    for (int i = 0; i < length; i++) {
      if (isMark((char) json[i])) {
        weight += NODE;
      }
    }
    return weight;
  }

  /** Whether a value, or a name and its value, may begin behind this character. */
  static boolean isMark(char c) {
    return c == ',' || c == ':' || c == '{' || c == '[';
  }

  private static JsonNode reading(Supplier<@Nullable JsonNode> tree) {
    try {
      JsonNode node = tree.get();
      if (node == null || node.isMissingNode()) {
        throw refused("The body must not be empty: it must be JSON.");
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw refused(
          ("The body must keep to the limits: at most %d levels of nesting, %d characters a number"
                  + " and %d values, names and brackets in all.")
              .formatted(MAX_DEPTH, MAX_NUMBER_LENGTH, MAX_TOKENS));
    } catch (JacksonIOException e) {
      throw broken(e);
    } catch (JacksonException e) {
      throw refused(describe(e));
    }
  }

  private static RuntimeException broken(JacksonIOException e) {
    return e.getCause() instanceof CharacterCodingException
        ? notUtf8()
        : new IllegalStateException("a body that had arrived cannot be read", e);
  }

  private static RuntimeException notUtf8() {
    return refused("The body must be valid UTF-8.");
  }

  /**
   * Reads JSON that this server wrote.
   *
   * @throws IllegalStateException where it is broken: that is our fault, not a caller's
   */
  public static JsonNode parseTrusted(String json) {
    return readTrusted(json, JsonNode.class);
  }

  /** As {@link #parseTrusted}, into a record or another type. */
  public static <T> T readTrusted(String json, Class<T> type) {
    try {
      return TRUSTED.readValue(json, type);
    } catch (JacksonException e) {
      throw new IllegalStateException("stored JSON cannot be read as " + type.getSimpleName(), e);
    }
  }

  private static String decode(byte[] json, int length) {
    if (isAscii(json, length)) {
      return new String(json, 0, length, StandardCharsets.ISO_8859_1);
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(json, 0, length))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw notUtf8();
    }
  }

  private static boolean isAscii(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** Jackson's own words can quote the body, so only its position is passed on. */
  private static String describe(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    String where =
        at == null || at.getLineNr() < 1
            ? ""
            : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    return String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")
        ? "The body must not name a field twice in one object" + where + "."
        : "The body must be valid JSON: it breaks" + (where.isEmpty() ? " off" : where) + ".";
  }

  private static RuntimeException refused(String message) {
    return Refusal.Invalid.field(BODY, message).thrown();
  }

  private static JsonMapper newMapper(StreamReadConstraints constraints) {
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .addModule(new SimpleModule("rasl").addSerializer(new InstantWriter()))
        .build();
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
      out.writeString(time(value));
    }
  }
}
