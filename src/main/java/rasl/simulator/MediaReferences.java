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
      cards(content.get("action")).forEach(card -> typed(card.get("header"), found));
    } else if (message.isTemplate()) {
      components(content, found);
    }
    return found;
  }

  /** Those of a template's components, and of the components of its cards. */
  private static void components(Param holder, List<Reference> found) {
    if (holder.get("components").isAbsent()) {
      return;
    }
    for (Param component : holder.get("components").array()) {
      if (component.get("parameters").isPresent()) {
        component.get("parameters").array().forEach(parameter -> typed(parameter, found));
      }
      cards(component).forEach(card -> components(card, found));
    }
  }

  private static List<Param> cards(Param holder) {
    return holder.get("cards").node().isArray() ? holder.get("cards").array() : List.of();
  }

  /** An object whose own {@code type} names the file's field. */
  private static void typed(Param holder, List<Reference> found) {
    String type = holder.get("type").node().asString("");
    if (TYPES.contains(type)) {
      found.add(new Reference(type, holder.get(type)));
    }
  }
}
