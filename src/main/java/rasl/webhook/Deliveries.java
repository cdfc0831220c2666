package rasl.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import rasl.crypto.Base62;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** What the threads of endpoints read and store, a transaction each. */
final class Deliveries {
  private final Db db;
  private final Stores stores;
  private final EventSource source;
  private final Judgement judgement;
  private final RetrySchedule schedule;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * The room's statements.
   *
   * @param mayReceive whether anything is delivered to the transaction's tenant now
   */
  record Stores(
      EndpointStore endpoints,
      TurnStore turns,
      DueStore due,
      NoteStore notes,
      BatchStore batches,
      Replaying replays,
      Predicate<TenantTx> mayReceive) {}

  Deliveries(
      Db db,
      Stores stores,
      EventSource source,
      Judgement judgement,
      RetrySchedule schedule,
      Clock clock,
      RandomGenerator random) {
    this.db = db;
    this.stores = stores;
    this.source = source;
    this.judgement = judgement;
    this.schedule = schedule;
    this.clock = clock;
    this.random = random;
  }

  /** The turn is another node's by now. */
  static final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(TurnStore.Due of) {
      super("endpoint " + of.endpoint() + " of tenant " + of.tenant(), null, false, false);
    }
  }

  Instant now() {
    return clock.instant();
  }

  /** The endpoint as it is now; empty where it is gone or off, or its tenant is suspended. */
  Optional<Target> target(TurnStore.Due of) {
    return db.<Optional<Target>>reading(
            of.tenant(),
            tx ->
                stores.mayReceive().test(tx)
                    ? stores.endpoints().target(tx, of.endpoint())
                    : Optional.empty())
        .filter(target -> target.endpoint().settings().enabled());
  }

  OptionalLong start(TurnStore.Due of) {
    return db.reading(of.tenant(), tx -> source.start(tx, of.endpoint()));
  }

  List<Occurrence> read(TenantId tenant, long position, int most, Predicate<String> types) {
    return db.reading(tenant, tx -> source.after(tx, position, most, types));
  }

  /** The conversations of batches that were stored and not attempted yet. */
  Set<Long> batchesUnderWay(TurnStore.Due of) {
    return db.reading(of.tenant(), tx -> stores.batches().underWay(tx, of.endpoint()));
  }

  /** Schedules a piece of what is to be replayed; false where there is nothing. */
  boolean replay(TurnStore.Due of, Wanted wanted) {
    return db.inTenant(of.tenant(), tx -> stores.replays().proceed(tx, of.endpoint(), wanted));
  }

  /** Stores batches, which are due from then on. */
  void store(TurnStore.Turn turn, List<Batches.Batch> batches) {
    boolean held =
        db.settling(
            turn.of().tenant(),
            tx -> {
              if (stores.turns().advance(tx, turn, turn).isEmpty()) {
                return false;
              }
              Deque<Long> ids = new ArrayDeque<>(stores.notes().newIds(tx));
              Instant now = now();
              for (Batches.Batch batch : batches) {
                String id = "bat_" + now.getEpochSecond() + "_" + Base62.random(random, 16);
                stores.batches().insert(tx, turn.of().endpoint(), ids.remove(), id, batch, now);
                if (ids.isEmpty()) {
                  ids.addAll(stores.notes().newIds(tx));
                }
              }
              return true;
            });
    if (!held) {
      throw new LeaseLostException(turn.of());
    }
  }

  Set<Long> notedBehind(TurnStore.Due of, long position) {
    return db.reading(of.tenant(), tx -> stores.due().notedBehind(tx, of.endpoint(), position));
  }

  /** What is to be tried again now. */
  Deque<Parcel> retries(TurnStore.Due of, Collection<Long> underWay, int most) {
    return new ArrayDeque<>(
        db.<List<Parcel>>inTenant(
            of.tenant(), tx -> stores.due().due(tx, of.endpoint(), now(), underWay, most)));
  }

  Optional<Instant> nextRetry(TurnStore.Due of, Collection<Long> underWay) {
    return db.reading(of.tenant(), tx -> stores.due().next(tx, of.endpoint(), underWay));
  }

  void renew(TurnStore.Turn turn) {
    if (!db.settling(turn.of().tenant(), tx -> stores.turns().renew(tx, turn))) {
      throw new LeaseLostException(turn.of());
    }
  }

  List<Long> newIds(TenantId tenant) {
    return db.settling(tenant, stores.notes()::newIds);
  }

  /** What follows from an attempt. */
  Noted noted(long delivery, Signal.Ended ended) {
    return Noted.of(delivery, ended.parcel(), ended.outcome(), schedule);
  }

  /** Stores what came of attempts and how far the endpoint is, all or nothing. */
  void note(Endpoint endpoint, TurnStore.Turn before, TurnStore.Turn now, List<Noted> all) {
    boolean held =
        db.settling(
            now.of().tenant(),
            tx -> {
              Optional<TurnStore.Turn> noted = stores.turns().advance(tx, before, now);
              noted.ifPresent(
                  turn -> {
                    stores.notes().note(tx, endpoint.id(), all);
                    judgement.conclude(tx, endpoint, before, turn, all);
                  });
              return noted.isPresent();
            });
    if (!held) {
      throw new LeaseLostException(now.of());
    }
  }

  void giveBack(TurnStore.Turn turn, Duration pause) {
    db.<Boolean>settling(
        turn.of().tenant(),
        tx -> {
          stores.turns().giveBack(tx, turn, pause);
          return true;
        });
  }
}
