package rasl.webhook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of the feed that an endpoint works at: what was read and not attempted yet, in order. Of
 * one resource only one event is at its first attempt; those of others overtake it. For one thread.
 */
final class Window {
  private final TreeSet<Long> open = new TreeSet<>();
  private final Map<Occurrence.Resource, Deque<Parcel>> queues = new HashMap<>();

  /** By position, the first event of each resource of which none is at its first attempt. */
  private final TreeMap<Long, Occurrence.Resource> heads = new TreeMap<>();

  private final Set<Occurrence.Resource> busy = new HashSet<>();
  private long readTo;
  private int waiting;

  Window(long position) {
    readTo = position;
  }

  /** Takes in the next event of the feed. */
  void read(Occurrence event, boolean wanted) {
    readTo = event.position();
    if (!wanted) {
      return;
    }
    open.add(event.position());
    Deque<Parcel> queue = queues.computeIfAbsent(event.resource(), _ -> new ArrayDeque<>());
    queue.add(Parcel.of(event));
    waiting++;
    if (queue.size() == 1 && !busy.contains(event.resource())) {
      heads.put(event.position(), event.resource());
    }
  }

  /** Takes in an event that is collected with others. */
  void collect(Occurrence event) {
    readTo = event.position();
    open.add(event.position());
  }

  /** Events that were collected are stored. */
  void stored(List<Long> positions) {
    positions.forEach(open::remove);
  }

  /** The next event to be attempted; nothing else of its resource is, until it is finished. */
  Optional<Parcel> next() {
    var first = heads.pollFirstEntry();
    if (first == null) {
      return Optional.empty();
    }
    Deque<Parcel> queue = queues.getOrDefault(first.getValue(), new ArrayDeque<>());
    busy.add(first.getValue());
    waiting--;
    return Optional.of(queue.remove());
  }

  /** The first attempt came to its end. */
  void finished(Parcel parcel) {
    busy.remove(parcel.resource());
    proceed(parcel.resource());
  }

  /** The first attempt did not begin. */
  void putBack(Parcel parcel) {
    queues.computeIfAbsent(parcel.resource(), _ -> new ArrayDeque<>()).addFirst(parcel);
    waiting++;
    finished(parcel);
  }

  /** What came of the first attempt is about to be stored. */
  void noted(Parcel parcel) {
    parcel.position().ifPresent(open::remove);
  }

  private void proceed(Occurrence.Resource resource) {
    Deque<Parcel> queue = queues.getOrDefault(resource, new ArrayDeque<>());
    if (queue.isEmpty()) {
      queues.remove(resource);
    } else {
      heads.put(queue.element().position().orElseThrow(), resource);
    }
  }

  /** The position up to which nothing is left to be attempted for the first time. */
  long position() {
    return open.isEmpty() ? readTo : open.first() - 1;
  }

  /** The position up to which the feed was read. */
  long readTo() {
    return readTo;
  }

  /** How many events wait for their first attempt. */
  int waiting() {
    return waiting;
  }

  /** How far what was attempted is ahead of what was not. */
  long ahead() {
    return readTo - position();
  }

  /** Whether something may begin now. */
  boolean hasNext() {
    return !heads.isEmpty();
  }
}
