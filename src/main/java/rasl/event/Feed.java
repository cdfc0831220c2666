package rasl.event;

import java.util.List;
import java.util.Optional;
import rasl.db.TenantTx;

/**
 * A tenant's events in the order in which they became visible. Who reads on from a position misses
 * none and sees none twice, whatever ran slowly meanwhile; two events of one resource are in the
 * order of its changes. A tenant's feed grows only while it has a reader ({@link FeedReaders}).
 */
public final class Feed {
  private final FeedStore store;

  Feed(FeedStore store) {
    this.store = store;
  }

  /**
   * The events behind a position, in order.
   *
   * @param position 0 for the beginning
   * @param most at most so many
   */
  public List<FeedEvent> after(TenantTx tx, long position, int most) {
    return store.after(tx, position, most);
  }

  /** One event; empty where there is none at this position, or it is not kept any more. */
  public Optional<FeedEvent> at(TenantTx tx, long position) {
    return store.after(tx, position - 1, 1).stream()
        .filter(event -> event.position() == position)
        .findFirst();
  }

  /**
   * The first position that is kept, or would be the next one where none is. Who has read up to the
   * one before it has missed nothing.
   */
  public long oldest(TenantTx tx) {
    return store.gone(tx) + 1;
  }

  /** The last position that was given; 0 where none was. */
  public long newest(TenantTx tx) {
    return store.newest(tx);
  }
}
