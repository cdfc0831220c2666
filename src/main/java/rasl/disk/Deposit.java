package rasl.disk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of one call in the spool, and their share of the space that calls have there; {@link
 * #close} gives the space back. For one thread at a time.
 */
public final class Deposit implements AutoCloseable {
  /** How often, in bytes, files that grow look whether the disk has room. */
  private static final int LOOK_EVERY = 1 << 20;

  private final Spool spool;
  private @Nullable Object owner;
  private long bytes;

  Deposit(Spool spool) {
    this.spool = spool;
  }

  /**
   * A new empty file; see {@link Spool#newFile}.
   *
   * @throws DiskException where there is too little room, or the file cannot be made
   */
  public Path newFile() {
    return spool.newFile();
  }

  /**
   * Takes room for bytes that are about to be written.
   *
   * @param by whose call it is; its first word counts
   * @throws rasl.refusal.RefusedException busy, where the calls of this owner, or all, have as much
   *     in the spool as they may
   * @throws DiskException where the disk has too little room for more
   */
  public void take(Object by, long more) {
    if (bytes / LOOK_EVERY < (bytes + more) / LOOK_EVERY) {
      spool.checkRoom();
    }
    Object known = owner == null ? by : owner;
    spool.take(known, more);
    owner = known;
    bytes += more;
  }

  /** Gives the room back; the files are deleted by those who have them. */
  @Override
  public void close() {
    if (owner != null) {
      spool.give(owner, bytes);
    }
    bytes = 0;
  }
}
