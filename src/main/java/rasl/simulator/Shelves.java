package rasl.simulator;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The small things that objects have, such as profiles, QR codes and flows, in order of making. */
final class Shelves {
  private final Map<String, Map<String, JsonNode>> shelves = new HashMap<>();

  void put(String shelf, String key, @Nullable JsonNode value) {
    Map<String, JsonNode> things = shelves.computeIfAbsent(shelf, _ -> new LinkedHashMap<>());
    if (value == null) {
      things.remove(key);
    } else {
      things.put(key, value);
    }
  }

  Optional<JsonNode> get(String shelf, String key) {
    return Optional.ofNullable(shelves.getOrDefault(shelf, Map.of()).get(key));
  }

  /** All of a shelf, the oldest first; a copy. */
  Map<String, JsonNode> all(String shelf) {
    return new LinkedHashMap<>(shelves.getOrDefault(shelf, Map.of()));
  }

  void clear() {
    shelves.clear();
  }
}
