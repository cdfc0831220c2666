package rasl.event;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Base62;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.json.Json;

/** Writes events into the transaction of the change that they tell of. */
public final class EventLog {
  private final Clock clock;
  private final RandomGenerator random;
  private final Readers readers;

  /** One whose events are found by whoever looks for them. */
  public EventLog(Clock clock, RandomGenerator random) {
    this(
        clock,
        random,
        new Readers() {
          @Override
          public void written(TenantId tenant) {
            // Nobody here reads.
          }

          @Override
          public boolean readStatuses(TenantTx tx) {
            return false;
          }
        });
  }

  EventLog(Clock clock, RandomGenerator random, Readers readers) {
    this.clock = clock;
    this.random = random;
    this.readers = readers;
  }

  /** Those who read what is written. */
  interface Readers {
    /** Hears after the commit that a tenant has new events. */
    void written(TenantId tenant);

    /** Whether somebody reads what becomes of messages. */
    boolean readStatuses(TenantTx tx);
  }

  /** Whether what WhatsApp sends of messages that were sent is to be kept with their events. */
  public boolean keepsStatuses(TenantTx tx) {
    return readers.readStatuses(tx);
  }

  /** Writes one event; {@code requestId} is that of the call that caused it. */
  public void record(TenantTx tx, Event event, @Nullable String requestId) {
    recordAll(tx, List.of(event), Collections.singletonList(requestId));
  }

  /** Writes many events that no call caused. */
  public void recordAll(TenantTx tx, List<Event> events) {
    recordAll(tx, events, Collections.nCopies(events.size(), null));
  }

  /** Writes many events in one statement, each with the request that caused it, or null. */
  public void recordAll(
      TenantTx tx, List<Event> events, List<? extends @Nullable String> requestIds) {
    record(tx, ready(events, requestIds));
  }

  /**
   * Makes many events ready to be written, each with the request that caused it, or null. That
   * takes processor time alone, which may pass beside the transaction.
   */
  public Ready ready(List<Event> events, List<? extends @Nullable String> requestIds) {
    Instant now = clock.instant();
    return new Ready(
        now,
        events.stream().map(_ -> publicId(now)).toArray(String[]::new),
        events.stream().map(Event::type).toArray(String[]::new),
        events.stream().map(Event::resourceType).toArray(String[]::new),
        events.stream().map(Event::resourceId).toArray(Long[]::new),
        requestIds.toArray(String[]::new),
        events.stream().map(EventLog::body).toArray(String[]::new),
        Steps.of(events));
  }

  /** Writes events that were made ready in one statement. */
  public void record(TenantTx tx, Ready events) {
    if (events.publicIds().length == 0) {
      return;
    }
    tx.update(
        """
        insert into event
          (tenant_id, public_id, type, resource_type, resource_id, occurred_at, request_id, body,
            step, step_at, step_error, step_pricing, original)
        select ?, public_id, type, resource_type, resource_id, ?, request_id, body, step, step_at,
          step_error, step_pricing, original
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as input (public_id, type, resource_type, resource_id, request_id, body, step, step_at,
            step_error, step_pricing, original)
        """,
        tx.tenantId(),
        events.at(),
        events.publicIds(),
        events.types(),
        events.resourceTypes(),
        events.resourceIds(),
        events.requestIds(),
        events.bodies(),
        events.steps().statuses(),
        events.steps().at(),
        events.steps().errors(),
        events.steps().pricing(),
        events.steps().originals());
    wake(tx);
  }

  /**
   * Writes events that were made ready earlier and wait in a table of the caller's room.
   *
   * @param like one that all of them are like, but for the resource and the body
   * @param waiting a query that gives their {@code public_id}, {@code resource_id} and {@code body}
   * @param parameters of the query
   */
  public void recordWaiting(
      TenantTx tx, Event like, @Nullable String requestId, String waiting, Object... parameters) {
    var all = new ArrayList<@Nullable Object>();
    all.add(tx.tenantId());
    all.add(like.type());
    all.add(like.resourceType());
    all.add(clock.instant());
    all.add(requestId);
    all.addAll(List.of(parameters));
    tx.update(
        """
        insert into event
          (tenant_id, public_id, type, resource_type, resource_id, occurred_at, request_id, body)
        select ?, public_id, ?, ?, resource_id, ?, ?, body from (%s) as waiting
        """
            .formatted(waiting),
        all.toArray());
    wake(tx);
  }

  private void wake(TenantTx tx) {
    TenantId tenant = tx.tenant();
    tx.afterCommit(() -> readers.written(tenant));
  }

  /** Events as their columns. */
  public record Ready(
      Instant at,
      String[] publicIds,
      String[] types,
      String[] resourceTypes,
      Long[] resourceIds,
      @Nullable String[] requestIds,
      @Nullable String[] bodies,
      Steps steps) {}

  /** What events of messages have beside, as columns. */
  record Steps(
      @Nullable String[] statuses,
      @Nullable Instant[] at,
      @Nullable String[] errors,
      @Nullable String[] pricing,
      @Nullable String[] originals) {

    static Steps of(List<Event> events) {
      return new Steps(
          events.stream().map(one -> step(one, Step::status)).toArray(String[]::new),
          events.stream().map(one -> step(one, Step::at)).toArray(Instant[]::new),
          events.stream().map(one -> step(one, Step::error)).toArray(String[]::new),
          events.stream().map(one -> step(one, Step::pricing)).toArray(String[]::new),
          events.stream().map(one -> one.original().orElse(null)).toArray(String[]::new));
    }

    private static <T> @Nullable T step(Event event, Function<Step, @Nullable T> part) {
      return event.step().isEmpty() ? null : part.apply(event.step().get());
    }
  }

  private static @Nullable String body(Event event) {
    return event.body().map(Json::write).orElse(null);
  }

  private String publicId(Instant now) {
    return "evt_" + now.getEpochSecond() + "_" + Base62.random(random, 16);
  }
}
