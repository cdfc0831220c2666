package rasl.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder in which files lie for as long as their requests run. This process's alone. */
final class Spool {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  private final Path folder;

  Spool(Path folder) {
    this.folder = folder;
  }

  /** A new empty file that only this account can read. */
  Path newFile() {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return Files.createTempFile(folder, "upload-", "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot spool an upload", e);
    }
  }

  /** Deletes a file; one that was moved away, or is gone, is no fault. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The answer matters more than the file, which the next start deletes.
      LOG.warn("an upload is not deleted", e);
    }
  }

  /** Deletes what a process left behind that was killed. */
  void sweep() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(Spool::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear " + folder, e);
    }
  }
}
