package rasl.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The contract as it is published, {@code api/openapi.yaml}, as a tree. */
public record OpenApiFile(ObjectNode tree) {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final String COMPONENTS = "#/components/";

  /** Reads the file of this source tree. */
  public static OpenApiFile published() {
    try {
      return parse(Files.readString(Path.of("api", "openapi.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static OpenApiFile parse(String yaml) {
    return new OpenApiFile((ObjectNode) Json.mapper().<JsonNode>valueToTree(new Yaml().load(yaml)));
  }

  /** One operation as it is documented. */
  public record Operation(String method, String path, JsonNode node) {
    /** Such as {@code GET /api/v2/sources}. */
    public String name() {
      return method + " " + path;
    }

    /** The scopes that its token must have; empty for one that needs no token. */
    public Set<String> scopes() {
      var scopes = new TreeSet<String>();
      for (JsonNode requirement : node.path("security")) {
        requirement.path("token").forEach(scope -> scopes.add(scope.stringValue()));
      }
      return scopes;
    }
  }

  /** All operations. */
  public List<Operation> operations() {
    return tree.path("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .filter(member -> METHODS.contains(member.getKey()))
                    .map(
                        member ->
                            new Operation(
                                member.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                member.getValue())))
        .toList();
  }

  /** What a {@code $ref} of the file means; anything else is itself. */
  JsonNode resolved(JsonNode node) {
    JsonNode ref = node.path("$ref");
    return ref.isString() ? tree.at(ref.stringValue().substring(1)) : node;
  }

  /**
   * A file with these paths alone, and with what they refer to: a tenth of a second of work for a
   * checker, where the whole file is seconds.
   */
  OpenApiFile reducedTo(ObjectNode paths) {
    ObjectNode reduced = Json.mapper().createObjectNode();
    reduced.set("openapi", tree.path("openapi"));
    reduced.set("info", tree.path("info"));
    reduced.set("paths", paths);
    ObjectNode components = reduced.putObject("components");
    components.set("securitySchemes", tree.path("components").path("securitySchemes"));
    copyReferences(paths, components);
    return new OpenApiFile(reduced);
  }

  private void copyReferences(JsonNode from, ObjectNode components) {
    if (from.isString() && from.stringValue().startsWith(COMPONENTS)) {
      String[] name = from.stringValue().substring(COMPONENTS.length()).split("/", -1);
      ObjectNode kind = components.withObject("/" + name[0]);
      if (!kind.has(name[1])) {
        JsonNode component = tree.path("components").path(name[0]).path(name[1]);
        kind.set(name[1], component);
        copyReferences(component, components);
      }
    }
    from.forEach(inner -> copyReferences(inner, components));
  }

  OpenApiFile copy() {
    return new OpenApiFile(tree.deepCopy());
  }
}
