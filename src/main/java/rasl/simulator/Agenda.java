package rasl.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** The updates that no callback has taken yet, by the time at which they are due. */
final class Agenda {
  private final Map<Long, Pending> unsettled = new HashMap<>();
  private final PriorityQueue<Pending> queue = new PriorityQueue<>(Pending.BY_TIME);

  void add(Pending pending) {
    unsettled.put(pending.update().id(), pending);
    queue.add(pending);
  }

  void settle(List<Long> updates) {
    updates.forEach(unsettled::remove);
  }

  /** The next update whose time has come; it stays unsettled until a fact says otherwise. */
  Optional<Pending> takeDue(Instant now) {
    for (Pending first = queue.peek(); first != null; first = queue.peek()) {
      if (!unsettled.containsKey(first.update().id())) {
        queue.remove();
      } else if (first.update().due().isAfter(now)) {
        return Optional.empty();
      } else {
        queue.remove();
        return Optional.of(first);
      }
    }
    return Optional.empty();
  }

  Optional<Instant> nextDue() {
    return Optional.ofNullable(queue.peek()).map(first -> first.update().due());
  }

  boolean isUnsettled(long update) {
    return unsettled.containsKey(update);
  }

  /** Updates that are planned for later and tell of this template's review. */
  List<Long> reviews(String templateId, Instant now) {
    return unsettled.values().stream()
        .filter(it -> it.update().due().isAfter(now))
        .filter(
            it ->
                it.subject() instanceof Pending.Notice notice
                    && notice.value().path("message_template_id").asString("").equals(templateId))
        .map(it -> it.update().id())
        .toList();
  }

  int size() {
    return unsettled.size();
  }

  void clear() {
    unsettled.clear();
    queue.clear();
  }
}
