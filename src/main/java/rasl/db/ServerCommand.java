package rasl.db;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The command line of the embedded server, and where it writes. */
record ServerCommand(Path home, PostgresBinaries programs, ServerAccount account, Cluster cluster) {

  /**
   * Settings for a durable store on a small machine. The settings that keep data safe ({@code
   * fsync}, {@code full_page_writes}, {@code synchronous_commit}) are on by default and stay so.
   */
  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=100",
          // No replica reads this log, so it need not say more than recovery wants.
          "wal_level=minimal",
          "max_wal_senders=0",
          "max_wal_size=2GB",
          // A new installation's tables grow quickly: their plans must not wait a minute.
          "autovacuum_naptime=10s",
          "checkpoint_timeout=15min",
          "max_logical_replication_workers=0",
          // Statements are short: compiling one costs more than it saves.
          "jit=off",
          "random_page_cost=1.1",
          "password_encryption=scram-sha-256",
          "timezone=UTC",
          "log_timezone=UTC",
          // A file a day, overwritten after a week.
          "logging_collector=on",
          "log_filename=postgresql-%a.log",
          "log_truncate_on_rotation=on",
          "log_rotation_age=1d",
          "log_rotation_size=0",
          "log_checkpoints=off",
          "log_line_prefix=%m [%p] %q%u@%d ");

  private static final long LEAST_BUFFERS = 128L << 20;
  private static final long MOST_BUFFERS = 1024L << 20;

  /** Starts the server; it is not ready yet. */
  Process start(int port) {
    try {
      Path logs = home.resolve("log");
      if (!Files.exists(logs)) {
        Files.createDirectory(logs);
        Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwx------"));
      }
      account.own(logs);
      Passwords.write(startLog(), "");
      return account
          .command(words(port, logs))
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .redirectErrorStream(true)
          .redirectOutput(startLog().toFile())
          .start();
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot start PostgreSQL: " + e, e);
    }
  }

  /** The server's output before it wrote to its own log: the reason if it did not start. */
  String said() {
    try {
      return Files.readString(startLog()).strip() + " (more in " + home.resolve("log") + ")";
    } catch (IOException e) {
      return "its output cannot be read: " + e;
    }
  }

  private Path startLog() {
    return home.resolve("start.log");
  }

  private List<String> words(int port, Path logs) {
    List<String> words =
        new ArrayList<>(
            List.of(
                programs.program("postgres"),
                "-D",
                cluster.folder().toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "shared_buffers=" + buffers() / 1024 + "kB",
                "-c",
                "log_directory=" + logs));
    SETTINGS.forEach(setting -> words.addAll(List.of("-c", setting)));
    // We stop the server last: Ctrl-C in the terminal must not stop it before.
    return Children.inOwnSession(words);
  }

  /** An eighth of what the machine, or the container, has: the rest is for the server and files. */
  private static long buffers() {
    long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 0;
    return Math.clamp(memory / 8, LEAST_BUFFERS, MOST_BUFFERS);
  }
}
