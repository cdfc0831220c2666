package rasl.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import rasl.config.Config;

/**
 * What this process may take of the machine.
 *
 * @param openFiles how many files and connections it may have open; a very large number where the
 *     system does not say
 * @param heapBytes the largest heap
 */
public record Machine(long openFiles, long heapBytes) {
  private static final int MOST_CONNECTIONS = 20_000;
  private static final int LEAST_CONNECTIONS = 100;

  /** What an idle connection costs, with its buffers: a guess on the safe side. */
  private static final long HEAP_PER_CONNECTION = 48L * 1024;

  /** For the jar, the log, files of requests, and what else nobody counts. */
  private static final long OTHER_FILES = 200;

  /** This machine, as the Java runtime sees it. */
  public static Machine asItIs() {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Integer.MAX_VALUE;
    return new Machine(files, Runtime.getRuntime().maxMemory());
  }

  /**
   * How many connections of clients there may be: what is left of the files once the database, the
   * jobs (a connection and a file each) and the rest have theirs, and what the heap bears.
   */
  int connections(Config config) {
    long files = openFiles - config.database().pool() - 3L * config.jobSlots() - OTHER_FILES;
    long most = Math.min(files, heapBytes / HEAP_PER_CONNECTION);
    return config
        .server()
        .connections()
        .total()
        .orElseGet(() -> Math.clamp(most, LEAST_CONNECTIONS, MOST_CONNECTIONS));
  }
}
