package rasl.server;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import rasl.job.Backoff;

/**
 * The waits of a server that a test shortens, or passes by itself.
 *
 * @param firstBackoff how long a job waits after its first failure
 * @param caches the clock by which what was read of a tenant's settings grows old
 */
public record ServerTimings(Duration firstBackoff, Ticker caches) {
  /** Those of a server outside tests. */
  public static ServerTimings usual() {
    return new ServerTimings(Backoff.USUAL, Ticker.systemTicker());
  }
}
