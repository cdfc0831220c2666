package rasl.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rasl.disk.Deposit;
import rasl.disk.DiskException;
import rasl.disk.Spool;

/**
 * A body as it arrived: its beginning in memory, which grows with what comes and is paid for before
 * it does, and what is beyond that in a file of the spool.
 */
final class ReceivedBody implements AutoCloseable {
  private static final String CANNOT = "a large body cannot be stored";
  private static final int SMALLEST = 1024;

  private final Deposit deposit;
  private final Supplier<Object> owner;
  private final MemoryBudget.Charge charge;
  private final int inMemory;
  private byte[] memory = new byte[0];
  private int kept;
  private long size;
  private @Nullable Path file;
  private @Nullable OutputStream out;

  /**
   * @param deposit for what goes to the spool
   * @param owner whose it is by then
   * @param inMemory how many bytes are kept in memory at most
   */
  ReceivedBody(Deposit deposit, Supplier<Object> owner, MemoryBudget.Charge charge, int inMemory) {
    this.deposit = deposit;
    this.owner = owner;
    this.charge = charge;
    this.inMemory = inMemory;
  }

  /**
   * Takes in what has arrived.
   *
   * @param piece is kept: nobody else changes it
   */
  void take(byte[] piece) {
    int fits = Math.min(piece.length, inMemory - kept);
    if (kept == 0 && fits == piece.length) {
      charge.take(fits);
      memory = piece;
    } else {
      makeRoom(kept + fits);
      System.arraycopy(piece, 0, memory, kept, fits);
      spool(piece, fits);
    }
    kept += fits;
    size += piece.length;
  }

  private void makeRoom(int needed) {
    if (needed > memory.length) {
      int larger = Math.min(inMemory, Math.max(needed, Math.max(SMALLEST, 2 * memory.length)));
      charge.take((long) larger - memory.length);
      memory = Arrays.copyOf(memory, larger);
    }
  }

  private void spool(byte[] piece, int from) {
    if (from == piece.length) {
      return;
    }
    try {
      OutputStream open = out;
      if (open == null) {
        file = deposit.newFile();
        open = Files.newOutputStream(file);
        out = open;
      }
      deposit.take(owner.get(), piece.length - from);
      open.write(piece, from, piece.length - from);
    } catch (IOException e) {
      throw DiskException.of(CANNOT, e);
    }
  }

  /** The last byte has come. */
  void end() {
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      throw DiskException.of(CANNOT, e);
    }
  }

  /** How many bytes have arrived. */
  long size() {
    return size;
  }

  /** Its first bytes, {@link #kept} of them; all, where none are in the spool. */
  byte[] memory() {
    return memory;
  }

  /** How many bytes are in memory. */
  int kept() {
    return kept;
  }

  /** All bytes from the start; the caller closes. */
  InputStream open() {
    var first = new ByteArrayInputStream(memory, 0, kept);
    if (file == null) {
      return first;
    }
    try {
      return new SequenceInputStream(first, Files.newInputStream(file));
    } catch (IOException e) {
      throw DiskException.of("a spooled body cannot be read", e);
    }
  }

  /** Deletes the file. */
  @Override
  public void close() {
    try {
      end();
    } finally {
      if (file != null) {
        Spool.delete(file);
      }
    }
  }
}
