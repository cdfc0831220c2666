package rasl.shop.receive;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import rasl.crypto.Macs;
import rasl.http.Request;
import rasl.shop.connect.ShopSecret;
import rasl.shop.connect.ShopSettings;

/** Basic authentication (RFC 7617). */
final class BasicCredentials {
  private static final String SCHEME = "basic ";

  private BasicCredentials() {}

  static Optional<Proof> proof(ShopSettings shop, ShopSecret secret, Request request) {
    String ours = shop.username().orElse("") + ":" + secret.text();
    return request
        .header("Authorization")
        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(SCHEME))
        .flatMap(header -> decoded(header.substring(SCHEME.length()).strip()))
        .map(
            theirs ->
                Proof.shown(
                    Macs.constantTimeEquals(ours.getBytes(StandardCharsets.UTF_8), theirs)));
  }

  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
