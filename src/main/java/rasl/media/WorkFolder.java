package rasl.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where files lie while they are fetched or converted. This process's alone. */
final class WorkFolder {
  private static final Logger log = LoggerFactory.getLogger(WorkFolder.class);

  private final Path folder;

  WorkFolder(Path folder) {
    this.folder = folder;
  }

  /** A new empty file; whoever asked for it deletes it, or moves it away. */
  Path newFile() {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return Files.createTempFile(folder, "file-", "");
    } catch (IOException e) {
      throw new StorageException("No file can be made in " + folder + ": " + e, e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("a file is not deleted; the next start deletes it", e);
    }
  }

  /** Deletes what a process left behind that was killed. */
  void sweep() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(WorkFolder::delete);
    } catch (IOException e) {
      log.warn("{} is not cleared", folder, e);
    }
  }
}
