package rasl.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What there is to deliver to one endpoint: events of the feed that were not attempted yet, and
 * deliveries that are to be tried again; and what came of attempts, until it is stored. For one
 * thread, but for {@link #news}.
 */
final class Work {
  /** How many events wait in memory for their first attempt. */
  private static final int MOST_WAITING = 200;

  /** How far attempts may be ahead of one that takes its time. */
  private static final long MOST_AHEAD = 5_000;

  private static final int RETRIES_AT_ONCE = 50;

  /** How often it looks for what nobody told of. */
  private static final Duration LOOKING = Duration.ofSeconds(2);

  /** Where only what nobody wants is read, it is noted so often how far that is. */
  private static final Duration NOTING = Duration.ofSeconds(1);

  private final Deliveries deliveries;
  private final LongSupplier nanos;
  private final Rate pace;
  private final Deque<Parcel> retries = new ArrayDeque<>();
  private final Set<Long> retrying = new HashSet<>();
  private final List<Signal.Ended> ended = new ArrayList<>();
  private final Deque<Long> ids = new ArrayDeque<>();
  private final Batches batches = new Batches();
  private final Trust trust = new Trust();
  private TurnStore.Turn turn;
  private @Nullable Window window;
  private @Nullable Wanted wanted;
  private Set<Long> noted = Set.of();
  private Optional<Instant> nextRetry = Optional.empty();
  private long lookedAt;
  private long notedAt;
  private boolean triedAgain;
  private boolean more;
  private boolean replaying;
  private volatile boolean news = true;
  private volatile boolean asked;

  Work(Deliveries deliveries, LongSupplier nanos, TurnStore.Turn turn) {
    this.deliveries = deliveries;
    this.nanos = nanos;
    this.turn = turn;
    this.notedAt = nanos.getAsLong();
    this.pace = new Rate(nanos);
    this.lookedAt = nanos.getAsLong() - 2 * LOOKING.toNanos();
  }

  TurnStore.Turn turn() {
    return turn;
  }

  /** The endpoint's choice of events, from now on. */
  void wants(Wanted choice) {
    wanted = choice;
  }

  /** There may be new events. */
  void news() {
    news = true;
  }

  /** There may be something to be tried again. */
  void look() {
    asked = true;
  }

  /** Reads on in the feed, and looks for what is to be tried again. */
  void read() {
    boolean look = asked || nanos.getAsLong() - lookedAt > LOOKING.toNanos();
    asked = false;
    if (look || retryIsDue()) {
      lookForRetries();
    }
    if (window == null) {
      open();
    }
    Window open = window;
    Wanted choice = wanted;
    if (open != null && choice != null) {
      if (look || news || more) {
        readOn(open, choice);
      }
      batch(open, choice);
      replaying = look ? deliveries.replay(turn.of(), choice) : replaying;
    }
  }

  private void open() {
    OptionalLong position =
        turn.position().isPresent() ? turn.position() : deliveries.start(turn.of());
    if (position.isPresent()) {
      noted = deliveries.notedBehind(turn.of(), position.getAsLong());
      batches.underWay(deliveries.batchesUnderWay(turn.of()));
      window = new Window(position.getAsLong());
      turn = turn.at(position.getAsLong());
    }
  }

  private void readOn(Window open, Wanted choice) {
    if (!hasRoom(open)) {
      return;
    }
    news = false;
    int most = MOST_WAITING - open.waiting();
    List<Occurrence> events =
        deliveries.read(turn.of().tenant(), open.readTo(), most, choice::hasType);
    more = events.size() == most;
    for (Occurrence event : events) {
      boolean wants = !noted.contains(event.position()) && choice.has(event);
      if (wants && batches.takes(event, choice.bufferSeconds())) {
        open.collect(event);
        batches.add(event);
      } else {
        open.read(event, wants);
      }
    }
  }

  /** Stores what was collected for long enough; it is found like what is to be tried again. */
  private void batch(Window open, Wanted choice) {
    List<Batches.Batch> due = batches.due(deliveries.now(), choice.bufferSeconds());
    if (!due.isEmpty()) {
      deliveries.store(turn, due);
      batches.stored(due);
      due.forEach(batch -> open.stored(batch.positions()));
      lookForRetries();
    }
  }

  private static boolean hasRoom(Window open) {
    return open.waiting() <= MOST_WAITING / 2 && open.ahead() <= MOST_AHEAD;
  }

  private boolean retryIsDue() {
    return retries.isEmpty() && nextRetry.filter(at -> !at.isAfter(deliveries.now())).isPresent();
  }

  private void lookForRetries() {
    lookedAt = nanos.getAsLong();
    if (retries.isEmpty()) {
      retries.addAll(deliveries.retries(turn.of(), retrying, RETRIES_AT_ONCE));
      retries.forEach(parcel -> retrying.add(parcel.delivery().orElseThrow()));
      nextRetry = deliveries.nextRetry(turn.of(), retrying);
    }
  }

  /** How many attempts may run at once. */
  int mostAtOnce(int chosen) {
    return trust.mostAtOnce(chosen);
  }

  /** Whether the rate lets another attempt begin now. */
  boolean mayBegin() {
    return pace.untilNext().isZero();
  }

  /** What is to be attempted next: in turns something for the first time and something again. */
  Optional<Parcel> next(OptionalInt ratePerSecond) {
    boolean first = window != null && window.hasNext();
    triedAgain = !retries.isEmpty() && (!first || !triedAgain);
    Optional<Parcel> next =
        triedAgain
            ? Optional.of(retries.remove())
            : Optional.ofNullable(window).flatMap(Window::next);
    if (next.isPresent() && ratePerSecond.isPresent()) {
      pace.take(ratePerSecond.getAsInt());
    }
    return next;
  }

  void ended(Signal.Ended one) {
    ended.add(one);
    trust.ended(one.outcome().isSuccess());
    if (one.parcel().isFirst() && window != null) {
      window.finished(one.parcel());
    }
    if (one.parcel().kind() == Parcel.Kind.BATCH) {
      batches.attempted(one.parcel().resource().id());
    }
  }

  void returned(Parcel parcel) {
    if (!parcel.isFirst()) {
      retries.addFirst(parcel);
    } else if (window != null) {
      window.putBack(parcel);
    }
  }

  /** Stores what came of attempts, and how far it is; whether that switched the endpoint off. */
  boolean note(Endpoint endpoint, boolean last) {
    Window open = window;
    if (open == null && ended.isEmpty()) {
      return false;
    }
    boolean moved = open != null && open.position() != turn.position().orElse(-1);
    boolean time = nanos.getAsLong() - notedAt > NOTING.toNanos();
    if (ended.isEmpty() && !(moved && (last || time))) {
      return false;
    }
    List<Noted> all = noted();
    TurnStore.Turn now = Judgement.after(turn, all);
    now = open == null ? now : now.at(open.position());
    deliveries.note(endpoint, turn, now, all);
    turn = now;
    notedAt = nanos.getAsLong();
    all.forEach(this::stored);
    ended.clear();
    return Judgement.end(now, all).isPresent();
  }

  private List<Noted> noted() {
    while (ids.size() < ended.size()) {
      ids.addAll(deliveries.newIds(turn.of().tenant()));
    }
    var all = new ArrayList<Noted>();
    for (Signal.Ended one : ended) {
      Parcel parcel = one.parcel();
      long id = parcel.delivery().isPresent() ? parcel.delivery().getAsLong() : ids.element();
      if (parcel.delivery().isEmpty()) {
        ids.remove();
      }
      if (parcel.isFirst() && window != null) {
        window.noted(parcel);
      }
      all.add(deliveries.noted(id, one));
    }
    return all;
  }

  private void stored(Noted one) {
    retrying.remove(one.delivery());
    one.next()
        .filter(at -> nextRetry.isEmpty() || at.isBefore(nextRetry.get()))
        .ifPresent(at -> nextRetry = Optional.of(at));
  }

  /** Whether nothing waits but what is to be tried again later. */
  boolean isIdle() {
    return window != null
        && window.waiting() == 0
        && retries.isEmpty()
        && ended.isEmpty()
        && !(news || more || asked)
        && !replaying
        && batches.isEmpty()
        && !retryIsDue();
  }

  Optional<Instant> nextRetry() {
    return nextRetry;
  }

  /** How long there is surely nothing to do that nobody tells of. */
  Duration untilNext() {
    if (window == null) {
      return LOOKING.dividedBy(10);
    }
    if ((news || more) && hasRoom(window)) {
      return Duration.ZERO;
    }
    Duration rate = pace.untilNext();
    boolean waits = window.hasNext() || !retries.isEmpty();
    Duration begin = waits && rate.compareTo(LOOKING) < 0 && !rate.isZero() ? rate : LOOKING;
    return sooner(sooner(begin, nextRetry.filter(_ -> retries.isEmpty())), collected());
  }

  private Duration sooner(Duration wait, Optional<Instant> at) {
    Duration other = at.map(time -> Duration.between(deliveries.now(), time)).orElse(wait);
    Duration less = other.compareTo(wait) < 0 ? other : wait;
    return less.isNegative() ? Duration.ZERO : less;
  }

  /** When the next batch is due. */
  private Optional<Instant> collected() {
    return Optional.ofNullable(wanted).flatMap(choice -> batches.next(choice.bufferSeconds()));
  }
}
