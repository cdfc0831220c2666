package rasl.webhook;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import rasl.http.Faults;
import rasl.http.Fields;
import rasl.http.JsonFields;
import rasl.http.list.JsonFilter;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tenant chooses for an endpoint, its secrets apart.
 *
 * @param filter JSON as {@link JsonFilter} reads it
 * @param ratePerSecond how many deliveries may begin in a second; empty for as many as it takes
 * @param maxInFlight how many deliveries run at once
 * @param bufferSeconds how long messages received in one conversation are collected; empty for not
 *     at all
 */
record EndpointSettings(
    String url,
    Optional<String> description,
    EventPatterns events,
    Optional<String> filter,
    Format format,
    OptionalInt ratePerSecond,
    int maxInFlight,
    OptionalInt bufferSeconds,
    boolean enabled) {
  static final int MOST_IN_FLIGHT = 100;

  private static final int USUALLY_IN_FLIGHT = 10;
  private static final int MOST_PER_SECOND = 10_000;
  private static final int LONGEST_BUFFER = 60;
  private static final int LONGEST_URL = 2048;
  private static final int LONGEST_DESCRIPTION = 500;
  private static final int MOST_PATTERNS = 100;

  /**
   * Reads them all, and notes what is wrong; what is absent or null is the default.
   *
   * @param body of a creation; for a change, {@link #changedBy}
   */
  static EndpointSettings parse(JsonNode body, EventCatalogue catalogue, Faults faults) {
    Fields fields = JsonFields.of(body, faults);
    EventPatterns events = events(fields, catalogue);
    return new EndpointSettings(
        fields.requiredText("url", LONGEST_URL),
        fields.text("description", LONGEST_DESCRIPTION),
        events,
        filter(body, catalogue, events, faults),
        format(fields),
        integer(fields, "rate_per_second", MOST_PER_SECOND),
        integer(fields, "max_in_flight", MOST_IN_FLIGHT).orElse(USUALLY_IN_FLIGHT),
        integer(fields, "buffer_seconds", LONGEST_BUFFER),
        fields.bool("enabled").orElse(true));
  }

  /** These settings as a body with what another body changes; null sets back to the default. */
  JsonNode changedBy(JsonNode body) {
    ObjectNode whole = Json.mapper().createObjectNode();
    whole.put("url", url);
    description.ifPresent(text -> whole.put("description", text));
    events.patterns().forEach(whole.withArray("event_types")::add);
    filter.ifPresent(json -> whole.set("filter", Json.parseTrusted(json)));
    whole.put("format", format.text());
    ratePerSecond.ifPresent(rate -> whole.put("rate_per_second", rate));
    whole.put("max_in_flight", maxInFlight);
    bufferSeconds.ifPresent(seconds -> whole.put("buffer_seconds", seconds));
    whole.put("enabled", enabled);
    body.properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
    return whole;
  }

  private static EventPatterns events(Fields fields, EventCatalogue catalogue) {
    List<String> wanted = fields.texts("event_types", MOST_PATTERNS, 100);
    List<String> known = catalogue.names();
    wanted.stream()
        .filter(pattern -> !EventPatterns.isKnown(pattern, known))
        .forEach(
            pattern ->
                fields.fault(
                    "event_types",
                    "There are no events "
                        + pattern
                        + "; there are "
                        + String.join(", ", known)
                        + ", families such as contact.* and *."));
    return wanted.isEmpty()
        ? EventPatterns.DEFAULT
        : new EventPatterns(wanted.stream().distinct().toList());
  }

  private static Optional<String> filter(
      JsonNode body, EventCatalogue catalogue, EventPatterns events, Faults faults) {
    JsonNode filter = body.path("filter");
    if (filter.isMissingNode() || filter.isNull() || (filter.isObject() && filter.isEmpty())) {
      return Optional.empty();
    }
    JsonFilter.parse("filter", filter, catalogue.paths(events), faults);
    return Optional.of(Json.write(filter));
  }

  private static Format format(Fields fields) {
    String text = fields.text("format", 20).orElse(Format.N8N.text());
    Optional<Format> format = Format.parse(text);
    if (format.isEmpty()) {
      fields.fault(
          "format", "The format must be one of " + String.join(", ", Format.texts()) + ".");
    }
    return format.orElse(Format.N8N);
  }

  private static OptionalInt integer(Fields fields, String name, int most) {
    return fields
        .integer(name, 1, most)
        .map(value -> OptionalInt.of(Math.toIntExact(value)))
        .orElseGet(OptionalInt::empty);
  }
}
