package rasl.shop.receive;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.Request;
import rasl.shop.connect.ShopSecret;
import rasl.shop.connect.ShopSettings;

/**
 * WooCommerce (class-wc-webhook.php). Its delivery id has the resolution of a second, so two orders
 * can share it: a repeat is known by webhook, topic and body.
 */
final class WooCommerce implements Receiver {
  private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9+/]{43}=");
  private static final Pattern PING = Pattern.compile("webhook_id=[0-9]{1,20}");
  private static final int LONGEST_PING = 64;

  @Override
  public Optional<Proof> proof(ShopSettings shop, ShopSecret secret, Request request) {
    return request
        .header("X-WC-Webhook-Signature")
        .filter(signature -> SIGNATURE.matcher(signature).matches())
        .map(signature -> Proof.ofWooCommerce(secret, signature));
  }

  @Override
  public String topic(Request request) {
    return request.header("X-WC-Webhook-Topic").orElse("");
  }

  @Override
  public List<String> repeat(Request request) {
    return List.of(request.header("X-WC-Webhook-ID").orElse(""));
  }

  /**
   * Whether this is the call with which WooCommerce tries a URL when a webhook is saved: a form
   * with the webhook's number, neither signed nor named. It takes the body in.
   */
  static boolean isPing(Request request) {
    boolean named =
        request.header("X-WC-Webhook-Topic").isPresent()
            || request.header("X-WC-Webhook-Signature").isPresent();
    String type = request.header("Content-Type").orElse("");
    if (named || !type.startsWith("application/x-www-form-urlencoded")) {
      return false;
    }
    var text = new StringBuilder();
    request.receive(
        piece -> {
          for (int i = 0; i < piece.length && text.length() <= LONGEST_PING; i++) {
            text.append((char) (piece[i] & 0xff));
          }
        });
    return PING.matcher(text).matches();
  }
}
