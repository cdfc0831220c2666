package rasl.message;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;

/**
 * What one message says, as it is stored and sent.
 *
 * @param type WhatsApp's own word: {@code text}, {@code template}, {@code image}, {@code video},
 *     {@code document}, {@code audio} or {@code interactive}
 * @param body what people, lists and events see
 * @param payload the Cloud API's fragment without recipient, as JSON, such as {@code {"type":
 *     "template", "template": {…}}}; null for a text, whose body says it all. Where there is a
 *     secret it is dotted out here
 * @param secret what is sent in the payload's place, where that must not be stored in the clear
 */
public record Content(String type, String body, @Nullable String payload, Optional<Secret> secret) {
  /** The type of a plain text. */
  public static final String TEXT = "text";

  /**
   * A payload that is stored encrypted, and only until the message is sent, has failed or is
   * cancelled.
   *
   * @param notAfter when it has become useless: it is not sent after that time
   */
  public record Secret(String payload, Instant notAfter) {
    @Override
    public String toString() {
      return "Secret[REDACTED, notAfter=" + notAfter + "]";
    }
  }

  /** A text. */
  public static Content text(String body) {
    return new Content(TEXT, body, null, Optional.empty());
  }

  /** A message whose payload is no secret. */
  public static Content of(String type, String body, String payload) {
    return new Content(type, body, payload, Optional.empty());
  }

  /** What goes to WhatsApp for a text. */
  public static String textPayload(String body) {
    return Json.write(Map.of("type", TEXT, TEXT, Map.of("body", body, "preview_url", false)));
  }
}
