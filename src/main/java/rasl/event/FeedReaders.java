package rasl.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/**
 * Who reads a tenant's feed. Events are numbered only where somebody does; the first reader after a
 * time without one lets everything be numbered that was written meanwhile.
 */
public final class FeedReaders {
  private final ReaderStore store = new ReaderStore();
  private final Consumer<TenantId> opened;

  /**
   * @param opened hears of a tenant whose feed is open now, after the commit
   */
  FeedReaders(Consumer<TenantId> opened) {
    this.opened = opened;
  }

  /** A kind of reader and what it reads. */
  public enum Interest {
    /** All but what becomes of messages that were sent. */
    RECORDS,
    /** Also {@code message.sent}, {@code delivered}, {@code read} and {@code failed}. */
    STATUSES
  }

  /**
   * Somebody reads from now on. Where they do already, only their interest changes.
   *
   * @param kind such as {@code endpoint}; it and the id are the reader's name in the tenant
   * @param interest what is read: the original updates of statuses are kept only where somebody
   *     reads statuses
   */
  public void opened(TenantTx tx, String kind, String id, Interest interest) {
    store.put(tx, kind, id, interest == Interest.STATUSES, Optional.empty());
    open(tx);
  }

  /** As above, of one that reads all. */
  public void opened(TenantTx tx, String kind, String id) {
    opened(tx, kind, id, Interest.STATUSES);
  }

  /** Somebody reads until a time, unless they say before that they still do. */
  public void openedUntil(TenantTx tx, String kind, String id, Instant until) {
    store.put(tx, kind, id, true, Optional.of(until));
    open(tx);
  }

  /**
   * As {@link #openedUntil}, unless there are too many of the kind already.
   *
   * @return whether there were not
   */
  boolean admit(TenantTx tx, String kind, String id, int most, Instant now, Duration lease) {
    // Locks the feed, so that two who come at once are counted one after the other.
    store.open(tx);
    if (store.count(tx, kind, now) >= most) {
      store.closeUnread(tx);
      return false;
    }
    openedUntil(tx, kind, id, now.plus(lease));
    return true;
  }

  /** Somebody does not read any more; nothing happens where they did not. */
  public void closed(TenantTx tx, String kind, String id) {
    store.lockFeed(tx);
    store.remove(tx, kind, id);
    store.closeUnread(tx);
  }

  /** Removes those who have not said for long that they are there. */
  void removeLapsed(TenantTx tx, Instant now) {
    store.lockFeed(tx);
    store.removeLapsed(tx, now);
    store.closeUnread(tx);
  }

  /**
   * The last position before a reader came: whoever reads on from it gets all that was written
   * after that, and none of what was there long before.
   *
   * @return empty as long as what was there before is being numbered, and for unknown readers
   */
  public OptionalLong start(TenantTx tx, String kind, String id) {
    return store.start(tx, kind, id);
  }

  /** Whether all that was written before the feed was opened has positions. */
  public boolean isCaughtUp(TenantTx tx) {
    return store.isCaughtUp(tx);
  }

  /** Whether somebody reads what becomes of messages. */
  public boolean readStatuses(TenantTx tx) {
    return store.readStatuses(tx);
  }

  /** Keeps the feed open for a while after somebody read, who may well come back. */
  void lingering(TenantTx tx, Instant now, Duration time) {
    if (store.lingers(tx, now.plus(time.dividedBy(2)))) {
      return;
    }
    store.put(tx, ReaderStore.LINGERING, "", false, Optional.of(now.plus(time)));
    open(tx);
  }

  private void open(TenantTx tx) {
    store.open(tx);
    TenantId tenant = tx.tenant();
    tx.afterCommit(() -> opened.accept(tenant));
  }
}
