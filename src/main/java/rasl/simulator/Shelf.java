package rasl.simulator;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One of the {@link Shelves}: things of one kind that belong to one object. */
record Shelf(World world, String name) {
  /** The key of what there is once only. */
  static final String ONE = "";

  static Shelf of(World world, String kind, String owner) {
    return new Shelf(world, kind + "/" + owner);
  }

  Optional<ObjectNode> get(String key) {
    return world.ask(state -> state.shelves().get(name, key)).map(it -> (ObjectNode) it.deepCopy());
  }

  /** The only object of its kind; empty if none was set. */
  ObjectNode one() {
    return get(ONE).orElseGet(() -> Json.mapper().createObjectNode());
  }

  /** The oldest first. */
  Map<String, JsonNode> all() {
    return world.ask(state -> state.shelves().all(name));
  }

  void put(String key, @Nullable JsonNode value) {
    world.tell(new Fact.Kept(name, key, value));
  }

  void remove(String key) {
    put(key, null);
  }
}
