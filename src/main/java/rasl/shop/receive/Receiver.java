package rasl.shop.receive;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rasl.http.Request;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.shop.connect.Platform;
import rasl.shop.connect.ShopSecret;
import rasl.shop.connect.ShopSettings;

/** How the calls of one platform are known, named and told from repeats. */
interface Receiver {
  /** How long a body is known where the platform gives its deliveries no id of their own. */
  Duration AN_HOUR = Duration.ofHours(1);

  /**
   * What the head of a call brings to show whose it is.
   *
   * @return empty where that is missing, or cannot be right: the body is not read then
   */
  Optional<Proof> proof(ShopSettings shop, ShopSecret secret, Request request);

  /** What has happened, in the platform's words; asked once the caller is known. */
  String topic(Request request);

  /** What makes two deliveries of a shop the same, in addition to topic and body. */
  default List<String> repeat(Request request) {
    return List.of();
  }

  /** Whether the same body is the same delivery; else {@link #repeat} alone says it. */
  default boolean comparesBodies(Request request) {
    return true;
  }

  /** How long a delivery is known. */
  default Duration known(Request request) {
    return AN_HOUR;
  }

  static Receiver of(Platform platform) {
    return switch (platform) {
      case WOOCOMMERCE -> new WooCommerce();
      case SHOPIFY -> new Shopify();
      case SALLA -> new Salla();
      case ZID -> new Zid();
      case CUSTOM -> new Custom();
    };
  }

  /** A parameter of the URL as the shop was told to write it; a query that is none has none. */
  static Optional<String> parameter(Request request, String name) {
    try {
      return request.query().last(name);
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.Invalid) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
