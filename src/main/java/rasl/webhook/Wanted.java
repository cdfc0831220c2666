package rasl.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import rasl.http.Faults;
import rasl.http.list.JsonFilter;
import rasl.json.Json;

/** Which events an endpoint gets, as its settings are now. */
final class Wanted {
  private final Endpoint endpoint;
  private final Optional<JsonFilter> filter;

  Wanted(Endpoint endpoint, EventCatalogue catalogue) {
    this.endpoint = endpoint;
    this.filter =
        endpoint
            .settings()
            .filter()
            .map(
                json ->
                    JsonFilter.parse(
                        "filter",
                        Json.parseTrusted(json),
                        catalogue.paths(endpoint.settings().events()),
                        new Faults()));
  }

  /** The types of which some events may be wanted. */
  boolean hasType(String type) {
    return endpoint.settings().events().match(type);
  }

  boolean has(Occurrence event) {
    return hasType(event.type()) && !isOwn(event) && passes(event);
  }

  /** Whether it is wanted again, by the types of the replay where it names some. */
  boolean hasOf(Replay replay, Occurrence event) {
    return replay.wish().covers(event) && !isOwn(event) && passes(event);
  }

  /** How long messages received are collected. */
  OptionalInt bufferSeconds() {
    return endpoint.settings().bufferSeconds();
  }

  /** An endpoint never hears of its own troubles: each such event could only make more of them. */
  private boolean isOwn(Occurrence event) {
    return event.resourceType().equals("webhook") && event.resourceId() == endpoint.id();
  }

  private boolean passes(Occurrence event) {
    return filter
        .map(
            judge ->
                judge.matches(Json.parseTrusted(new String(event.json(), StandardCharsets.UTF_8))))
        .orElse(true);
  }
}
