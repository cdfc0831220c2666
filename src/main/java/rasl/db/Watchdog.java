package rasl.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small process that outlives this one and stops PostgreSQL then. It waits at the end of a pipe
 * that the system closes when we die, however that happens: killed, or out of memory.
 */
final class Watchdog implements AutoCloseable {
  /**
   * A line announces an orderly end; the end of the pipe without one means that our process has
   * died.
   */
  private static final String SCRIPT = "read -r line || kill -INT \"$1\"";

  private final Process process;

  private Watchdog(Process process) {
    this.process = process;
  }

  /** Watches over us on behalf of the server with this process number. */
  static Watchdog over(long server) {
    List<String> words = List.of("/bin/sh", "-c", SCRIPT, "rasl-watchdog", Long.toString(server));
    try {
      return new Watchdog(
          Children.command(Children.inOwnSession(words))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot watch over PostgreSQL: " + e, e);
    }
  }

  /** Called once the server has ended: its number may be another process's from now on. */
  @Override
  public void close() {
    try (var pipe = process.getOutputStream()) {
      pipe.write("done\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException("Cannot end the process that watches over PostgreSQL", e);
      }
    }
    try {
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
