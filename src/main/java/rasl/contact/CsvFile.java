package rasl.contact;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import rasl.http.PlainText;
import rasl.http.Upload;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/**
 * A CSV file as it is uploaded (RFC 4180, UTF-8 with or without a byte order mark, or UTF-16 as
 * spreadsheets write it), read row by row. Spreadsheets of many countries write semicolons or tabs
 * instead of commas: the first line tells.
 */
final class CsvFile implements AutoCloseable {
  static final String FIELD = "file";
  private static final String UNREADABLE =
      "must be UTF-8 or UTF-16 (a spreadsheet writes it as \"CSV UTF-8\")";

  private static final int MAX_COLUMNS = 500;
  private static final int MAX_CELL = 200_000;
  private static final int MAX_RECORD = 1_000_000;
  private static final int FIRST_LINE = 64 * 1024;

  private final Reader text;
  private final Iterator<CsvRecord> records;
  private final CsvBeginning beginning;
  private long line = 1;

  private CsvFile(Reader text, Iterator<CsvRecord> records, CsvBeginning beginning) {
    this.text = text;
    this.records = records;
    this.beginning = beginning;
  }

  /**
   * One row.
   *
   * @param line where it begins in the file, from 1
   */
  record Row(long line, List<String> cells) {}

  /** Opens a file; what is wrong with it is refused where it is found. */
  static CsvFile open(Upload upload) {
    try {
      BufferedReader text = text(upload);
      CsvBeginning beginning = CsvBeginning.read(text, FIRST_LINE);
      CsvReader<CsvRecord> reader =
          CsvReader.builder()
              .fieldSeparator(beginning.separator())
              .skipEmptyLines(true)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .allowUnclosedQuote(false)
              .maxBufferSize(2 * MAX_RECORD)
              .build(
                  CsvRecordHandler.of(
                      limits ->
                          limits
                              .maxFields(MAX_COLUMNS)
                              .maxFieldSize(MAX_CELL)
                              .maxRecordSize(MAX_RECORD)),
                  text);
      return new CsvFile(text, reader.iterator(), beginning);
    } catch (CharacterCodingException _) {
      throw wrong(UNREADABLE + "; its first lines are not");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is not of its encoding is refused, not replaced. */
  private static BufferedReader text(Upload upload) throws IOException {
    var bytes = new BufferedInputStream(upload.open());
    bytes.mark(2);
    Charset charset = charset(bytes.read(), bytes.read());
    bytes.reset();
    return new BufferedReader(
        new InputStreamReader(
            bytes,
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        FIRST_LINE);
  }

  /** By a byte order mark of UTF-16, or by the half of a plain character that says nothing. */
  private static Charset charset(int first, int second) {
    if ((first == 0xFF && second == 0xFE) || (first > 0 && second == 0)) {
      return StandardCharsets.UTF_16LE;
    }
    return (first == 0xFE && second == 0xFF) || (first == 0 && second > 0)
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_8;
  }

  /** What stands between the cells. */
  char separator() {
    return beginning.separator();
  }

  /** The next row that says something; empty at the end. */
  Optional<Row> next() {
    try {
      while (records.hasNext()) {
        CsvRecord found = records.next();
        line = found.getStartingLineNumber() + beginning.linesBefore();
        if (!found.getFields().stream().allMatch(CsvFile::isBlank)) {
          return Optional.of(new Row(line, found.getFields()));
        }
      }
      return Optional.empty();
    } catch (NoSuchElementException _) {
      return Optional.empty();
    } catch (CsvParseException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  /** Nothing that anybody sees; old programs end a file with a Ctrl-Z. */
  static boolean isBlank(String cell) {
    return cell.isEmpty() || PlainText.trim(cell.replace('\u001A', ' ')).isEmpty();
  }

  @Override
  public void close() {
    try {
      text.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RefusedException wrong(String why) {
    return Refusal.Invalid.field(FIELD, "The file " + why + ".").thrown();
  }

  private RuntimeException unreadable(RuntimeException cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof CharacterCodingException) {
        return wrong(UNREADABLE + "; somewhere after line " + line + " it is not");
      }
    }
    return cause instanceof CsvParseException
        ? wrong(
            "cannot be read after line %d: a quote is not closed or not doubled, or a row is longer than %d characters or has a cell of more than %d or more than %d cells"
                .formatted(line, MAX_RECORD, MAX_CELL, MAX_COLUMNS))
        : cause;
  }
}
