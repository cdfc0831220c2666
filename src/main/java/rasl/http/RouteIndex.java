package rasl.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rasl.refusal.Refusal;

/** Finds the route of a call. A literal segment goes before a parameter. */
final class RouteIndex {
  private final Node root = new Node();

  /**
   * @throws IllegalArgumentException where two routes have the same method and path
   */
  RouteIndex(List<Routes.Route> routes) {
    routes.forEach(this::add);
  }

  /** A route with the values of its parameters. */
  record Match(Routes.Route route, Map<String, String> parameters) {}

  /**
   * Finds the route.
   *
   * @throws rasl.refusal.RefusedException {@code NotFound} for an unknown path, {@code
   *     MethodNotAllowed} for a wrong method
   */
  Match find(String method, RequestPath path) {
    Node node =
        root.find(path.segments(), 0).orElseThrow(() -> new Refusal.NotFound("Path").thrown());
    // A HEAD is a GET whose answer's body stays behind.
    Leaf leaf = node.leaves.get(method.equals("HEAD") ? "GET" : method);
    if (leaf == null) {
      throw new Refusal.MethodNotAllowed(node.allowed()).thrown();
    }
    return new Match(leaf.route, leaf.parameters(path.segments()));
  }

  private void add(Routes.Route route) {
    List<String> segments = List.of(route.path().substring(1).split("/", -1));
    Node node = root;
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{")) {
        names.put(segment.substring(1, segment.length() - 1), i);
        node = node.parameter();
      } else {
        node = node.literals.computeIfAbsent(segment, _ -> new Node());
      }
    }
    if (node.leaves.putIfAbsent(route.method(), new Leaf(route, Map.copyOf(names))) != null) {
      throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
    }
  }

  private record Leaf(Routes.Route route, Map<String, Integer> names) {
    Map<String, String> parameters(List<String> segments) {
      Map<String, String> values = new HashMap<>();
      names.forEach((name, position) -> values.put(name, segments.get(position)));
      return values;
    }
  }

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Leaf> leaves = new TreeMap<>();
    private @Nullable Node parameter;

    Node parameter() {
      Node known = parameter;
      if (known == null) {
        known = new Node();
        parameter = known;
      }
      return known;
    }

    Optional<Node> find(List<String> segments, int depth) {
      if (depth == segments.size()) {
        return leaves.isEmpty() ? Optional.empty() : Optional.of(this);
      }
      String segment = segments.get(depth);
      Node literal = literals.get(segment);
      if (literal != null) {
        Optional<Node> found = literal.find(segments, depth + 1);
        if (found.isPresent()) {
          return found;
        }
      }
      // Neither an empty segment nor dots are anyone's parameter.
      boolean plain = !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
      return parameter == null || !plain ? Optional.empty() : parameter.find(segments, depth + 1);
    }

    List<String> allowed() {
      return leaves.keySet().stream()
          .flatMap(method -> method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method))
          .toList();
    }
  }
}
