package rasl.whatsapp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/** What all facts add up to. Changed by {@link #apply} alone, under its owner's lock. */
final class State {
  private static final Duration WINDOW = Duration.ofHours(24);

  private final List<OutboxEntry> outbox = new ArrayList<>();
  private final Map<Party, Instant> lastInbound = new HashMap<>();
  private final Set<String> inboundIds = new HashSet<>();
  private final Map<Long, Fault> faults = new LinkedHashMap<>();
  private final Set<String> unsubscribed = new HashSet<>();
  private final Map<Long, Pending> unsettled = new HashMap<>();
  private final PriorityQueue<Pending> queue = new PriorityQueue<>(Pending.BY_TIME);
  private Duration offset = Duration.ZERO;
  private WebhookSwitches switches = WebhookSwitches.OFF;
  private long highestId;

  /** One accepted message: small, because there may be millions; the journal has the rest. */
  record OutboxEntry(long to, long offset, int length) {}

  private record Party(String number, String user) {}

  void apply(Fact fact, Journal.Position position) {
    switch (fact) {
      case Fact.Accepted accepted -> accept(accepted, position);
      case Fact.Received received -> receive(received);
      case Fact.Settled(List<Long> updates) -> updates.forEach(unsettled::remove);
      case Fact.ClockAdvanced(Duration by) -> offset = offset.plus(by);
      case Fact.FaultSet(long id, Fault fault) -> {
        highestId = Math.max(highestId, id);
        faults.put(id, fault);
      }
      case Fact.FaultUsed(long id) ->
          faults.computeIfPresent(id, (_, old) -> old.times() > 1 ? old.usedOnce() : null);
      case Fact.Switched(WebhookSwitches now) -> switches = now;
      case Fact.Subscribed(String wabaId, boolean on) -> {
        boolean _ = on ? unsubscribed.remove(wabaId) : unsubscribed.add(wabaId);
      }
    }
  }

  private void accept(Fact.Accepted accepted, Journal.Position position) {
    long to = Long.parseLong(accepted.to());
    outbox.add(new OutboxEntry(to, position.offset(), position.length()));
    plan(accepted.updates(), accepted.subject());
  }

  private void receive(Fact.Received received) {
    lastInbound.put(new Party(received.number(), received.from()), received.at());
    inboundIds.add(received.wamid());
    plan(received.updates(), received.subject());
  }

  private void plan(List<Update> updates, Pending.Subject subject) {
    for (Update update : updates) {
      var pending = new Pending(update, subject);
      highestId = Math.max(highestId, update.id());
      unsettled.put(update.id(), pending);
      queue.add(pending);
    }
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

  boolean isWindowOpen(String number, String user, Instant now) {
    Instant last = lastInbound.get(new Party(number, user));
    return last != null && now.isBefore(last.plus(WINDOW));
  }

  /** The first fault, in the order in which they were set, that matches the recipient. */
  Optional<Map.Entry<Long, Fault>> fault(String to) {
    return faults.entrySet().stream()
        .filter(entry -> entry.getValue().matches(to))
        .findFirst()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue()));
  }

  List<OutboxEntry> outbox() {
    return outbox;
  }

  boolean knowsInbound(String wamid) {
    return inboundIds.contains(wamid);
  }

  boolean isUnsettled(long update) {
    return unsettled.containsKey(update);
  }

  int unsettledCount() {
    return unsettled.size();
  }

  int faultCount() {
    return faults.values().stream().mapToInt(Fault::times).sum();
  }

  boolean isSubscribed(String wabaId) {
    return !unsubscribed.contains(wabaId);
  }

  Duration offset() {
    return offset;
  }

  WebhookSwitches switches() {
    return switches;
  }

  long nextId() {
    return ++highestId;
  }

  /** Everything as on the first day; ids go on, so that nothing old can be taken for new. */
  void clear() {
    outbox.clear();
    lastInbound.clear();
    inboundIds.clear();
    faults.clear();
    unsubscribed.clear();
    unsettled.clear();
    queue.clear();
    offset = Duration.ZERO;
    switches = WebhookSwitches.OFF;
  }
}
