package rasl.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import rasl.refusal.Refusal;

/**
 * Collects the faults of one request, so that the caller learns of all of them at once; of more
 * than a number, how many more there are.
 */
public final class Faults {
  /** How many faults an answer names at most (contract 1.4). */
  public static final int MOST = 100;

  /** The field under which it stands how many more there are. */
  private static final String MORE = "more";

  private final int most;
  private final Map<String, List<String>> byPath = new LinkedHashMap<>();
  private int named;
  private long more;

  /** Of a whole request. */
  public Faults() {
    this(MOST);
  }

  /**
   * Of a part of a request.
   *
   * @param most how many are named
   */
  public Faults(int most) {
    this.most = most;
  }

  /** Notes a fault; the same words for the same field are noted once. */
  public void add(String path, String message) {
    List<String> messages = byPath.getOrDefault(path, List.of());
    if (messages.contains(message)) {
      return;
    }
    if (named == most) {
      more++;
      return;
    }
    byPath.computeIfAbsent(path, _ -> new ArrayList<>()).add(message);
    named++;
  }

  /**
   * Whether a fault of this field was noted; where some are only counted, it may be one of them.
   */
  boolean has(String path) {
    return more > 0 || byPath.containsKey(path);
  }

  /** Whether nothing was noted so far. */
  public boolean none() {
    return byPath.isEmpty();
  }

  /** Takes back what was noted of a field. */
  public void forget(String path) {
    named -= byPath.getOrDefault(path, List.of()).size();
    byPath.remove(path);
  }

  /** Takes back everything. */
  public void clear() {
    byPath.clear();
    named = 0;
    more = 0;
  }

  /** The faults by field, in the order in which the fields were found, and how many more. */
  public Map<String, List<String>> byField() {
    var copy = new LinkedHashMap<String, List<String>>();
    byPath.forEach((path, messages) -> copy.put(path, List.copyOf(messages)));
    if (more == 1) {
      copy.put(MORE, List.of("There is 1 more fault."));
    } else if (more > 1) {
      copy.put(MORE, List.of("There are " + more + " more faults."));
    }
    return Collections.unmodifiableMap(copy);
  }

  /** A refusal with all of them; empty where there is none. */
  public Optional<Refusal> refusal() {
    return none()
        ? Optional.empty()
        : Optional.of(new Refusal.Invalid(byField(), Optional.empty()));
  }

  /** Refuses with all of them where there is one. */
  public void refuseIfAny() {
    refusal()
        .ifPresent(
            refusal -> {
              throw refusal.thrown();
            });
  }

  /** Makes the value where there is no fault; else refuses with all of them. */
  public <T> T orRefuse(Supplier<T> value) {
    refuseIfAny();
    return value.get();
  }
}
