package rasl.whatsapp.graph;

import org.jspecify.annotations.Nullable;

/**
 * An error object of WhatsApp's.
 *
 * @param code decides what to do: {@link ErrorClass#of}
 * @param subcode 0 where there is none
 * @param title without the {@code (#code)} that the API puts before it
 * @param details empty where WhatsApp gave none
 */
public record GraphError(int code, int subcode, String title, String details, boolean isTransient) {

  /** One without a subcode. */
  public GraphError(int code, String title, String details, boolean isTransient) {
    this(code, 0, title, details, isTransient);
  }

  private static final String CODE_END = ": ";
  private static final String DETAILS = " – ";

  /** Reads back what {@link #text} wrote. */
  public static GraphError retold(int code, @Nullable String text) {
    String rest = text == null ? "" : text;
    rest = rest.startsWith(code + CODE_END) ? rest.substring((code + CODE_END).length()) : rest;
    int end = rest.indexOf(DETAILS);
    return end < 0
        ? new GraphError(code, rest, "", false)
        : new GraphError(
            code, rest.substring(0, end), rest.substring(end + DETAILS.length()), false);
  }

  /** In one line, for people. */
  public String text() {
    return code + CODE_END + title + (details.isEmpty() ? "" : DETAILS + details);
  }
}
