package rasl.shop.receive;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.Request;
import rasl.shop.connect.ShopSecret;
import rasl.shop.connect.ShopSettings;

/** Shopify. It sends again eight times in four hours, with the same ids. */
final class Shopify implements Receiver {
  private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9+/]{43}=");
  private static final Duration KNOWN = Duration.ofDays(2);

  @Override
  public Optional<Proof> proof(ShopSettings shop, ShopSecret secret, Request request) {
    return request
        .header("X-Shopify-Hmac-Sha256")
        .filter(signature -> SIGNATURE.matcher(signature).matches())
        .map(signature -> Proof.base64(secret, signature));
  }

  @Override
  public String topic(Request request) {
    return request.header("X-Shopify-Topic").orElse("");
  }

  @Override
  public List<String> repeat(Request request) {
    return id(request).map(List::of).orElse(List.of());
  }

  @Override
  public boolean comparesBodies(Request request) {
    return id(request).isEmpty();
  }

  @Override
  public Duration known(Request request) {
    return id(request).isEmpty() ? AN_HOUR : KNOWN;
  }

  private static Optional<String> id(Request request) {
    return request.header("X-Shopify-Event-Id").or(() -> request.header("X-Shopify-Webhook-Id"));
  }
}
