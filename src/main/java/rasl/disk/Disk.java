package rasl.disk;

import java.nio.file.Path;

/** The disk on which a folder is, and how much of it is free. */
public final class Disk {
  /** Below this much files are refused, however large the disk. */
  private static final long LEAST_FREE = 1L << 30;

  /** Below this part of the disk files are refused: 5 %. */
  private static final int LEAST_PART = 20;

  private final Path folder;
  private final Probe probe;

  /**
   * How much room there is.
   *
   * @param total bytes of the disk; 0 where that is not known
   * @param free bytes that this account may still write
   */
  public record Space(long total, long free) {}

  /** Looks how much room there is where a folder is, or will be. */
  @FunctionalInterface
  public interface Probe {
    Space look(Path folder);
  }

  /** As the operating system says it. */
  public static Disk of(Path folder) {
    return new Disk(folder, Disk::ask);
  }

  public Disk(Path folder, Probe probe) {
    this.folder = folder.toAbsolutePath();
    this.probe = probe;
  }

  private static Space ask(Path folder) {
    var file = folder.toFile();
    while (!file.exists() && file.getParentFile() != null) {
      file = file.getParentFile();
    }
    return new Space(file.getTotalSpace(), file.getUsableSpace());
  }

  /** How much room there is now. */
  public Space space() {
    return probe.look(folder);
  }

  /**
   * Whether no more files should be written: the rest, at least 1 GiB and 5 % of the disk, is for
   * PostgreSQL.
   */
  public boolean isLow() {
    Space space = space();
    return space.total() > 0 && space.free() < Math.max(LEAST_FREE, space.total() / LEAST_PART);
  }

  /**
   * Refuses where it is low.
   *
   * @throws DiskException with words for the operator
   */
  public void checkRoom() {
    if (isLow()) {
      throw DiskException.low(folder);
    }
  }
}
