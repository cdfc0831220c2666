package rasl.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The content of {@code postmaster.pid}, the file that a running server keeps in its data folder.
 *
 * @param port where it listens; 0 while it is not known
 * @param ready whether the server takes connections
 */
record PostmasterFile(long pid, int port, boolean ready) {
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** Reads the file; empty if there is none, or one that is just being written. */
  static Optional<PostmasterFile> read(Path cluster) {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
      if (lines.isEmpty() || lines.getFirst().isBlank()) {
        return Optional.empty();
      }
      boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
      int port = lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0;
      return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), port, ready));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot read postmaster.pid in " + cluster + ": " + e, e);
    }
  }

  /**
   * The server that keeps this file, if it lives. The number alone proves nothing: after a reboot
   * it may be any process, so its command line must name the folder.
   */
  Optional<ProcessHandle> process(Path cluster) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(it -> serves(it, cluster));
  }

  /**
   * Deletes the file if its process id now belongs to another program: PostgreSQL would take that
   * program for a running server and refuse to start. PostgreSQL itself handles an id that no
   * process has.
   */
  void deleteIfNumberIsAnothers(Path cluster) {
    if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
      try {
        Files.deleteIfExists(cluster.resolve("postmaster.pid"));
      } catch (IOException e) {
        throw new DatabaseSetupException("Cannot delete postmaster.pid in " + cluster, e);
      }
    }
  }

  private static boolean serves(ProcessHandle process, Path cluster) {
    return process
        .info()
        .commandLine()
        .map(line -> line.contains("postgres") && line.contains(cluster.toString()))
        .orElse(false);
  }
}
