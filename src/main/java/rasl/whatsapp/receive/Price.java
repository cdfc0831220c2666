package rasl.whatsapp.receive;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.whatsapp.graph.ForeignText;
import tools.jackson.databind.JsonNode;

/**
 * How Meta charges for a message.
 *
 * @param category such as {@code utility}; null where WhatsApp does not say
 * @param type such as {@code regular} or {@code free_customer_service}; likewise
 */
public record Price(@Nullable String category, @Nullable String type) {
  private static final int MOST = 60;

  static Optional<Price> of(JsonNode pricing) {
    String category = UpdateReader.text(pricing, "category");
    String type = UpdateReader.text(pricing, "type");
    return category.isEmpty() && type.isEmpty()
        ? Optional.empty()
        : Optional.of(new Price(fit(category), fit(type)));
  }

  private static @Nullable String fit(String text) {
    String clean = ForeignText.clean(text);
    if (clean.isEmpty()) {
      return null;
    }
    return clean.length() <= MOST ? clean : clean.substring(0, MOST);
  }
}
