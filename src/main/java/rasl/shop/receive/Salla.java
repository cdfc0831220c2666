package rasl.shop.receive;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import rasl.crypto.Macs;
import rasl.http.Request;
import rasl.json.JsonShape;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.shop.connect.ShopSecret;
import rasl.shop.connect.ShopSettings;
import rasl.shop.connect.Verification;

/**
 * Salla. Its deliveries have no id: a repeat is known by the body, in which merchant and event
 * stand.
 */
final class Salla implements Receiver {
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
  private static final String EVENT = "event";
  private static final JsonShape HEAD = new JsonShape("none", 0, Set.of(EVENT));

  @Override
  public Optional<Proof> proof(ShopSettings shop, ShopSecret secret, Request request) {
    if (shop.verification() == Verification.TOKEN) {
      return request
          .header("Authorization")
          .map(
              token ->
                  Proof.shown(
                      Macs.constantTimeEquals(
                          token.getBytes(StandardCharsets.UTF_8),
                          secret.text().getBytes(StandardCharsets.UTF_8))));
    }
    return request
        .header("X-Salla-Signature")
        .filter(signature -> SIGNATURE.matcher(signature).matches())
        .map(signature -> Proof.hex(secret, signature));
  }

  @Override
  public String topic(Request request) {
    try {
      return request.json(HEAD).path(EVENT).asString("");
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.Invalid) {
        return "";
      }
      throw e;
    }
  }
}
