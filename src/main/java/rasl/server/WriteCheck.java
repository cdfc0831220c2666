package rasl.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.disk.Disk;
import rasl.disk.DiskException;
import rasl.http.HealthCheck;

/**
 * Finds out whether rows and files can be written, by writing one of each now and then, however
 * often it is asked. A disk that is full or read-only still answers every question.
 */
public final class WriteCheck {
  /** How long a result holds. */
  public static final Duration EVERY = Duration.ofSeconds(15);

  /** With less than this left, or 5 % of a small disk, PostgreSQL may meet the end at any time. */
  private static final long LEAST_FREE = 256L << 20;

  private static final int LEAST_PART = 20;
  private static final int PROBE_BYTES = 4096;
  private static final Logger log = LoggerFactory.getLogger(WriteCheck.class);

  private final Db db;
  private final Path folder;
  private final Disk disk;
  private final Clock clock;
  private Result last = new Result(Instant.MIN, Optional.empty(), Optional.empty());

  /**
   * @param folder the data folder
   * @param disk on which it is
   */
  public WriteCheck(Db db, Path folder, Disk disk, Clock clock) {
    this.db = db;
    this.folder = folder;
    this.disk = disk;
    this.clock = clock;
  }

  /** What the last look found. */
  public record Result(Instant at, Optional<String> disk, Optional<String> rows) {}

  /** For readiness. */
  public List<HealthCheck> checks() {
    Supplier<Optional<String>> ofDisk = () -> look().disk();
    Supplier<Optional<String>> ofRows = () -> look().rows();
    return List.of(new HealthCheck("disk", ofDisk), new HealthCheck("writing", ofRows));
  }

  /** Looks where the last look is old; one thread at a time, the others wait for its result. */
  public synchronized Result look() {
    Instant now = clock.instant();
    // Also after the clock was set back.
    if (last.at().equals(Instant.MIN)
        || Duration.between(last.at(), now).abs().compareTo(EVERY) >= 0) {
      Result found = new Result(now, faultOfDisk(), faultOfRows());
      tell("the disk of " + folder, last.disk(), found.disk());
      tell("the database", last.rows(), found.rows());
      last = found;
    }
    return last;
  }

  /** Once when it begins, and once when it is over. */
  private static void tell(String what, Optional<String> before, Optional<String> now) {
    if (now.isPresent() && !now.equals(before)) {
      log.error("not ready, because of {}: {}", what, now.get());
    } else if (now.isEmpty() && before.isPresent()) {
      log.info("ready again: {} can be written", what);
    }
  }

  private Optional<String> faultOfDisk() {
    Disk.Space space = disk.space();
    long least = Math.min(LEAST_FREE, space.total() / LEAST_PART);
    if (space.total() > 0 && space.free() < least) {
      return Optional.of("The disk is full: " + (space.free() >> 20) + " MiB are free");
    }
    Path probe = folder.resolve("write.probe");
    try {
      write(probe);
      return Optional.empty();
    } catch (IOException e) {
      log.debug("no file can be written", e);
      return Optional.of(words(e));
    }
  }

  private static void write(Path probe) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            probe,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(PROBE_BYTES));
      file.force(true);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static String words(IOException e) {
    if (DiskException.isFull(e)) {
      return "The disk is full";
    }
    return String.valueOf(e.getMessage()).contains("Read-only")
        ? "The disk is read-only"
        : "No file can be written in the data folder";
  }

  private Optional<String> faultOfRows() {
    try {
      db.doInSystem(tx -> tx.update("update installation set public_id = public_id where id = 1"));
      return Optional.empty();
    } catch (DatabaseException e) {
      log.debug("no row can be written", e);
      return Optional.of(
          switch (e.sqlState()) {
            case "53100" -> "The database's disk is full";
            case "25006" -> "The database is read-only";
            default -> "No row can be written";
          });
    }
  }
}
