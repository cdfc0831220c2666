package rasl.media;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The place holder in a stored payload for the id of a file that WhatsApp does not have yet. It is
 * looked for only where such an id stands, so no text of a caller is ever taken for one.
 */
final class MediaReferences {
  private static final Pattern REFERENCE = Pattern.compile("rasl-file-([1-9][0-9]{0,17})");

  private MediaReferences() {}

  static String of(long media) {
    return "rasl-file-" + media;
  }

  /** The object of a payload whose {@code id} is a reference, and which file that is. */
  record Found(ObjectNode holder, long media) {
    void replace(String whatsappId) {
      holder.set("id", StringNode.valueOf(whatsappId));
    }
  }

  /** The reference of a payload, of which there is one at most. */
  static Optional<Found> in(JsonNode payload) {
    String type = payload.path("type").asString("");
    Optional<Found> direct = holder(payload.path(type));
    if (direct.isPresent() || !type.equals("template")) {
      return direct;
    }
    for (JsonNode component : payload.path("template").path("components")) {
      for (JsonNode parameter : component.path("parameters")) {
        Optional<Found> found = holder(parameter.path(parameter.path("type").asString("")));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Found> holder(JsonNode node) {
    return node instanceof ObjectNode object
        ? read(node.path("id").asString("")).map(media -> new Found(object, media))
        : Optional.empty();
  }

  /** The file that a text refers to. */
  static Optional<Long> read(String id) {
    Matcher reference = REFERENCE.matcher(id);
    return reference.matches() ? Optional.of(Long.valueOf(reference.group(1))) : Optional.empty();
  }
}
