package rasl.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/** An endpoint as answers and events show it: none of its secrets, which are shown once. */
record EndpointView(
    long id,
    String url,
    @Nullable String description,
    List<String> eventTypes,
    @Nullable JsonNode filter,
    String format,
    List<String> headerNames,
    @Nullable Integer ratePerSecond,
    int maxInFlight,
    @Nullable Integer bufferSeconds,
    boolean enabled,
    @Nullable String disabledReason,
    @Nullable Instant disabledAt,
    @Nullable Instant formerSecretUntil,
    Instant createdAt,
    Instant updatedAt) {

  static EndpointView of(Endpoint endpoint) {
    EndpointSettings settings = endpoint.settings();
    return new EndpointView(
        endpoint.id(),
        settings.url(),
        settings.description().orElse(null),
        settings.events().patterns(),
        settings.filter().map(Json::parseTrusted).orElse(null),
        settings.format().text(),
        endpoint.headerNames(),
        settings.ratePerSecond().isPresent() ? settings.ratePerSecond().getAsInt() : null,
        settings.maxInFlight(),
        settings.bufferSeconds().isPresent() ? settings.bufferSeconds().getAsInt() : null,
        settings.enabled(),
        endpoint.disabled().map(Endpoint.Disabled::reason).orElse(null),
        endpoint.disabled().map(Endpoint.Disabled::at).orElse(null),
        endpoint.formerSecretUntil().orElse(null),
        endpoint.createdAt(),
        endpoint.updatedAt());
  }
}
