package rasl.whatsapp.pace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rasl.db.Db;
import rasl.db.GroupCommit;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.job.Lane;
import rasl.job.LaneGates;
import rasl.whatsapp.Connection;

/**
 * Keeps to Meta's two limits on speed, over all nodes: what a number may send and receive in a
 * second, and what may go to one customer. Whoever has to wait is told how long, and holds nothing
 * meanwhile.
 */
public final class Pacing implements AutoCloseable {
  /** How much of a second a node takes in hand for a number at once. */
  private static final int SLICES_A_SECOND = 4;

  private static final Duration NUMBER_LIFE = Duration.ofMillis(300);
  private static final Duration NUMBER_PAUSE = Duration.ofMillis(200);
  private static final long MOST_NUMBERS = 100_000;

  /** Customers beyond these are forgotten early, and cost a few messages more than Meta allows. */
  private static final long MOST_PAIRS = 300_000;

  private static final PaceStore.Granted NOTHING = new PaceStore.Granted(0, Pace.PAIR.each());

  /** When a customer's bucket is full again in any case. */
  private static final Duration PAIR_FULL = Duration.ofMinutes(5);

  private final Db db;
  private final LaneGates gates;
  private final PaceStore store = new PaceStore();
  private final GroupCommit<PairWish, PaceStore.Granted> askingForPairs;
  private final Cache<String, Slice> numbers =
      Caffeine.newBuilder().maximumSize(MOST_NUMBERS).expireAfterAccess(PAIR_FULL).build();
  private final Cache<Pair, PairBucket> pairs =
      Caffeine.newBuilder().maximumSize(MOST_PAIRS).expireAfterAccess(PAIR_FULL).build();
  private final Map<String, Integer> heard = new HashMap<>();

  private record Pair(TenantId tenant, String phoneNumberId, String phone) {}

  private record PairWish(Pair pair, int owed, int wanted) {}

  /**
   * What a message finds.
   *
   * @param pause zero where it may leave now
   */
  public record Turn(Duration pause, Limit limit) {
    public boolean hasCome() {
      return pause.isZero();
    }
  }

  /** Which limit a message waits for. */
  public enum Limit {
    NONE,
    NUMBER,
    CUSTOMER
  }

  public Pacing(Db db, LaneGates gates) {
    this.db = db;
    this.gates = gates;
    this.askingForPairs = GroupCommit.of("pace of customers", db, this::takeOfPairs);
  }

  /**
   * Takes what a message uses up, or tells how long it has to wait; then nothing was used up.
   *
   * @param phone the customer's digits, or the user id where WhatsApp hides them
   */
  public Turn turn(TenantId tenant, Connection from, String phone, Optional<Lane> lane) {
    var pair = new Pair(tenant, from.phoneNumberId(), phone);
    PairBucket bucket = pairs.get(pair, _ -> new PairBucket());
    Duration ofPair =
        bucket.take(
            lane,
            (owed, wanted) -> askingForPairs.submit(tenant, new PairWish(pair, owed, wanted)));
    if (!ofPair.isZero()) {
      return new Turn(ofPair, Limit.CUSTOMER);
    }
    Duration ofNumber = takeOfNumber(tenant, from);
    if (ofNumber.isZero()) {
      return new Turn(ofNumber, Limit.NONE);
    }
    bucket.giveBack();
    return new Turn(ofNumber, Limit.NUMBER);
  }

  private Duration takeOfNumber(TenantId tenant, Connection from) {
    int wanted = wanted(from);
    return numberOf(from)
        .take(
            wanted,
            most -> {
              PaceStore.Granted granted =
                  db.inSystem(
                      tx ->
                          store.takeOfNumber(
                              tx,
                              from.phoneNumberId(),
                              most,
                              Pace.ofNumber(from.messagesPerSecond())));
              direct(tenant, granted, most);
              return granted;
            });
  }

