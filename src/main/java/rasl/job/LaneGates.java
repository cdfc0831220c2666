package rasl.job;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.db.TenantId;

/**
 * Which tenants' lanes this node does not claim from at the moment, or only so many jobs: a job
 * that is claimed only to be put back costs two writes. Only this node remembers it; what it
 * forgets costs a useless claim and nothing else.
 */
public final class LaneGates {
  /** How long a gate stays closed that let through all it may, while nobody opens it again. */
  private static final Duration UNTOLD = Duration.ofMillis(250);

  /**
   * @param left how many may still pass once it is open
   * @param most how many pass at each opening
   */
  private record Gate(long opensAtNanos, int left, int most) {}

  private final Map<TenantId, Gate> gates = new HashMap<>();

  /**
   * Lets none of a tenant's lanes through for a while.
   *
   * @param most how many jobs may pass once it is over, at least 1
   */
  public synchronized void close(TenantId tenant, Duration time, int most) {
    int least = Math.max(1, most);
    gates.put(tenant, new Gate(System.nanoTime() + time.toNanos(), least, least));
  }

  /** Lets a tenant's lanes through. */
  public synchronized void open(TenantId tenant) {
    gates.remove(tenant);
  }

  /** How many jobs of each limited tenant may be claimed now; the others have no limit. */
  synchronized Map<TenantId, Integer> limits() {
    long now = System.nanoTime();
    var limits = new HashMap<TenantId, Integer>();
    gates.forEach(
        (tenant, gate) -> limits.put(tenant, gate.opensAtNanos - now > 0 ? 0 : gate.left));
    return limits;
  }

  /** Counts the claimed jobs. */
  synchronized void claimed(List<Job> jobs) {
    for (Job job : jobs) {
      if (job.lane().isPresent()) {
        gates.computeIfPresent(job.tenant(), (_, gate) -> passed(gate));
      }
    }
  }

  private static Gate passed(Gate gate) {
    return gate.left > 1
        ? new Gate(gate.opensAtNanos, gate.left - 1, gate.most)
        : new Gate(System.nanoTime() + UNTOLD.toNanos(), gate.most, gate.most);
  }

  /** How long until the next closed gate opens; empty where none is closed. */
  synchronized Optional<Duration> untilNextOpening() {
    long now = System.nanoTime();
    return gates.values().stream()
        .map(gate -> Duration.ofNanos(gate.opensAtNanos - now))
        .filter(wait -> !wait.isNegative() && !wait.isZero())
        .min(Duration::compareTo);
  }
}
