package rasl.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An endpoint of a tenant, without its secrets.
 *
 * @param headerNames of its static headers
 * @param disabled why and since when Rasl itself has switched it off
 * @param formerSecretUntil until when the secret before the last rotation signs too
 */
record Endpoint(
    long id,
    EndpointSettings settings,
    List<String> headerNames,
    Optional<Disabled> disabled,
    Optional<Instant> formerSecretUntil,
    Instant createdAt,
    Instant updatedAt) {
  /** Why Rasl has switched an endpoint off. */
  record Disabled(String reason, Instant at) {}

  Endpoint {
    headerNames = List.copyOf(headerNames);
  }
}
