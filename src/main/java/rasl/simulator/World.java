package rasl.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The simulated world. Every change is a fact that is in the journal before it takes effect and
 * before anyone is told, all under one lock; nothing here waits for a network.
 */
final class World implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final State state;
  private final Journal journal;
  private final StatusPlan plan;
  private final Clock clock;
  private final Ids ids;

  World(SimulatorSettings settings, Ids ids) {
    this.clock = settings.clock();
    this.ids = ids;
    this.plan = new StatusPlan(settings.timings(), settings.random());
    this.state =
        new State(
            settings.accounts().stream()
                .map(SimulatorAccount::wabaId)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    this.journal = Journal.open(settings.folder().resolve("simulator"), state::apply);
  }

  /** Numbers of this moment, for tests and demos. */
  record Counts(
      int accepted, int pendingWebhooks, int faults, Instant now, WebhookSwitches webhooks) {}

  Instant now() {
    return locked(this::time);
  }

  /**
   * Takes a message; what becomes of it is planned now and happens later.
   *
   * @throws GraphRefusedException the number is not registered, the recipient is not on the list,
   *     or a limit is reached
   */
  Fact.Accepted accept(
      SimulatorAccount account, OutgoingMessage message, String category, int failsLaterWith) {
    return locked(
        () -> {
          var acceptance = new Acceptance(state, account, this::isReactable, time());
          String user = acceptance.admit(message);
          Acceptance.Verdict verdict = acceptance.judge(message, user, category, failsLaterWith);
          List<Update> updates =
              heard(
                  account,
                  plan.statuses(time(), verdict.course(), state.switches(), state::nextId));
          var accepted =
              new Fact.Accepted(
                  time(),
                  account.phoneNumberId(),
                  user,
                  ids.outgoing(user),
                  message.request(),
                  verdict.terms(),
                  updates);
          record(accepted);
          return accepted;
        });
  }

  /** The recipient; refuses those that Meta refuses at once. */
  String recipient(SimulatorAccount account, OutgoingMessage message) {
    return locked(
        () -> new Acceptance(state, account, this::isReactable, time()).recipient(message));
  }

  /**
   * A customer writes.
   *
   * @param content the message's own fields; null for a plain text
   */
  String receive(SimulatorAccount account, User from, String text, @Nullable JsonNode content) {
    return locked(
        () -> {
          Instant now = time();
          boolean known = from.phoneHidden() || state.rules().userIds();
          User contact = known ? from.withUserId(Directory.userId(from)) : from;
          String wamid = ids.incoming(from.key());
          List<Update> updates = heard(account, plan.inbound(now, state.switches(), state::nextId));
          record(
              new Fact.Received(
                  now,
                  account.phoneNumberId(),
                  from.key(),
                  wamid,
                  from.name(),
                  text,
                  content,
                  known || !from.username().isEmpty() ? contact : null,
                  updates));
          return wamid;
        });
  }

  /** Something that the business hears of under another field than {@code messages}. */
  void notice(SimulatorAccount account, Instant at, String field, JsonNode value) {
    change(
        () ->
            record(
                new Fact.Noticed(
                    at,
                    account.phoneNumberId(),
                    field,
                    value,
                    heard(account, plan.notice(at, state.switches(), state::nextId)))));
  }

  /** Takes the fault that befalls the next such call, if any; only messages have a recipient. */
  Optional<Fault> takeFault(String call, String to) {
    return locked(
        () -> {
          Optional<Map.Entry<Long, Fault>> fault = state.fault(call, to);
          fault.ifPresent(entry -> record(new Fact.FaultUsed(entry.getKey())));
          return fault.map(Map.Entry::getValue);
        });
  }

  void setFault(Fault fault) {
    change(() -> record(new Fact.FaultSet(state.nextId(), fault)));
  }

  WebhookSwitches switches() {
    return locked(state::switches);
  }

  /** Asks the state something, all at one moment. */
  <T> T ask(Function<State, T> question) {
    return locked(() -> question.apply(state));
  }

  /** Notes a fact that needs nothing else. */
  void tell(Fact fact) {
    change(() -> record(fact));
  }

  /** Does several things as one step. */
  <T> T together(Supplier<T> work) {
    return locked(work);
  }

  /** A customer, however spelled, as the outbox knows them. */
  long userNumber(String digitsOrUserId) {
    String key = user(digitsOrUserId).key();
    return ask(it -> it.userNumber(key));
  }

  /** The customer who is meant by digits or by a user id. */
  User user(String digitsOrUserId) {
    return ask(
        it -> {
          boolean byUserId = digitsOrUserId.indexOf('.') >= 0;
          String key =
              byUserId
                  ? it.directory().keyOfUserId(digitsOrUserId).orElse(digitsOrUserId)
                  : it.directory().key(digitsOrUserId, it.rules().regionalIds());
          return it.directory().user(key);
        });
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
                state.agenda().size(),
                state.faultCount(),
                time(),
                state.switches()));
  }

  /** Reads messages again; fewer than asked for where a reset came between. */
  <F extends Fact> List<F> read(List<State.Entry> entries, Class<F> kind) {
    return locked(
        () -> {
          List<F> facts = new ArrayList<>();
          for (State.Entry entry : entries) {
            var position = new Journal.Position(entry.offset(), entry.length());
            journal.read(position).filter(kind::isInstance).map(kind::cast).ifPresent(facts::add);
          }
          return facts;
        });
  }

  /** Takes up to so many updates that are due, by business number; each is handed out once. */
  Map<String, List<Pending>> takeDue(int most) {
    return locked(
        () -> {
          Instant now = time();
          Map<String, List<Pending>> due = new LinkedHashMap<>();
          for (int taken = 0; taken < most; taken++) {
            Optional<Pending> next = state.agenda().takeDue(now);
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
    return locked(() -> state.agenda().nextDue().map(due -> Duration.between(time(), due)));
  }

  /** Those that a reset has not done away with. */
  List<Pending> stillWanted(List<Pending> updates) {
    return locked(
        () ->
            updates.stream()
                .filter(pending -> state.agenda().isUnsettled(pending.update().id()))
                .toList());
  }

  /** These updates are done with: taken by the callback, or given up. */
  void settle(List<Pending> updates) {
    change(
        () -> {
          List<Long> open =
              updates.stream()
                  .map(pending -> pending.update().id())
                  .filter(state.agenda()::isUnsettled)
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

  private boolean isReactable(String user, String wamid) {
    return Reactions.isPossible(
        state, entries -> read(entries, Fact.Accepted.class), time(), user, wamid);
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
