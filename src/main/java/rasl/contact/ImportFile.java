package rasl.contact;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rasl.disk.DiskException;
import rasl.disk.Spool;

/**
 * An uploaded file, read to its end: what its columns stand for, and its rows in pieces, as they
 * are stored. They lie in a file of the spool, so that no transaction waits while a large upload is
 * read, and what is wrong with one is found before anything is stored.
 */
final class ImportFile implements AutoCloseable {
  /** As many rows as are worked off in one transaction. */
  private static final int PIECE_ROWS = 2000;

  private static final int PIECE_CHARS = 4 << 20;

  private final ImportColumns columns;
  private final Path path;
  private long rows;
  private int pieces;

  private ImportFile(ImportColumns columns, Path path) {
    this.columns = columns;
    this.path = path;
  }

  /** Takes a piece as it is stored. */
  @FunctionalInterface
  interface PieceTaker {
    void take(int number, String rows);
  }

  /**
   * Reads an upload.
   *
   * @throws rasl.refusal.RefusedException {@code Invalid} with what is wrong with it
   */
  static ImportFile read(Imports.Wish wish, Spool spool) {
    if (wish.file().size() == 0) {
      throw CsvFile.wrong("is empty");
    }
    try (CsvFile file = CsvFile.open(wish.file())) {
      List<String> header =
          file.next().map(CsvFile.Row::cells).orElseThrow(() -> CsvFile.wrong("is empty"));
      ImportColumns columns =
          ImportColumns.of(header, wish.mapping(), wish.defaults(), file.separator());
      var read = new ImportFile(columns, spool.newFile());
      try {
        read.spool(file, spool);
        return read;
      } catch (RuntimeException | Error e) {
        read.close();
        throw e;
      }
    }
  }

  private void spool(CsvFile file, Spool spool) {
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path)))) {
      var piece = new ArrayList<CsvFile.Row>();
      int chars = 0;
      for (Optional<CsvFile.Row> row = file.next(); row.isPresent(); row = file.next()) {
        rows++;
        piece.add(row.get());
        chars += row.get().cells().stream().mapToInt(String::length).sum();
        if (piece.size() == PIECE_ROWS || chars > PIECE_CHARS) {
          spool.checkRoom();
          write(out, piece);
          chars = 0;
        }
      }
      write(out, piece);
    } catch (IOException e) {
      throw DiskException.of("the rows of an upload cannot be stored", e);
    }
    if (rows == 0) {
      throw CsvFile.wrong("has no rows below its header");
    }
  }

  private void write(DataOutputStream out, List<CsvFile.Row> piece) throws IOException {
    if (!piece.isEmpty()) {
      byte[] written = ImportPieces.written(piece).getBytes(StandardCharsets.UTF_8);
      out.writeInt(written.length);
      out.write(written);
      pieces++;
      piece.clear();
    }
  }

  ImportColumns columns() {
    return columns;
  }

  long rows() {
    return rows;
  }

  /** Gives the pieces in their order, one at a time. */
  void eachPiece(PieceTaker taker) {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      for (int number = 0; number < pieces; number++) {
        byte[] written = in.readNBytes(in.readInt());
        taker.take(number, new String(written, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw DiskException.of("the rows of an upload cannot be read", e);
    }
  }

  @Override
  public void close() {
    Spool.delete(path);
  }
}
