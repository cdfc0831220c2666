package rasl.http;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import rasl.crypto.DerivedKey;
import rasl.crypto.Macs;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/**
 * Makes a repeated POST give the first one's answer (contract 1.5). While the first runs on this
 * node, its key is held here; afterwards, elsewhere and after a crash, the stored row tells.
 */
final class Idempotency {
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E]{1,255}");
  private static final String HEADER = "Idempotency-Key";

  private final Db db;
  private final IdempotencyStore store;
  private final Macs fingerprints;
  private final Clock clock;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();

  Idempotency(Db db, IdempotencyStore store, DerivedKey fingerprintKey, Clock clock) {
    this.db = db;
    this.store = store;
    this.fingerprints = new Macs(fingerprintKey);
    this.clock = clock;
  }

  private record Running(TenantId tenant, String key) {}

  /** Takes the request's body in; the key that it brings, with what it stands for. */
  Optional<IdempotencyClaim> receive(Exchange exchange) {
    List<String> keys = exchange.headers("idempotency-key");
    if (keys.isEmpty() || !exchange.method().equals("POST")) {
      exchange.receive(Optional.empty());
      return Optional.empty();
    }
    Macs.Running fingerprint = fingerprints.begin();
    fingerprint.field(exchange.method().getBytes(StandardCharsets.UTF_8));
    fingerprint.field(exchange.path().getBytes(StandardCharsets.UTF_8));
    exchange.receive(Optional.of(fingerprint));
    String key = keys.getFirst();
    if (keys.size() > 1 || !PRINTABLE.matcher(key).matches()) {
      throw Refusal.Invalid.field(
              HEADER,
              "The " + HEADER + " header must be one key of 1 to 255 printable ASCII characters")
          .thrown();
    }
    return Optional.of(new IdempotencyClaim(key, fingerprint.end()));
  }

  /** The transaction of a call. */
  Change change(
      Caller caller, String requestId, Optional<IdempotencyClaim> claim, Routes.Route route) {
    return new ClaimedChange(caller.tenant(), requestId, claim, route.rebuild());
  }

  /**
   * Runs a call unless it repeats another one.
   *
   * @throws ReplayedException with the first one's answer
   */
  Answer run(Change change, Routes.Route route, Supplier<Answer> work) {
    Optional<IdempotencyClaim> claim = change.claim();
    if (claim.isEmpty()) {
      return work.get();
    }
    var mine = new Running(change.tenant(), claim.get().key());
    if (!running.add(mine)) {
      throw stillRuns().thrown();
    }
    try {
      find(mine.tenant(), claim.get())
          .ifPresent(stored -> replay(mine.tenant(), stored, claim.get(), route.rebuild()));
      return work.get();
    } finally {
      running.remove(mine);
    }
  }

  private Optional<IdempotencyStore.Stored> find(TenantId tenant, IdempotencyClaim claim) {
    return db.inTenant(tenant, tx -> store.find(tx, claim.key(), clock.instant()));
  }

  private static void replay(
      TenantId tenant,
      IdempotencyStore.Stored stored,
      IdempotencyClaim claim,
      Optional<Rebuild> rebuild) {
    if (!Macs.constantTimeEquals(stored.fingerprint(), claim.fingerprint())) {
      throw new Refusal.IdempotencyConflict(
              "This Idempotency-Key was used for another request", Optional.empty())
          .thrown();
    }
    throw new ReplayedException(stored.answer().orElseGet(() -> rebuilt(tenant, stored, rebuild)));
  }

  private static KeptAnswer rebuilt(
      TenantId tenant, IdempotencyStore.Stored stored, Optional<Rebuild> rebuild) {
    if (rebuild.isEmpty() || stored.subject().isEmpty()) {
      throw stillRuns().thrown();
    }
    try {
      return KeptAnswer.of(rebuild.get().rebuild(tenant, stored.subject().get()));
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.ServiceUnavailable) {
        throw e;
      }
      return KeptAnswer.of(e.refusal());
    }
  }

  private static Refusal stillRuns() {
    return new Refusal.IdempotencyConflict(
        "The first request with this Idempotency-Key still runs",
        Optional.of(Duration.ofSeconds(1)));
  }

  /** Another node's request took the key first; carries the rollback out of the transaction. */
  private static final class LostRaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostRaceException() {
      super("another request took the key", null, false, false);
    }
  }

  private final class ClaimedChange implements Change {
    private final TenantId tenant;
    private final String requestId;
    private final Optional<IdempotencyClaim> claim;
    private final Optional<Rebuild> rebuild;

    ClaimedChange(
        TenantId tenant,
        String requestId,
        Optional<IdempotencyClaim> claim,
        Optional<Rebuild> rebuild) {
      this.tenant = tenant;
      this.requestId = requestId;
      this.claim = claim;
      this.rebuild = rebuild;
    }

    @Override
    public TenantId tenant() {
      return tenant;
    }

    @Override
    public String requestId() {
      return requestId;
    }

    @Override
    public Optional<IdempotencyClaim> claim() {
      return claim;
    }

    @Override
    public Answer commit(Function<TenantTx, Answer> work) {
      if (claim.isEmpty()) {
        return db.inTenant(tenant, work);
      }
      try {
        return db.inTenant(tenant, tx -> keyed(tx, claim.get(), work));
      } catch (LostRaceException _) {
        return answerOfTheFirst();
      }
    }

    private Answer keyed(TenantTx tx, IdempotencyClaim mine, Function<TenantTx, Answer> work) {
      if (!store.claim(tx, mine, clock.instant())) {
        throw new LostRaceException();
      }
      Answer answer = work.apply(tx);
      store.keep(tx, mine.key(), KeptAnswer.of(answer));
      return answer;
    }

    @Override
    public Answer conclude(Function<TenantTx, Outcome> work) {
      try {
        return switch (db.inTenant(tenant, tx -> keyedOutcome(tx, work))) {
          case Outcome.Done(var answer) -> answer;
          case Outcome.RefusedForGood(var refusal) -> throw refusal.thrown();
          case Outcome.Refused(var refusal) -> throw refusal.thrown();
        };
      } catch (LostRaceException _) {
        return answerOfTheFirst();
      }
    }

    private Outcome keyedOutcome(TenantTx tx, Function<TenantTx, Outcome> work) {
      if (claim.isEmpty()) {
        return work.apply(tx);
      }
      String key = claim.get().key();
      if (!store.claim(tx, claim.get(), clock.instant())) {
        throw new LostRaceException();
      }
      Outcome outcome = work.apply(tx);
      switch (outcome) {
        case Outcome.Done(var answer) -> store.keep(tx, key, KeptAnswer.of(answer));
        case Outcome.RefusedForGood(var refusal) -> store.keep(tx, key, KeptAnswer.of(refusal));
        case Outcome.Refused _ -> store.release(tx, key);
      }
      return outcome;
    }

    @Override
    public Answer answerOfTheFirst() {
      IdempotencyClaim mine = claim.orElseThrow();
      find(tenant, mine).ifPresent(stored -> replay(tenant, stored, mine, rebuild));
      // The first one's key expired, or was undone, just now: the caller may come again.
      throw stillRuns().thrown();
    }
  }
}
