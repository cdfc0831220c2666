package rasl.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.json.Json;

/**
 * Decides what an endpoint's failures come to (contract 4.2): 410 switches it off at once, five
 * days of nothing but failures do too, and before that it is said twice that it fails.
 */
final class Judgement {
  static final String FAILING = "webhook.failing";
  static final String DISABLED = "webhook.disabled";
  static final String EXHAUSTED = "webhook.exhausted";

  /** How long nothing but failures may come. */
  private static final Duration PATIENCE = Duration.ofDays(5);

  /** When it is said that it fails: half of the way, and half a day before its end. */
  private static final List<Duration> WARNINGS =
      List.of(PATIENCE.dividedBy(2), PATIENCE.minusHours(12));

  private static final String GONE = "The receiver answered 410 Gone.";
  private static final String FAILED = "Nothing but failures came for 5 days.";

  private final EventLog events;
  private final EndpointStore store;
  private final TurnStore turns;
  private final EventSource source;
  private final Counter failing;
  private final Counter disabled;

  Judgement(
      EventLog events,
      EndpointStore store,
      TurnStore turns,
      EventSource source,
      MeterRegistry meters) {
    this.events = events;
    this.store = store;
    this.turns = turns;
    this.source = source;
    failing =
        Counter.builder("rasl.webhooks.failing")
            .description("How often it was said of an endpoint that nothing but failures came")
            .register(meters);
    disabled =
        Counter.builder("rasl.webhooks.disabled")
            .description("Endpoints that were switched off because of their failures")
            .register(meters);
  }

  /** The turn after some attempts, in the order in which they ended. */
  static TurnStore.Turn after(TurnStore.Turn turn, List<Noted> attempts) {
    TurnStore.Turn now = turn;
    for (Noted one : attempts) {
      if (one.outcome().isSuccess()) {
        now = now.failing(Optional.empty(), 0);
      } else if (now.failing().isEmpty()) {
        now = now.failing(Optional.of(one.outcome().at()), 0);
      }
    }
    Instant last = attempts.isEmpty() ? Instant.MIN : attempts.getLast().outcome().at();
    return now.failing(now.failing(), warnings(now, last));
  }

  private static int warnings(TurnStore.Turn turn, Instant now) {
    return turn.failing()
        .map(
            since ->
                (int) WARNINGS.stream().filter(wait -> !now.isBefore(since.plus(wait))).count())
        .orElse(0);
  }

  /** Why the endpoint is to be switched off now, if it is. */
  static Optional<String> end(TurnStore.Turn now, List<Noted> attempts) {
    if (attempts.stream().anyMatch(one -> one.outcome().isGone())) {
      return Optional.of(GONE);
    }
    return now.failing()
        .filter(since -> attempts.stream().anyMatch(one -> isOver(since, one)))
        .map(_ -> FAILED);
  }

  private static boolean isOver(Instant since, Noted one) {
    return !one.outcome().isSuccess() && !one.outcome().at().isBefore(since.plus(PATIENCE));
  }

  /**
   * Writes what follows, in the transaction that notes the attempts.
   *
   * @param before the turn before them
   * @param now the turn after them
   */
  void conclude(
      TenantTx tx, Endpoint endpoint, TurnStore.Turn before, TurnStore.Turn now, List<Noted> all) {
    var happened = new ArrayList<Event>();
    long exhausted =
        all.stream()
            .filter(one -> one.status() == Noted.Status.EXHAUSTED)
            .filter(one -> one.parcel().kind() != Parcel.Kind.TEST)
            .count();
    if (exhausted > 0) {
      happened.add(event(EXHAUSTED, endpoint, Map.of("exhausted_deliveries", exhausted)));
    }
    if (now.warnings() > before.warnings()) {
      happened.add(event(FAILING, endpoint, Map.of("failing_since", now.failing().orElseThrow())));
      tx.afterCommit(failing::increment);
    }
    end(now, all).ifPresent(reason -> disable(tx, endpoint, reason, all, happened));
    events.recordAll(tx, happened);
  }

  private void disable(
      TenantTx tx, Endpoint endpoint, String reason, List<Noted> all, List<Event> happened) {
    if (store.disable(tx, endpoint.id(), reason, all.getLast().outcome().at())) {
      turns.enable(tx, endpoint.id(), false);
      source.closed(tx, endpoint.id());
      tx.afterCommit(disabled::increment);
      store.find(tx, endpoint.id()).ifPresent(now -> happened.add(event(DISABLED, now, Map.of())));
    }
  }

  private static Event event(String type, Endpoint endpoint, Map<String, Object> more) {
    Map<String, Object> state = new LinkedHashMap<>();
    Json.mapper()
        .valueToTree(EndpointView.of(endpoint))
        .properties()
        .forEach(field -> state.put(field.getKey(), field.getValue()));
    state.putAll(more);
    return Event.happened(type, "webhook", endpoint.id(), state);
  }
}
