package rasl.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import rasl.json.Json;
import rasl.refusal.Refusal;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object. The objects inside of it share its faults, under paths such as
 * {@code contacts.3.email}. An empty text counts as an absent field, whatever its type: forms send
 * it for a field that was left blank.
 */
public final class JsonFields implements Fields {
  /** The largest id: the largest integer that every client's JSON can hold, 2^53 - 1. */
  public static final long MAX_ID = (1L << 53) - 1;

  private final JsonNode object;
  private final String prefix;
  private final Faults faults;
  private final JsonValues values;
  private final Map<String, Upload> files;

  private JsonFields(JsonNode object, String prefix, JsonFields outer) {
    this.object = object;
    this.prefix = prefix;
    this.faults = outer.faults;
    this.values = outer.values;
    this.files = outer.files;
  }

  /** The whole of a body; of a form, with its files by the paths of their fields. */
  JsonFields(JsonNode object, JsonValues values, Faults faults, Map<String, Upload> files) {
    this.object = object;
    this.prefix = "";
    this.faults = faults;
    this.values = values;
    this.files = files;
  }

  /**
   * The fields of a body.
   *
   * @throws rasl.refusal.RefusedException {@code Invalid} at {@code body} where it is no object
   */
  public static JsonFields of(JsonNode body) {
    if (!body.isObject()) {
      throw Refusal.Invalid.field("body", "The body must be a JSON object.").thrown();
    }
    return of(body, new Faults());
  }

  /** The fields of an object, whose faults are noted where the caller wants them. */
  public static JsonFields of(JsonNode object, Faults faults) {
    return new JsonFields(object, JsonValues.ofJson(faults), faults, Map.of());
  }

  /** As {@link #of(JsonNode)}; broken JSON is refused too. */
  public static JsonFields of(byte[] body) {
    return of(Json.parse(body));
  }

  @Override
  public boolean has(String name) {
    return object.has(name);
  }

  @Override
  public String requiredText(String name, int max) {
    return required(name).flatMap(node -> values.text(path(name), node, max)).orElse("");
  }

  @Override
  public Optional<String> text(String name, int max) {
    return value(name).flatMap(node -> values.text(path(name), node, max));
  }

  @Override
  public Optional<Long> integer(String name, long min, long max) {
    return value(name).flatMap(node -> values.integer(path(name), node, min, max));
  }

  @Override
  public Optional<Long> id(String name) {
    return integer(name, 1, MAX_ID);
  }

  @Override
  public long requiredId(String name) {
    return required(name).flatMap(node -> values.integer(path(name), node, 1, MAX_ID)).orElse(1L);
  }

  @Override
  public Optional<Boolean> bool(String name) {
    return value(name).flatMap(node -> values.bool(path(name), node));
  }

  @Override
  public List<Long> requiredIds(String name) {
    return required(name)
        .flatMap(node -> values.items(path(name), node, 1, Integer.MAX_VALUE))
        .map(items -> readIds(name, items))
        .orElseGet(List::of);
  }

  @Override
  public List<Long> ids(String name) {
    return value(name)
        .flatMap(node -> values.items(path(name), node, 0, Integer.MAX_VALUE))
        .map(items -> readIds(name, items))
        .orElseGet(List::of);
  }

  @Override
  public List<Long> idsOrRecords(String name) {
    return value(name)
        .flatMap(node -> values.items(path(name), node, 0, Integer.MAX_VALUE))
        .map(
            items ->
                readIds(
                    name,
                    items.stream().map(one -> one.isObject() ? one.path("id") : one).toList()))
        .orElseGet(List::of);
  }

  @Override
  public List<Long> idsOrCommaList(String name) {
    return value(name)
        .map(node -> node.isString() ? JsonValues.commaList(node.stringValue()) : node)
        .flatMap(node -> values.items(path(name), node, 0, Integer.MAX_VALUE))
        .map(items -> readIds(name, items))
        .orElseGet(List::of);
  }

  @Override
  public Optional<String> textOrNumber(String name, int max) {
    return value(name)
        .flatMap(
            node ->
                node.isIntegralNumber()
                    ? Optional.of(node.asString())
                    : values.text(path(name), node, max));
  }

  @Override
  public List<String> texts(String name, int most, int max) {
    var texts = new ArrayList<String>();
    int index = 0;
    for (JsonNode item :
        value(name).flatMap(node -> values.items(path(name), node, 0, most)).orElseGet(List::of)) {
      String path = path(name) + "." + index++;
      values
          .text(path, item, max)
          .ifPresent(
              text -> {
                texts.add(text);
                if (text.isEmpty()) {
                  values.note(path, "must not be empty.");
                }
              });
    }
    return texts;
  }

  @Override
  public List<Fields> requiredObjects(String name, int min, int max) {
    var objects = new ArrayList<Fields>();
    int index = 0;
    for (JsonNode item :
        required(name)
            .flatMap(node -> values.items(path(name), node, min, max))
            .orElseGet(List::of)) {
      String path = path(name) + "." + index++;
      if (item.isObject()) {
        objects.add(new JsonFields(item, path + ".", this));
      } else {
        values.note(path, "must be an object.");
      }
    }
    return objects;
  }

  @Override
  public Optional<Fields> object(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isObject()) {
      values.note(path(name), "must be an object.");
    }
    return value
        .filter(JsonNode::isObject)
        .map(node -> new JsonFields(node, path(name) + ".", this));
  }

  @Override
  public Map<String, String> texts(String name, int max) {
    return value(name).map(node -> values.texts(path(name), node, max)).orElseGet(Map::of);
  }

  @Override
  public Optional<Upload> file(String name) {
    Optional<Upload> file = Optional.ofNullable(files.get(path(name)));
    if (file.isEmpty() && value(name).isPresent()) {
      values.note(path(name), "must be a file, in a body of multipart/form-data.");
    }
    return file;
  }

  @Override
  public void fault(String name, String message) {
    faults.add(path(name), message);
  }

  @Override
  public boolean isFaulty(String name) {
    return faults.has(path(name));
  }

  @Override
  public <T> T orRefuse(Supplier<T> value) {
    return faults.orRefuse(value);
  }

  private List<Long> readIds(String name, List<JsonNode> items) {
    var ids = new ArrayList<Long>();
    for (int i = 0; i < items.size(); i++) {
      values.integer(path(name) + "." + i, items.get(i), 1, MAX_ID).ifPresent(ids::add);
    }
    return ids;
  }

  private Optional<JsonNode> required(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      values.note(path(name), "is required.");
    }
    return value;
  }

  /** Empty where the field is absent, null, or text that is empty after trimming. */
  private Optional<JsonNode> value(String name) {
    return object
        .optional(name)
        .filter(node -> !node.isNull())
        .filter(node -> !node.isString() || !PlainText.trim(node.stringValue()).isEmpty());
  }

  private String path(String name) {
    return prefix + name;
  }
}
