package rasl.shop.receive;

import java.util.Optional;
import rasl.http.Request;
import rasl.shop.connect.ShopSecret;
import rasl.shop.connect.ShopSettings;

/** Zid. Its bodies need not name their event, so the URL that a shop is given does. */
final class Zid implements Receiver {
  @Override
  public Optional<Proof> proof(ShopSettings shop, ShopSecret secret, Request request) {
    return BasicCredentials.proof(shop, secret, request);
  }

  @Override
  public String topic(Request request) {
    return Receiver.parameter(request, "e").orElse("");
  }
}
