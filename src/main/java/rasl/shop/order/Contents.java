package rasl.shop.order;

import rasl.shop.connect.Platform;
import tools.jackson.databind.JsonNode;

/** Reads the payloads of all platforms. */
public final class Contents {
  private Contents() {}

  /** What a payload is about; anything that is read may be missing in it. */
  public static Content read(Platform platform, String topic, JsonNode payload) {
    var body = new Part(payload);
    return switch (platform) {
      case WOOCOMMERCE -> WooCommerceContent.read(topic, body);
      case SHOPIFY -> ShopifyContent.read(topic, body);
      case SALLA -> SallaContent.read(topic, body);
      case ZID -> ZidContent.read(topic, body);
      case CUSTOM -> CustomContent.read(body);
    };
  }
}
