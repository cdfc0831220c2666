package rasl.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * {@code rasl.json} in the data folder: where a running server listens. It is there while the
 * server is ready, and scripts rely on it.
 */
public final class StateFile {
  private static final Duration TOLERANCE = Duration.ofSeconds(10);

  private final Path file;

  /** The file of a data folder. */
  public StateFile(Path dataDir) {
    this.file = dataDir.resolve("rasl.json");
  }

  private record State(String url, @Nullable String simulatorUrl, long pid, Instant startedAt) {}

  /** Written whole or not at all: whoever reads it never sees half of it. */
  void write(URI url, Optional<URI> simulator, Instant startedAt) {
    var state =
        new State(
            url.toString(),
            simulator.map(URI::toString).orElse(null),
            ProcessHandle.current().pid(),
            startedAt);
    try {
      Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
      Files.deleteIfExists(unfinished);
      Files.createFile(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(unfinished, Json.write(state) + "\n");
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /**
   * Where a server runs that has written this file and lives; what a killed one left is nothing,
   * also where its process number is another process's by now.
   */
  public Optional<String> runningUrl() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      JsonNode state = Json.parse(Files.readAllBytes(file));
      Instant written = Instant.parse(state.path("started_at").asString(""));
      return ProcessHandle.of(state.path("pid").asLong(0))
          .filter(ProcessHandle::isAlive)
          .filter(process -> !beganAfter(process, written))
          .map(_ -> state.path("url").asString(""));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    } catch (DateTimeParseException _) {
      return Optional.empty(); // Not a file that we wrote.
    }
  }

  /** The system tells when a process began in steps of its own, and clocks are adjusted. */
  private static boolean beganAfter(ProcessHandle process, Instant written) {
    return process
        .info()
        .startInstant()
        .filter(began -> began.isAfter(written.plus(TOLERANCE)))
        .isPresent();
  }

  /** Also what a killed server left behind: its ports may be anyone's now. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + file, e);
    }
  }
}
