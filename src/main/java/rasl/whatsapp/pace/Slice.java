package rasl.whatsapp.pace;

import java.time.Duration;

/**
 * The tokens of a shared bucket that this node has in hand. It asks the bucket for some at once, so
 * that a message seldom costs a statement; whoever comes while it asks waits for its answer.
 */
final class Slice {
  /** Asks the shared bucket; called by one thread at a time. */
  interface Source {
    PaceStore.Granted take(int wanted);
  }

  private final Duration life;
  private final Duration shortestPause;
  private int tokens;
  private long freshUntil;
  private long dryUntil;

  /**
   * @param life how long tokens in hand may be used: the bucket fills up again behind them
   * @param shortestPause how long an empty bucket is left alone at least
   */
  Slice(Duration life, Duration shortestPause) {
    this.life = life;
    this.shortestPause = shortestPause;
    this.freshUntil = System.nanoTime();
    this.dryUntil = freshUntil;
  }

  /**
   * Takes a token.
   *
   * @param wanted how many to ask the bucket for at once
   * @return zero where there was one, else how long until there may be some
   */
  synchronized Duration take(int wanted, Source source) {
    if (tokens == 0 || isPast(freshUntil)) {
      tokens = 0;
      if (!isPast(dryUntil)) {
        return left(dryUntil);
      }
      fill(source.take(wanted), wanted);
    }
    if (tokens == 0) {
      return left(dryUntil);
    }
    tokens--;
    return Duration.ZERO;
  }

  private void fill(PaceStore.Granted granted, int wanted) {
    long now = System.nanoTime();
    tokens = granted.tokens();
    freshUntil = now + life.toNanos();
    if (granted.tokens() < wanted) {
      Duration wait = granted.pause();
      dryUntil = now + (wait.compareTo(shortestPause) < 0 ? shortestPause : wait).toNanos();
    }
  }

  /** A token that was not used after all. */
  synchronized void giveBack() {
    tokens++;
  }

  /** Nothing may leave for a while. */
  synchronized void hold(Duration pause) {
    tokens = 0;
    dryUntil = Math.max(dryUntil, System.nanoTime() + pause.toNanos());
  }

  private static boolean isPast(long nanos) {
    return System.nanoTime() - nanos >= 0;
  }

  /** At least a millisecond, since zero would mean that there was one. */
  private static Duration left(long nanos) {
    return Duration.ofNanos(Math.max(nanos - System.nanoTime(), 1_000_000));
  }
}
