package rasl.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import rasl.refusal.Refusal;

/** Collects the faults of one request, so that the caller learns of all of them at once. */
public final class Faults {
  private final Map<String, List<String>> byPath = new LinkedHashMap<>();

  /** Notes a fault; the same words for the same field are noted once. */
  public void add(String path, String message) {
    List<String> messages = byPath.computeIfAbsent(path, _ -> new ArrayList<>());
    if (!messages.contains(message)) {
      messages.add(message);
    }
  }

  /** Whether a fault of this field was noted. */
  boolean has(String path) {
    return byPath.containsKey(path);
  }

  /** Whether nothing was noted so far. */
  public boolean none() {
    return byPath.isEmpty();
  }

  /** Makes the value where there is no fault; else refuses with all of them. */
  public <T> T orRefuse(Supplier<T> value) {
    if (!none()) {
      throw new Refusal.Invalid(copy(), Optional.empty()).thrown();
    }
    return value.get();
  }

  private Map<String, List<String>> copy() {
    var copy = new LinkedHashMap<String, List<String>>();
    byPath.forEach((path, messages) -> copy.put(path, List.copyOf(messages)));
    return Collections.unmodifiableMap(copy);
  }
}
