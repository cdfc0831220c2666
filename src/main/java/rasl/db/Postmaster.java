package rasl.db;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops a PostgreSQL server by the signals that it knows. */
final class Postmaster {
  private static final Duration ORDERLY = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  private Postmaster() {}

  /**
   * Ends its sessions, writes a checkpoint and exits (SIGINT, "fast"); a server that cannot do so
   * in time exits without the checkpoint (SIGQUIT) and recovers at its next start.
   */
  static void stop(ProcessHandle server) {
    signal(server, "INT");
    if (!exits(server, ORDERLY)) {
      signal(server, "QUIT");
      if (!exits(server, AT_ONCE)) {
        throw new DatabaseSetupException("PostgreSQL (process " + server.pid() + ") does not stop");
      }
    }
  }

  /** By the shell's own kill: Java sends only SIGTERM, which waits for every session to leave. */
  private static void signal(ProcessHandle server, String name) {
    try {
      Children.command(
              List.of("/bin/sh", "-c", "kill -" + name + " \"$1\"", "sh", "" + server.pid()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot signal PostgreSQL: " + e, e);
    }
  }

  private static boolean exits(ProcessHandle server, Duration limit) {
    for (long waited = 0; waited < limit.toMillis(); waited += STEP.toMillis()) {
      if (exitsInAStep(server) || isZombie(server)) {
        return true;
      }
    }
    return false;
  }

  private static boolean exitsInAStep(ProcessHandle server) {
    try {
      server.onExit().get(STEP.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new DatabaseSetupException("Cannot wait for PostgreSQL to stop", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** In a container whose first process reaps no orphans, one that has exited stays listed. */
  private static boolean isZombie(ProcessHandle server) {
    return server.info().commandLine().isEmpty();
  }
}
