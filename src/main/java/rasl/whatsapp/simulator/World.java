package rasl.whatsapp.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The simulated world. Every change is a fact that is in the journal before it takes effect and
 * before anyone is told, all under one lock; nothing here waits for a network.
 */
final class World implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final State state = new State();
  private final Journal journal;
  private final StatusPlan plan;
  private final Clock clock;
  private final Ids ids;

  World(SimulatorSettings settings, Ids ids) {
    this.clock = settings.clock();
    this.ids = ids;
    this.plan = new StatusPlan(settings.timings(), settings.random());
    this.journal = Journal.open(settings.folder().resolve("simulator"), state::apply);
  }

  /** Numbers of this moment, for tests and demos. */
  record Counts(
      int accepted, int pendingWebhooks, int faults, Instant now, WebhookSwitches webhooks) {}

  Instant now() {
    return locked(this::time);
  }

  /** Takes a message; what becomes of it is planned now and happens later. */
  String accept(SimulatorAccount account, OutgoingText message, int failsLaterWith) {
    return locked(
        () -> {
          Instant now = time();
          String number = account.phoneNumberId();
          String wamid = ids.outgoing(message.to());
          int error = failsLaterWith != 0 ? failsLaterWith : failure(number, message.to(), now);
          List<Update> updates =
              heard(account, plan.statuses(now, error, state.switches(), state::nextId));
          record(new Fact.Accepted(now, number, message.to(), wamid, message.request(), updates));
          return wamid;
        });
  }

  /** A customer writes. */
  String receive(SimulatorAccount account, String from, String name, String text) {
    return locked(
        () -> {
          Instant now = time();
          String wamid = ids.incoming(from);
          List<Update> updates = heard(account, plan.inbound(now, state.switches(), state::nextId));
          record(new Fact.Received(now, account.phoneNumberId(), from, wamid, name, text, updates));
          return wamid;
        });
  }

  /** Takes the fault that befalls the next message to this recipient, if any. */
  Optional<Fault> takeFault(String to) {
    return locked(
        () -> {
          Optional<Map.Entry<Long, Fault>> fault = state.fault(to);
          fault.ifPresent(entry -> record(new Fact.FaultUsed(entry.getKey())));
          return fault.map(Map.Entry::getValue);
        });
  }

  void setFault(Fault fault) {
    change(() -> record(new Fact.FaultSet(state.nextId(), fault)));
  }

  void advance(Duration by) {
    change(() -> record(new Fact.ClockAdvanced(by)));
  }

  void setSwitches(WebhookSwitches switches) {
    change(() -> record(new Fact.Switched(switches)));
  }

  WebhookSwitches switches() {
    return locked(state::switches);
  }

  void subscribe(String wabaId, boolean on) {
    change(() -> record(new Fact.Subscribed(wabaId, on)));
  }

  boolean isSubscribed(String wabaId) {
    return locked(() -> state.isSubscribed(wabaId));
  }

  boolean knowsInbound(String wamid) {
    return locked(() -> state.knowsInbound(wamid));
  }

  /** Back to the first day: an empty journal is an empty world. */
  void reset() {
    change(
        () -> {
          journal.clear();
          state.clear();
        });
  }

  Counts counts() {
    return locked(
        () ->
            new Counts(
                state.outbox().size(),
                state.unsettledCount(),
                state.faultCount(),
                time(),
                state.switches()));
  }

  /** Where the accepted messages stand in the journal, in the order of acceptance. */
  List<State.OutboxEntry> outbox() {
    return locked(() -> List.copyOf(state.outbox()));
  }

  /** Reads accepted messages again; fewer than asked for where a reset came between. */
  List<Fact.Accepted> read(List<State.OutboxEntry> entries) {
    return locked(
        () -> {
          List<Fact.Accepted> messages = new ArrayList<>();
          for (State.OutboxEntry entry : entries) {
            var position = new Journal.Position(entry.offset(), entry.length());
            if (journal.read(position).orElse(null) instanceof Fact.Accepted accepted) {
              messages.add(accepted);
            }
          }
          return messages;
        });
  }

  /** Takes up to so many updates that are due, by business number; each is handed out once. */
  Map<String, List<Pending>> takeDue(int most) {
    return locked(
        () -> {
          Instant now = time();
          Map<String, List<Pending>> due = new LinkedHashMap<>();
          for (int taken = 0; taken < most; taken++) {
            Optional<Pending> next = state.takeDue(now);
            if (next.isEmpty()) {
              break;
            }
            due.computeIfAbsent(next.get().subject().number(), _ -> new ArrayList<>())
                .add(next.get());
          }
          return due;
        });
  }

  /** How long until the next update is due, in simulated time; empty while none is planned. */
  Optional<Duration> untilNextDue() {
    return locked(() -> state.nextDue().map(due -> Duration.between(time(), due)));
  }

  /** Those that a reset has not done away with. */
  List<Pending> stillWanted(List<Pending> updates) {
    return locked(
        () ->
            updates.stream().filter(pending -> state.isUnsettled(pending.update().id())).toList());
  }

  /** These updates are done with: taken by the callback, or given up. */
  void settle(List<Pending> updates) {
    change(
        () -> {
          List<Long> open =
              updates.stream()
                  .map(pending -> pending.update().id())
                  .filter(state::isUnsettled)
                  .toList();
          if (!open.isEmpty()) {
            record(new Fact.Settled(open));
          }
        });
  }

  @Override
  public void close() {
    change(journal::close);
  }

  /** Why this message will fail, as Meta's code; 0 where it will not. */
  private int failure(String number, String to, Instant now) {
    if (StatusPlan.isNotOnWhatsApp(to)) {
      return ErrorTable.UNDELIVERABLE;
    }
    return state.isWindowOpen(number, to, now) ? 0 : ErrorTable.WINDOW_CLOSED;
  }

  /** Nobody hears of anything while no app is subscribed to the account. */
  private List<Update> heard(SimulatorAccount account, List<Update> updates) {
    return state.isSubscribed(account.wabaId()) ? updates : List.of();
  }

  private void record(Fact fact) {
    state.apply(fact, journal.append(fact));
  }

  private Instant time() {
    return clock.instant().plus(state.offset());
  }

  private void change(Runnable work) {
    this.<Boolean>locked(
        () -> {
          work.run();
          return true;
        });
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
