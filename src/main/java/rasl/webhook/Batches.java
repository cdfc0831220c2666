package rasl.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects messages received in one conversation for an endpoint that wants them together. A batch
 * is stored once, with an id of its own, before anything of it is delivered; what is only collected
 * is read again by whoever goes on after a crash. Of one conversation the next batch is made when
 * the first attempt at the one before has ended.
 */
final class Batches {
  /** The only type that is collected. */
  static final String TYPE = "message.received";

  static final String RESOURCE = "conversation";

  private static final int MOST = 100;

  private final Map<Long, Collected> collected = new LinkedHashMap<>();
  private final Set<Long> underWay = new HashSet<>();

  private record Collected(List<Occurrence> events) {
    /** When the first of them happened. */
    Instant since() {
      return events.getFirst().at();
    }
  }

  /** Some messages that are to be delivered together. */
  record Batch(long conversation, List<Occurrence> events) {
    List<Long> positions() {
      return events.stream().map(Occurrence::position).toList();
    }

    /** The delivery's body: an event like the others that holds each of them whole. */
    byte[] json(String id, Instant now) {
      JsonNode first = parsed(events.getFirst());
      ObjectNode whole = Json.mapper().createObjectNode();
      ObjectNode head = whole.putObject("event");
      head.put("id", id);
      head.put("type", TYPE);
      head.put("timestamp", Json.time(now));
      head.set("version", first.path("event").path("version"));
      whole.set("tenant", first.path("tenant"));
      ObjectNode data = whole.putObject("data");
      ObjectNode resource = data.putObject("resource");
      resource.put("type", RESOURCE);
      resource.put("id", conversation);
      resource.putObject("attributes").put("messages", events.size());
      data.set("relationships", first.path("data").path("relationships"));
      ArrayNode all = data.putArray("events");
      events.forEach(event -> all.add(parsed(event)));
      whole.set("metadata", first.path("metadata"));
      return Json.write(whole).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Batches whose first attempt has not ended, as they were stored. */
  void underWay(Set<Long> conversations) {
    underWay.addAll(conversations);
  }

  /** Whether an event is collected, and not delivered by itself. */
  boolean takes(Occurrence event, OptionalInt seconds) {
    return seconds.isPresent() && event.type().equals(TYPE) && conversation(event).isPresent();
  }

  void add(Occurrence event) {
    long conversation = conversation(event).orElseThrow();
    collected
        .computeIfAbsent(conversation, _ -> new Collected(new ArrayList<>()))
        .events()
        .add(event);
  }

  /** What has been collected for long enough, or is as much as one batch holds. */
  List<Batch> due(Instant now, OptionalInt seconds) {
    Instant begun = now.minusSeconds(seconds.orElse(0));
    var due = new ArrayList<Batch>();
    for (var entry : List.copyOf(collected.entrySet())) {
      Collected some = entry.getValue();
      boolean over = some.events().size() >= MOST || !some.since().isAfter(begun);
      if (over && !underWay.contains(entry.getKey())) {
        int size = Math.min(MOST, some.events().size());
        due.add(new Batch(entry.getKey(), List.copyOf(some.events().subList(0, size))));
      }
    }
    return due;
  }

  /** Batches were stored. */
  void stored(List<Batch> batches) {
    for (Batch batch : batches) {
      underWay.add(batch.conversation());
      Collected some = collected.remove(batch.conversation());
      if (some != null && some.events().size() > batch.events().size()) {
        List<Occurrence> rest = some.events().subList(batch.events().size(), some.events().size());
        collected.put(batch.conversation(), new Collected(new ArrayList<>(rest)));
      }
    }
  }

  /** The first attempt at a batch has ended. */
  void attempted(long conversation) {
    underWay.remove(conversation);
  }

  /** Whether nothing is collected. */
  boolean isEmpty() {
    return collected.isEmpty();
  }

  /** When the next batch may be due; empty where none may be. */
  Optional<Instant> next(OptionalInt seconds) {
    return collected.entrySet().stream()
        .filter(entry -> !underWay.contains(entry.getKey()))
        .map(entry -> entry.getValue().since().plusSeconds(seconds.orElse(0)))
        .min(Instant::compareTo);
  }

  private static Optional<Long> conversation(Occurrence event) {
    long id = parsed(event).path("data").path("relationships").path(RESOURCE).path("id").asLong(0);
    return id > 0 ? Optional.of(id) : Optional.empty();
  }

  private static JsonNode parsed(Occurrence event) {
    return Json.parseTrusted(new String(event.json(), StandardCharsets.UTF_8));
  }
}
