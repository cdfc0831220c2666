package rasl.shop.receive;

import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.Request;
import rasl.shop.connect.ShopSecret;
import rasl.shop.connect.ShopSettings;
import rasl.shop.connect.Verification;

/** A shop of the tenant's own. */
final class Custom implements Receiver {
  private static final String PREFIX = "sha256=";
  private static final Pattern SIGNATURE = Pattern.compile("(" + PREFIX + ")?[0-9a-fA-F]{64}");

  @Override
  public Optional<Proof> proof(ShopSettings shop, ShopSecret secret, Request request) {
    if (shop.verification() == Verification.BASIC) {
      return BasicCredentials.proof(shop, secret, request);
    }
    return shop.signatureHeader()
        .flatMap(request::header)
        .filter(signature -> SIGNATURE.matcher(signature).matches())
        .map(
            signature ->
                Proof.hex(
                    secret,
                    signature.startsWith(PREFIX)
                        ? signature.substring(PREFIX.length())
                        : signature));
  }

  @Override
  public String topic(Request request) {
    return Receiver.parameter(request, "e").orElse("");
  }
}
