package rasl.whatsapp;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How Meta charges for a message.
 *
 * @param category such as {@code utility}
 * @param type such as {@code regular} or {@code free_customer_service}
 */
public record Price(String category, String type) {
  private static final int MOST = 60;

  static Optional<Price> of(JsonNode pricing) {
    String category = UpdateReader.text(pricing, "category");
    String type = UpdateReader.text(pricing, "type");
    return category.isEmpty() && type.isEmpty()
        ? Optional.empty()
        : Optional.of(new Price(fit(category), fit(type)));
  }

  private static String fit(String text) {
    String clean = ForeignText.clean(text);
    return clean.length() <= MOST ? clean : clean.substring(0, MOST);
  }
}
