package rasl.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.refusal.Refusal;

/**
 * A folder for files of running work. Only the server that holds the data folder writes here, since
 * {@link #sweep} deletes everything; and only its account may look into the folder.
 */
public final class Spool {
  private static final Logger log = LoggerFactory.getLogger(Spool.class);
  private static final String ONLY_US = "rwx------";
  private static final String FILE_ONLY_US = "rw-------";

  /** The most bytes that all calls together may have here at once. */
  private static final long MOST = 4L << 30;

  /** The most bytes that the calls of one owner, such as a tenant, may have here at once. */
  private static final long MOST_OF_ONE = 512L << 20;

  private final Path folder;
  private final Disk disk;
  private final long most;
  private final long mostOfOne;
  private final Map<Object, Long> taken = new HashMap<>();
  private long all;

  /**
   * @param folder is made when it is needed
   * @param disk on which the folder is
   */
  public Spool(Path folder, Disk disk) {
    this(folder, disk, MOST, MOST_OF_ONE);
  }

  /** The same, with other limits to what calls may have here at once. */
  public Spool(Path folder, Disk disk, long most, long mostOfOne) {
    this.folder = folder;
    this.disk = disk;
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /**
   * Begins what a call brings. It may come slowly, so that how much lies here at once is limited:
   * in all, and for each owner.
   */
  public Deposit deposit() {
    return new Deposit(this);
  }

  synchronized void take(Object owner, long bytes) {
    long theirs = taken.getOrDefault(owner, 0L) + bytes;
    if (theirs > mostOfOne || all + bytes > most) {
      throw Refusal.ServiceUnavailable.busy().thrown();
    }
    taken.put(owner, theirs);
    all += bytes;
  }

  synchronized void give(Object owner, long bytes) {
    all -= bytes;
    var _ = taken.computeIfPresent(owner, (_, theirs) -> theirs == bytes ? null : theirs - bytes);
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
