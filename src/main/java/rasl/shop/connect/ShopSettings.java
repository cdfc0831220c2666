package rasl.shop.connect;

import java.util.List;
import java.util.Optional;
import rasl.http.Faults;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tenant chooses for a shop, its secret apart.
 *
 * @param verification how the shop proves that a call is its own
 * @param signatureHeader in which a custom shop sends its signature
 * @param username of Basic authentication
 * @param currencyDisplay how amounts are written for customers
 * @param groups into which buyers are put
 * @param enabled whether anything is done about what arrives
 */
public record ShopSettings(
    String name,
    Verification verification,
    Optional<String> signatureHeader,
    Optional<String> username,
    Place place,
    CurrencyDisplay currencyDisplay,
    List<Long> groups,
    boolean enabled) {
  public ShopSettings {
    groups = List.copyOf(groups);
  }

  /** Reads them all, and notes what is wrong; what is absent or null is the default. */
  static ShopSettings parse(Platform platform, JsonNode body, Faults faults) {
    return new ShopFields(platform, body, faults).settings();
  }

  /** These settings as a body with what another body changes; null sets back to the default. */
  JsonNode changedBy(JsonNode body) {
    ObjectNode whole = Json.mapper().createObjectNode();
    whole.put("name", name);
    whole.put("verification", verification.text());
    signatureHeader.ifPresent(header -> whole.put("signature_header", header));
    username.ifPresent(user -> whole.put("username", user));
    place.country().ifPresent(country -> whole.put("default_country", country));
    place.timeZone().ifPresent(zone -> whole.put("time_zone", zone));
    whole.put("currency_display", currencyDisplay.text());
    groups.forEach(whole.withArray("groups")::add);
    whole.put("enabled", enabled);
    body.properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
    if (body.has("verification")) {
      forget(whole, body, "signature_header");
      forget(whole, body, "username");
    }
    return whole;
  }

  /** What belongs to the former verification is not taken along into another. */
  private static void forget(ObjectNode whole, JsonNode body, String field) {
    if (!body.has(field)) {
      whole.remove(field);
    }
  }
}
