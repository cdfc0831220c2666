package rasl.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * The facts of the world, line by line in a file. A fact is handed to the operating system before
 * {@link #append} returns, which a killed process survives; it is not forced to the disk. Not safe
 * for use by many threads: its owner holds a lock.
 */
final class Journal implements AutoCloseable {
  private final FileChannel lock;
  private final FileChannel file;
  private long end;

  private Journal(FileChannel lock, FileChannel file, long end) {
    this.lock = lock;
    this.file = file;
    this.end = end;
  }

  /** Where a fact stands in the file. */
  record Position(long offset, int length) {}

  /** Takes the facts of an earlier run in their order. */
  interface Replay {
    void apply(Fact fact, Position position);
  }

  /**
   * Opens the journal of a folder, replays its facts and cuts off a torn last line.
   *
   * @throws IllegalStateException another simulator works in this folder
   */
  static Journal open(Path folder, Replay replay) {
    try {
      PrivateFiles.makeFolder(folder);
      FileChannel lock = lock(folder);
      try {
        Path path = folder.resolve("journal.jsonl");
        FileChannel file = openFile(path);
        JournalCompaction.run(path);
        file.close();
        file = openFile(path);
        long end =
            FactLines.readAll(
                path, (fact, offset, length) -> replay.apply(fact, new Position(offset, length)));
        file.truncate(end);
        return new Journal(lock, file, end);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the simulator's journal in " + folder, e);
    }
  }

  Position append(Fact fact) {
    byte[] line = FactLines.write(fact);
    try {
      writeAll(ByteBuffer.wrap(line));
    } catch (IOException e) {
      cutBack(e);
      throw new UncheckedIOException("cannot write the simulator's journal", e);
    }
    var position = new Position(end, line.length);
    end += line.length;
    return position;
  }

  /** Reads a fact again; empty where the journal was cleared since. */
  Optional<Fact> read(Position position) {
    if (position.offset() + position.length() > end) {
      return Optional.empty();
    }
    var line = ByteBuffer.allocate(position.length());
    try {
      while (line.hasRemaining()) {
        if (file.read(line, position.offset() + line.position()) < 0) {
          return Optional.empty();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the simulator's journal", e);
    }
    return FactLines.parse(line.array());
  }

  /** Forgets everything. */
  void clear() {
    try {
      file.truncate(0);
      end = 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear the simulator's journal", e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the simulator's journal", e);
    }
  }

  private void writeAll(ByteBuffer line) throws IOException {
    long at = end;
    while (line.hasRemaining()) {
      at += file.write(line, at);
    }
  }

  /** Half a line must not stay, or the next fact would be glued to it. */
  private void cutBack(IOException cause) {
    try {
      file.truncate(end);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static FileChannel openFile(Path path) throws IOException {
    return PrivateFiles.open(
        path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** A separate file is locked, because compaction replaces the journal's. */
  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        PrivateFiles.open(
            folder.resolve("journal.lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // The other simulator is in this very process: the same refusal as below.
    }
    channel.close();
    throw new IllegalStateException("another simulator works in " + folder);
  }
}
