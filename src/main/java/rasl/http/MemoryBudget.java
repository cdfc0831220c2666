package rasl.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import rasl.refusal.Refusal;

/**
 * How much memory the bodies of all running calls may take together, with what is read from them.
 * Callers who are not known yet have a tenth of it between them, and each owner, such as a tenant,
 * has at most a quarter, so that neither can take it from the others. Nobody waits: a call that
 * finds no room is refused.
 */
final class MemoryBudget {
  /** Asked for in steps of this size, so that a usual call asks once or twice. */
  private static final int STEP = 4 * 1024;

  private final Account all;
  private final Account strangers;
  private final long perOwner;
  private final ConcurrentMap<Object, Account> owners = new ConcurrentHashMap<>();

  MemoryBudget(long bytes) {
    this.all = new Account(bytes);
    this.strangers = new Account(bytes / 10);
    this.perOwner = bytes / 4;
  }

  /** What a call takes; on the account of callers who are not known yet, until it is moved. */
  Charge open() {
    return new Charge(strangers);
  }

  /** How many bytes all running calls have taken. */
  long taken() {
    return all.taken.get();
  }

  private static final class Account {
    private final AtomicLong taken = new AtomicLong();
    private final long most;

    Account(long most) {
      this.most = most;
    }

    boolean take(long bytes) {
      if (taken.addAndGet(bytes) <= most) {
        return true;
      }
      give(bytes);
      return false;
    }

    void give(long bytes) {
      taken.addAndGet(-bytes);
    }
  }

  /** What one call has taken; for one thread at a time. */
  final class Charge implements AutoCloseable {
    private Account account;
    private long wanted;
    private long taken;

    private Charge(Account account) {
      this.account = account;
    }

    /**
     * Takes so many bytes more, before they are filled.
     *
     * @throws rasl.refusal.RefusedException {@code ServiceUnavailable} where there is no room now,
     *     {@code PayloadTooLarge} where there would be none if this were the only call
     */
    void take(long bytes) {
      if (!tryTake(bytes)) {
        throw refusal(account, wanted + bytes);
      }
    }

    /** As {@link #take}; false where there is no room. */
    boolean tryTake(long bytes) {
      long more = Math.max(0, (wanted + bytes - taken + STEP - 1) / STEP * STEP);
      if (more > 0 && !account.take(more)) {
        return false;
      }
      if (more > 0 && !all.take(more)) {
        account.give(more);
        return false;
      }
      taken += more;
      wanted += bytes;
      return true;
    }

    /**
     * From here on the caller is known: what was taken, and what will be, is on its own account.
     *
     * @param owner known by {@code equals}
     */
    void moveTo(Object owner) {
      Account known = owners.get(owner);
      Account own =
          known == null ? owners.computeIfAbsent(owner, _ -> new Account(perOwner)) : known;
      if (taken > 0) {
        if (!own.take(taken)) {
          throw refusal(own, taken);
        }
        account.give(taken);
      }
      account = own;
    }

    /** Gives everything back. */
    @Override
    public void close() {
      if (taken > 0) {
        account.give(taken);
        all.give(taken);
        taken = 0;
        wanted = 0;
      }
    }

    private RuntimeException refusal(Account full, long bytes) {
      return bytes > full.most && full != strangers
          ? new Refusal.PayloadTooLarge("body, as it is held in memory,", full.most).thrown()
          : Refusal.ServiceUnavailable.busy().thrown();
    }
  }
}
