package rasl.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder in which files lie for as long as somebody works with them. This process's alone, and
 * only this account may look into it.
 */
public final class Spool {
  private static final Logger log = LoggerFactory.getLogger(Spool.class);
  private static final String ONLY_US = "rwx------";
  private static final String FILE_ONLY_US = "rw-------";

  private final Path folder;
  private final Disk disk;

  /**
   * @param folder is made when it is needed
   * @param disk on which the folder is
   */
  public Spool(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /**
   * A new empty file; the one who asked for it deletes it, or moves it away.
   *
   * @throws DiskException where there is too little room, or the file cannot be made
   */
  public Path newFile() {
    checkRoom();
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        close(folder);
      }
      return Files.createTempFile(
          folder,
          "file-",
          "",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FILE_ONLY_US)));
    } catch (IOException e) {
      throw DiskException.of("no file can be made in " + folder, e);
    }
  }

  /**
   * Asked now and then while a file grows.
   *
   * @throws DiskException where the disk has too little room for more
   */
  public void checkRoom() {
    disk.checkRoom();
  }

  /** Deletes a file; one that was moved away, or is gone, is no fault. */
  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The answer matters more than the file, which the next start deletes.
      log.warn("a file is not deleted", e);
    }
  }

  /** Deletes what a process left behind that was killed. */
  public void sweep() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      close(folder);
      files.forEach(Spool::delete);
    } catch (IOException e) {
      log.warn("{} is not cleared", folder, e);
    }
  }

  private static void close(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(ONLY_US));
  }
}
