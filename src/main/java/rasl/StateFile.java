package rasl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * {@code rasl.json} in the data folder: where a running server listens. It is there while the
 * server is ready, and scripts rely on it.
 */
final class StateFile {
  private final Path file;

  StateFile(Path dataDir) {
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
      Files.writeString(unfinished, Json.write(state) + "\n");
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /**
   * Where a server runs that has written this file and lives; what a killed one left is nothing.
   */
  Optional<String> runningUrl() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      JsonNode state = Json.parse(Files.readAllBytes(file));
      return ProcessHandle.of(state.path("pid").asLong(0))
          .filter(ProcessHandle::isAlive)
          .map(_ -> state.path("url").asString(""));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
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
