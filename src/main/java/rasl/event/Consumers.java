package rasl.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;

/**
 * Receivers that come and take events, for those that no webhook reaches. What a consumer takes is
 * its own for a while; what it does not acknowledge comes again.
 */
final class Consumers {
  static final String KIND = "consumer";
  static final Duration LEASE = Duration.ofSeconds(60);

  /** Of one tenant. */
  static final int MOST = 100;

  private final ConsumerStore store = new ConsumerStore();
  private final Feed feed;
  private final FeedReaders readers;
  private final Clock clock;

  Consumers(Feed feed, FeedReaders readers, Clock clock) {
    this.feed = feed;
    this.readers = readers;
    this.clock = clock;
  }

  /**
   * What a consumer took.
   *
   * @param position what to acknowledge once all of it was worked off
   * @param leasedUntil until when nobody else gets it; empty where there was nothing
   */
  record Taken(List<FeedEvent> events, long position, java.util.Optional<Instant> leasedUntil) {}

  /**
   * Takes the next events for a consumer, which is made where there is none of the name.
   *
   * @param fromOldest where a new consumer begins: with what is kept, or with what comes
   * @param types those that its caller may read; others are passed over
   * @throws rasl.refusal.RefusedException where another call has events of this consumer, or what
   *     comes next is not kept any more
   */
  Taken take(TenantTx tx, String name, int most, boolean fromOldest, Set<String> types) {
    Instant now = clock.instant();
    ConsumerStore.Row row = store.lock(tx, name).orElseGet(() -> make(tx, name, fromOldest, now));
    refuseLeased(row, now);
    EventApi.refuseGone(feed.oldest(tx), row.position());
    List<FeedEvent> theirs = new ArrayList<>();
    long upTo = row.position();
    long acknowledged = row.position();
    boolean more = true;
    while (more && theirs.isEmpty()) {
      List<FeedEvent> next = feed.after(tx, upTo, most);
      more = next.size() == most;
      upTo = next.isEmpty() ? upTo : next.getLast().position();
      next.stream().filter(event -> types.contains(event.type())).forEach(theirs::add);
      if (theirs.isEmpty()) {
        acknowledged = upTo; // Nothing of it is the caller's.
      }
    }
    if (theirs.isEmpty()) {
      store.put(tx, name, acknowledged, acknowledged, null, now);
      return new Taken(List.of(), acknowledged, java.util.Optional.empty());
    }
    Instant until = now.plus(LEASE);
    store.put(tx, name, acknowledged, upTo, until, now);
    return new Taken(theirs, upTo, java.util.Optional.of(until));
  }

  private static void refuseLeased(ConsumerStore.Row row, Instant now) {
    row.leasedUntil()
        .filter(until -> until.isAfter(now))
        .ifPresent(
            until -> {
              throw new Refusal.EventsLeased(Duration.between(now, until)).thrown();
            });
  }

  private ConsumerStore.Row make(TenantTx tx, String name, boolean fromOldest, Instant now) {
    readers.opened(tx, KIND, name);
    if (store.all(tx).size() >= MOST) {
      throw Refusal.Invalid.field("name", "There may be at most " + MOST + " consumers.").thrown();
    }
    store.insert(tx, name, fromOldest ? feed.oldest(tx) - 1 : feed.newest(tx), now);
    return store.lock(tx, name).orElseThrow();
  }

  /**
   * Notes that everything up to a position was worked off, and gives back what was taken beyond it.
   *
   * @throws rasl.refusal.RefusedException where there is no such consumer, or it did not take so
   *     far
   */
  ConsumerStore.Row acknowledge(TenantTx tx, String name, long position) {
    ConsumerStore.Row row = store.lock(tx, name).orElseThrow(Consumers::notFound);
    // Past what is not kept any more, whoever has understood that may go on.
    long furthest = Math.max(row.leasedTo(), feed.oldest(tx) - 1);
    if (position > furthest) {
      throw Refusal.Invalid.field(
              "position", "The position must be at most " + furthest + ", which was taken last.")
          .thrown();
    }
    long now = Math.max(row.position(), position);
    store.put(tx, name, now, Math.max(now, row.leasedTo()), null, clock.instant());
    return store.lock(tx, name).orElseThrow();
  }

  /** A consumer as it is shown, and how many positions it is behind. */
  record Shown(ConsumerStore.Row row, long behind) {}

  List<Shown> all(TenantTx tx) {
    long newest = feed.newest(tx);
    return store.all(tx).stream()
        .map(row -> new Shown(row, Math.max(0, newest - row.position())))
        .toList();
  }

  void delete(TenantTx tx, String name) {
    if (!store.delete(tx, name)) {
      throw notFound();
    }
    readers.closed(tx, KIND, name);
  }

  private static RuntimeException notFound() {
    return new Refusal.NotFound("Consumer").thrown();
  }
}