  /** Where the bucket has run low, no more is claimed than it can give. */
  private void direct(TenantId tenant, PaceStore.Granted granted, int wanted) {
    if (granted.tokens() == wanted) {
      gates.open(tenant);
    } else {
      Duration wait = granted.pause();
      gates.close(tenant, wait.compareTo(NUMBER_PAUSE) < 0 ? NUMBER_PAUSE : wait, wanted);
    }
  }

  private static int wanted(Connection from) {
    return Math.max(1, from.messagesPerSecond() / SLICES_A_SECOND);
  }

  private Slice numberOf(Connection from) {
    return numbers.get(from.phoneNumberId(), _ -> new Slice(NUMBER_LIFE, NUMBER_PAUSE));
  }

  private List<PaceStore.Granted> takeOfPairs(TenantTx tx, List<PairWish> wishes) {
    Map<Pair, PaceStore.Granted> granted = new HashMap<>();
    wishes.stream()
        .collect(Collectors.groupingBy(wish -> wish.pair.phoneNumberId))
        .forEach((number, ofNumber) -> granted.putAll(takeOfPairs(tx, number, ofNumber)));
    return wishes.stream().map(wish -> granted.getOrDefault(wish.pair, NOTHING)).toList();
  }

  private Map<Pair, PaceStore.Granted> takeOfPairs(
      TenantTx tx, String phoneNumberId, List<PairWish> wishes) {
    List<PaceStore.Wanted> wanted =
        wishes.stream()
            .map(wish -> new PaceStore.Wanted(wish.pair.phone, wish.owed, wish.wanted))
            .toList();
    var granted = new HashMap<Pair, PaceStore.Granted>();
    store
        .takeOfPairs(tx, phoneNumberId, wanted, Pace.PAIR)
        .forEach((phone, one) -> granted.put(new Pair(tx.tenant(), phoneNumberId, phone), one));
    return granted;
  }

  /** WhatsApp said that the number sends too much (130429): nothing leaves for a while. */
  public void holdNumber(TenantId tenant, Connection from, Duration pause) {
    numberOf(from).hold(pause);
    gates.close(tenant, pause, wanted(from));
    db.doInSystem(
        tx ->
            store.holdNumber(
                tx, from.phoneNumberId(), pause, Pace.ofNumber(from.messagesPerSecond())));
  }

  /** WhatsApp said that too many of the number's messages were blocked or reported (131048). */
  public void holdForSpam(TenantId tenant, Connection from, Duration pause) {
    holdNumber(tenant, from, pause);
    db.doInSystem(tx -> store.noteSpam(tx, from.phoneNumberId(), pause));
  }

  /** WhatsApp said that this customer gets too much (131056): nothing goes to them for a while. */
  public void holdPair(TenantId tenant, Connection from, String phone, Duration pause) {
    pairs.get(new Pair(tenant, from.phoneNumberId(), phone), _ -> new PairBucket()).hold(pause);
    db.doInTenant(tenant, tx -> store.holdPair(tx, from.phoneNumberId(), phone, pause, Pace.PAIR));
  }

  /** Counts messages that came in: Meta's limit is on both directions together. */
  public void heard(String phoneNumberId, int messages) {
    if (messages == 0) {
      return;
    }
    synchronized (heard) {
      heard.merge(phoneNumberId, messages, Integer::sum);
    }
  }

  /** How often {@link #countHeard} is called. */
  public static final Duration COUNTING = Duration.ofMillis(250);

  /** Takes what came in out of the shared buckets; in memory until then, and no loss if lost. */
  public void countHeard() {
    Map<String, Integer> counted;
    synchronized (heard) {
      counted = Map.copyOf(heard);
      heard.clear();
    }
    if (!counted.isEmpty()) {
      db.doInSystem(tx -> store.spend(tx, counted));
    }
  }

  /** Forgets a tenant's customers whose buckets are full again. */
  public void forgetFull(TenantId tenant) {
    db.doInTenant(tenant, store::forgetFullPairs);
  }

  @Override
  public void close() {
    askingForPairs.close();
  }
}
