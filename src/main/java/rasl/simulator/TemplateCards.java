package rasl.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks the cards of a carousel: those of a template, and those of a message from it. */
final class TemplateCards {
  private static final int MOST = 10;

  private TemplateCards() {}

  /** Checks the cards of a new template. */
  static void check(Param cards) {
    if (!cards.node().isArray() || cards.node().isEmpty() || cards.node().size() > MOST) {
      throw MetaError.template(
              2388043, "Invalid carousel", "A carousel has 1 to " + MOST + " cards.")
          .thrown();
    }
    for (Param card : cards.array()) {
      Set<String> types = new HashSet<>();
      for (Param component : card.get("components").array()) {
        types.add(component.get("type").value().toUpperCase(Locale.ROOT));
        if (types.contains("HEADER") && component.get("format").isPresent()) {
          String _ = component.get("format").oneOf(List.of("IMAGE", "VIDEO", "PRODUCT"));
        }
      }
      if (!types.contains("HEADER")) {
        throw MetaError.template(
                2388043, "Invalid carousel", "Each card needs a component of type HEADER.")
            .thrown();
      }
    }
  }

  /** Of a message: as many cards as the template has, each with its own number. */
  static void check(JsonNode carousel, Param message) {
    int expected = carousel.path("cards").size();
    List<Param> given = given(message);
    if (given.size() != expected) {
      throw MetaError.of(
              132000,
              "carousel: number of cards ("
                  + given.size()
                  + ") does not match the expected number of cards ("
                  + expected
                  + ")")
          .thrown();
    }
    Param.distinct(given.stream().map(it -> it.get("card_index").value()).toList(), "card_index");
    given.forEach(card -> check(card, expected));
  }

  private static List<Param> given(Param message) {
    return message.get("components").isAbsent()
        ? List.of()
        : message.get("components").array().stream()
            .filter(it -> it.get("type").value().equalsIgnoreCase("carousel"))
            .flatMap(it -> it.get("cards").array().stream())
            .toList();
  }

  private static void check(Param card, int expected) {
    String index = card.get("card_index").value();
    if (!index.matches("[0-9]") || Integer.parseInt(index) >= expected) {
      throw MetaError.parameter("Param " + card.name() + "['card_index'] names no card.").thrown();
    }
    boolean header =
        card.get("components").array().stream()
            .anyMatch(it -> it.get("type").value().equalsIgnoreCase("header"));
    if (!header) {
      throw MetaError.of(132012, "carousel: card " + index + " needs its header").thrown();
    }
  }
}
