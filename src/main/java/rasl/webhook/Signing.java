package rasl.webhook;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The headers of a delivery (contract 4.2). */
final class Signing {
  static final String HEX = "X-Webhook-Signature";
  static final String STANDARD = "webhook-signature";

  static final String AGENT = "Rasl-Webhooks/1.0";

  private Signing() {}

  /**
   * All but the endpoint's own. While a former secret signs too, both signatures hold two: the new
   * secret's first, with a comma between in Rasl's own and a blank in that of Standard Webhooks.
   */
  static Map<String, String> headers(Target target, Parcel parcel, byte[] body, Instant now) {
    Optional<SigningSecret> former = target.formerAt(now);
    long timestamp = now.getEpochSecond();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", AGENT);
    headers.put("X-Webhook-Event", parcel.type());
    headers.put("X-Webhook-Id", parcel.id());
    parcel
        .position()
        .ifPresent(position -> headers.put("X-Webhook-Position", String.valueOf(position)));
    headers.put("X-Webhook-Attempt", String.valueOf(parcel.attempts() + 1));
    if (parcel.kind() == Parcel.Kind.TEST) {
      headers.put("X-Webhook-Test", "true");
    }
    headers.put(
        HEX, target.secret().hex(body) + former.map(secret -> "," + secret.hex(body)).orElse(""));
    headers.put("webhook-id", parcel.id());
    headers.put("webhook-timestamp", String.valueOf(timestamp));
    headers.put(
        STANDARD,
        target.secret().standard(parcel.id(), timestamp, body)
            + former.map(secret -> " " + secret.standard(parcel.id(), timestamp, body)).orElse(""));
    return headers;
  }
}
