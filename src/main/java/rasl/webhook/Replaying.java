package rasl.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rasl.db.TenantTx;

/** Schedules the deliveries of a range, a piece at a time, no faster than was asked for. */
final class Replaying {
  private static final int AT_ONCE = 500;

  /** How far ahead deliveries are scheduled: what is scheduled can hardly be called back. */
  private static final Duration AHEAD = Duration.ofSeconds(10);

  private final ReplayStore store;
  private final NoteStore notes;
  private final EventSource source;
  private final Clock clock;

  Replaying(ReplayStore store, NoteStore notes, EventSource source, Clock clock) {
    this.store = store;
    this.notes = notes;
    this.source = source;
    this.clock = clock;
  }

  /**
   * Schedules the next piece of an endpoint's first replay that runs.
   *
   * @param wanted what the endpoint wants now
   * @return whether one still runs
   */
  boolean proceed(TenantTx tx, long endpoint, Wanted wanted) {
    Optional<Replay> running = store.lockRunning(tx, endpoint);
    running.ifPresent(replay -> proceed(tx, replay, wanted));
    return running.isPresent();
  }

  private void proceed(TenantTx tx, Replay replay, Wanted wanted) {
    Instant now = clock.instant();
    if (replay.pacedTo().isAfter(now.plus(AHEAD))) {
      return;
    }
    List<Occurrence> read =
        source.after(tx, replay.position(), most(replay), replay.wish().types()::match);
    List<Occurrence> some = chosen(tx, replay, read, wanted);
    List<Instant> times = times(replay, some.size(), now);
    if (!some.isEmpty()) {
      var ids = new ArrayList<Long>();
      while (ids.size() < some.size()) {
        ids.addAll(notes.newIds(tx));
      }
      store.schedule(tx, replay, some, ids, times);
    }
    long position = read.isEmpty() ? replay.last() : read.getLast().position();
    Replay after =
        replay.at(position, some.size(), times.isEmpty() ? replay.pacedTo() : times.getLast());
    boolean over = position >= replay.last();
    store.advance(tx, over ? after.ended(Replay.DONE, now) : after);
  }

  /** No more than may be delivered in the time that is scheduled ahead. */
  private static int most(Replay replay) {
    long aSecond = replay.wish().rate().orElse(AT_ONCE);
    return (int) Math.min(AT_ONCE, aSecond * AHEAD.toSeconds());
  }

  private List<Occurrence> chosen(
      TenantTx tx, Replay replay, List<Occurrence> read, Wanted wanted) {
    List<Occurrence> covered =
        read.stream()
            .filter(event -> event.position() <= replay.last())
            .filter(event -> replay.wish().covers(event) && wanted.hasOf(replay, event))
            .toList();
    if (replay.wish().status().isEmpty() || covered.isEmpty()) {
      return covered;
    }
    Set<Long> those =
        new HashSet<>(
            store.withStatus(
                tx,
                replay,
                covered.stream().map(Occurrence::position).toList(),
                replay.wish().status().get()));
    return covered.stream().filter(event -> those.contains(event.position())).toList();
  }

  private static List<Instant> times(Replay replay, int number, Instant now) {
    Instant next = replay.pacedTo().isAfter(now) ? replay.pacedTo() : now;
    Duration step =
        replay.wish().rate().isPresent()
            ? Duration.ofSeconds(1).dividedBy(replay.wish().rate().getAsInt())
            : Duration.ZERO;
    var times = new ArrayList<Instant>();
    for (int i = 0; i < number; i++) {
      next = next.plus(step);
      times.add(next);
    }
    return times;
  }
}
