package rasl.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file cannot be written or read, now: the disk is full, read-only or broken. The message says
 * what the operator can do. Callers get an answer that asks them to try later.
 */
public final class DiskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private DiskException(String words, @Nullable IOException cause) {
    super(words, cause);
  }

  /**
   * Says what could not be done.
   *
   * @param what such as "an upload cannot be stored"
   */
  public static DiskException of(String what, IOException cause) {
    return new DiskException(
        isFull(cause)
            ? what + ": the disk is full. Make room, or move the data folder (RASL_DATA_DIR)"
            : what + ": " + cause,
        cause);
  }

  /** The rest of the disk of a folder is kept free for PostgreSQL. */
  static DiskException low(Path folder) {
    return new DiskException(
        "files are refused: less than 1 GiB, or less than 5 % of the disk of "
            + folder
            + ", is free, and PostgreSQL needs that. Make room, or move the data folder"
            + " (RASL_DATA_DIR)",
        null);
  }

  /** Whether a write failed because the disk, or this account's part of it, has no room left. */
  public static boolean isFull(IOException cause) {
    String why = String.valueOf(cause.getMessage());
    return why.contains("No space left") || why.contains("quota");
  }
}
