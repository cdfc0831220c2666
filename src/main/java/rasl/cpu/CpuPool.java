package rasl.cpu;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import rasl.refusal.Refusal;

/**
 * Runs work that costs processor time and does not wait: unpacking pictures, regular expressions
 * over texts of callers, reading large JSON. On a virtual thread such work keeps its carrier to the
 * end, and as many pieces of it as there are processors stop everybody else; the operating system
 * takes its own threads off the processor in time.
 *
 * <p>There are as many threads as processors, since more would finish nothing sooner, and at least
 * two, so that one owner, such as a tenant, which holds at most half of them, never holds all.
 */
public final class CpuPool implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Turns turns;
  private final ExecutorService threads;
  private final Duration patience;

  private CpuPool(int size, Duration patience) {
    this.turns = new Turns(size, patience);
    this.patience = patience;
    // Those that still compute when the server ends must not keep the process alive.
    this.threads =
        Executors.newFixedThreadPool(size, Thread.ofPlatform().daemon().name("cpu-", 1).factory());
  }

  /**
   * Ready to work; its threads start when they are needed.
   *
   * @param processors how many the process may use
   */
  public static CpuPool start(int processors) {
    return start(processors, PATIENCE);
  }

  static CpuPool start(int processors, Duration patience) {
    return new CpuPool(Math.max(2, processors), patience);
  }

  /** Something to compute. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /**
   * Does the work on a thread of the pool and returns when it has ended, never earlier: so the
   * caller may use again what the work used. The work must not call this pool itself.
   *
   * <p>An interrupt of the caller interrupts the work, and is kept for the caller.
   *
   * @param owner for whom, by {@code equals}: a tenant, or a word for all unknown callers
   * @return what the work returned
   * @throws E what the work threw, as it is; likewise unchecked exceptions
   * @throws rasl.refusal.RefusedException busy, where no thread came free for this owner within ten
   *     seconds, or the pool is closed; the work was not begun then
   */
  public <T, E extends Exception> T run(Object owner, Work<T, E> work) throws E {
    return run(owner, patience, work);
  }

  /** As {@link #run(Object, Work)}, with a patience other than ten seconds. */
  public <T, E extends Exception> T run(Object owner, Duration patience, Work<T, E> work) throws E {
    turns.take(owner, patience);
    var task = new Task<T, E>(work, () -> turns.release(owner));
    try {
      threads.execute(task);
    } catch (RejectedExecutionException _) {
      turns.release(owner);
      throw Refusal.ServiceUnavailable.busy().thrown();
    }
    return task.await();
  }

  /** Begins nothing more. Work under way goes on, and its callers get its results. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
