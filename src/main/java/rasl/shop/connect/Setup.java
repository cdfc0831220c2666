package rasl.shop.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person does in the shop's own settings, step by step, in English and Arabic, and the
 * topics that are worth a webhook. The words stand in {@code setup.json}.
 */
final class Setup {
  /** The languages of the words. */
  static final List<String> LANGUAGES = List.of("en", "ar");

  private static final JsonNode WORDS = words();

  private Setup() {}

  /** The steps for a shop: {@code {"topics": […], "steps": {"en": […], "ar": […]}}}. */
  static ObjectNode of(ShopView shop) {
    JsonNode words = WORDS.path(shop.platform());
    JsonNode steps = words.path(shop.verification());
    ObjectNode setup = Json.mapper().createObjectNode();
    words.path("topics").forEach(topic -> setup.withArray("topics").add(topic));
    for (String language : LANGUAGES) {
      for (JsonNode step : steps.path(language)) {
        setup.withObject("steps").withArray(language).add(filled(step.stringValue(), shop));
      }
    }
    return setup;
  }

  private static String filled(String step, ShopView shop) {
    return step.replace("{url}", shop.url())
        .replace("{username}", shop.username() == null ? "" : shop.username())
        .replace("{header}", shop.signatureHeader() == null ? "" : shop.signatureHeader());
  }

  private static JsonNode words() {
    try (InputStream file = Setup.class.getResourceAsStream("setup.json")) {
      if (file == null) {
        throw new IllegalStateException("The steps of the platforms are missing");
      }
      return Json.parse(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
