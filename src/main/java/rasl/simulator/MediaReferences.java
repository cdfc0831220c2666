package rasl.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the files that a message names. */
final class MediaReferences {
  private static final Set<String> TYPES = Set.of("image", "video", "document", "audio", "sticker");

  private MediaReferences() {}

  /** One file: the type as which it is sent, and where the request names it. */
  record Reference(String type, Param media) {}

  static List<Reference> of(OutgoingMessage message) {
    List<Reference> found = new ArrayList<>();
    Param content = message.content();
    if (TYPES.contains(message.type())) {
      found.add(new Reference(message.type(), content));
    } else if (message.type().equals("interactive")) {
      typed(content.get("header"), found);
    } else if (message.isTemplate() && content.get("components").isPresent()) {
      for (Param component : content.get("components").array()) {
        if (component.get("parameters").isPresent()) {
          component.get("parameters").array().forEach(parameter -> typed(parameter, found));
        }
      }
    }
    return found;
  }

  /** An object whose own {@code type} names the file's field. */
  private static void typed(Param holder, List<Reference> found) {
    String type = holder.get("type").node().asString("");
    if (TYPES.contains(type)) {
      found.add(new Reference(type, holder.get(type)));
    }
  }
}
