package rasl.audit;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;

/**
 * What an entry tells of the state before or after a change: fields by name, whose values Jackson
 * can write.
 */
public final class State {
  /** Whoever hands over such a field has made a mistake: what it holds must stay secret. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(.*_)?(secret|password|passphrase|token|code|otp|key|hash|sha256|credential)");

  private final Map<String, @Nullable Object> fields;

  private State(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  /** Before there was anything, or after it was gone. */
  public static State none() {
    return new State(Map.of());
  }

  /**
   * A state with these fields.
   *
   * @throws IllegalArgumentException where a field's name is that of a secret
   */
  public static State of(Map<String, ? extends @Nullable Object> fields) {
    fields.keySet().stream()
        .filter(name -> SECRET.matcher(name).matches())
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException("The audit must not know the field " + name);
            });
    return new State(new LinkedHashMap<>(fields));
  }

  boolean isNone() {
    return fields.isEmpty();
  }

  /** The fields that the other state has not, or has another value of. */
  State without(State other) {
    var rest = new LinkedHashMap<String, @Nullable Object>();
    for (String name : new LinkedHashSet<>(fields.keySet())) {
      if (!other.fields.containsKey(name)
          || !Objects.equals(Json.write(fields.get(name)), Json.write(other.fields.get(name)))) {
        rest.put(name, fields.get(name));
      }
    }
    return new State(rest);
  }

  String json() {
    return Json.write(fields);
  }
}
