package rasl.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * What it takes to deliver to an endpoint, as it is now.
 *
 * @param former the secret before the last rotation, and until when it signs too
 */
record Target(
    Endpoint endpoint, SigningSecret secret, Optional<Former> former, StaticHeaders headers) {
  /** A secret that was replaced. */
  record Former(SigningSecret secret, Instant until) {}

  /** The former secret, as long as it signs. */
  Optional<SigningSecret> formerAt(Instant now) {
    return former.filter(old -> now.isBefore(old.until())).map(Former::secret);
  }
}
