package rasl.whatsapp.pace;

import java.time.Duration;
import java.util.Optional;
import rasl.job.Lane;

/**
 * How much may go to one customer. A few messages need no more than this node's memory; only beyond
 * those is the bucket shared with the other nodes, and has a row.
 */
final class PairBucket {
  /** What a node lets through before it asks: a few nodes together stay below Meta's 45. */
  static final int UNASKED = 5;

  private static final Duration LIFE = Pace.PAIR.each().multipliedBy(UNASKED);

  private final Slice slice = new Slice(LIFE, Duration.ofMillis(50));
  private boolean shared;
  private long fullAt = System.nanoTime();
  private long promised = fullAt;

  /** Asks the shared bucket. */
  interface Source {
    PaceStore.Granted take(int owed, int wanted);
  }

  /**
   * Takes a token.
   *
   * @return zero where there was one, else how long to wait
   */
  synchronized Duration take(Optional<Lane> lane, Source source) {
    if (!shared && takesUnasked()) {
      return Duration.ZERO;
    }
    Duration wait = slice.take(UNASKED, wanted -> source.take(owed(), wanted));
    // Who asks for the shared bucket's tokens has told it what is owed.
    shared = true;
    return wait.isZero() || !lane.equals(Optional.of(Lane.BULK)) ? wait : afterThoseBefore(wait);
  }

  private boolean takesUnasked() {
    long now = System.nanoTime();
    long each = Pace.PAIR.each().toNanos();
    long debt = Math.max(0, fullAt - now);
    if (debt > each * (UNASKED - 1)) {
      return false;
    }
    fullAt = now + debt + each;
    return true;
  }

  private int owed() {
    long debt = Math.max(0, fullAt - System.nanoTime());
    return shared ? 0 : (int) Math.ceilDiv(debt, Pace.PAIR.each().toNanos());
  }

  /** One after the other, so that a thousand that wait do not all come back for one token. */
  private Duration afterThoseBefore(Duration wait) {
    long now = System.nanoTime();
    promised = Math.max(promised, now + wait.toNanos() - Pace.PAIR.each().toNanos());
    promised += Pace.PAIR.each().toNanos();
    return Duration.ofNanos(promised - now);
  }

  synchronized void giveBack() {
    if (shared) {
      slice.giveBack();
    } else {
      fullAt -= Pace.PAIR.each().toNanos();
    }
  }

  /** Nothing may go to this customer for a while. */
  synchronized void hold(Duration pause) {
    shared = true;
    slice.hold(pause);
  }
}
