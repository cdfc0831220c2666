package rasl.whatsapp.graph;

import rasl.json.Json;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;

/** Text that others wrote, made fit for the database. */
public final class ForeignText {
  /** The longest wamid that is believed: real ones have about 60 characters. */
  static final int MAX_ID = 512;

  private static final int REPLACEMENT = 0xFFFD;

  private ForeignText() {}

  /**
   * PostgreSQL's text holds neither U+0000 nor half a surrogate pair; a customer can write both.
   */
  public static String clean(String text) {
    return text.codePoints()
        .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? REPLACEMENT : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The same JSON in plain ASCII, which says everything and spoils nothing. */
  public static String json(JsonNode node) {
    return Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(node);
  }

  /** Whether it can be one of WhatsApp's ids. */
  public static boolean isId(String text) {
    return !text.isEmpty() && text.length() <= MAX_ID && clean(text).equals(text);
  }
}
