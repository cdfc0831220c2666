package rasl.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;

/** Budgets where there is one node. */
public final class OwnBudgets implements Budgets {
  private static final long MOST = 1_000_000;

  private final Clock clock;
  private final Cache<Object, SlidingMinute> minutes =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterAccess(SlidingMinute.LENGTH.multipliedBy(2))
          .build();

  public OwnBudgets(Clock clock) {
    this.clock = clock;
  }

  @Override
  public State spend(Object who, int limit) {
    SlidingMinute minute = minute(who);
    return state(minute, minute.take(limit), limit);
  }

  @Override
  public State look(Object who, int limit) {
    return state(minute(who), false, limit);
  }

  private SlidingMinute minute(Object who) {
    return minutes.get(who, _ -> new SlidingMinute(clock));
  }

  private static State state(SlidingMinute minute, boolean spent, int limit) {
    return new State(spent, (long) limit - minute.total(), minute.wholeIn(), minute.nextIn());
  }
}
