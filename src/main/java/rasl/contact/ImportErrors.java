package rasl.contact;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.http.PlainText;
import rasl.http.list.CsvCells;

/** The failed rows of an import as a file: mended, it can be uploaded as it is. */
final class ImportErrors {
  static final Set<String> OURS = Set.of("line", "reason");
  private static final int AT_ONCE = 500;

  private final Db db;
  private final ImportStore store;
  private final TenantId tenant;
  private final ContactImport one;

  ImportErrors(Db db, ImportStore store, TenantId tenant, ContactImport one) {
    this.db = db;
    this.store = store;
    this.tenant = tenant;
    this.one = one;
  }

  /**
   * Writes it as a spreadsheet opens it, which wrote the file that came in; page by page: between
   * two pages no transaction is open.
   */
  void writeTo(OutputStream out) throws IOException {
    out.write(ContactExport.byteOrderMark());
    String separator = one.columns().separator();
    CsvWriter writer =
        CsvWriter.builder()
            .fieldSeparator(separator == null ? ',' : separator.charAt(0))
            .build(out, StandardCharsets.UTF_8);
    List<String> header = one.columns().header();
    writer.writeRecord(row(header, "line", "reason"));
    long after = 0;
    for (var page = page(after); !page.isEmpty(); page = page(after)) {
      for (ImportStore.Failed failed : page) {
        writer.writeRecord(row(failed.cells(), Long.toString(failed.line()), failed.reason()));
      }
      writer.flush();
      after = page.getLast().line();
    }
    writer.flush();
  }

  private List<ImportStore.Failed> page(long after) {
    return db.reading(tenant, tx -> store.errors(tx, one.id(), after, AT_ONCE));
  }

  /**
   * Columns that came from an earlier such file are written anew. A row with another number of
   * cells than the header keeps each below its header: the missing ones are empty, and those too
   * many come last.
   */
  private List<String> row(List<String> cells, String line, String reason) {
    List<String> header = one.columns().header();
    var row = new ArrayList<String>();
    for (int i = 0; i < header.size(); i++) {
      boolean ours =
          OURS.contains(PlainText.lower(header.get(i))) && one.columns().fields().get(i).isEmpty();
      if (!ours) {
        row.add(i < cells.size() ? cell(cells.get(i)) : "");
      }
    }
    row.add(line);
    row.add(CsvCells.neutralised(reason));
    cells.stream().skip(header.size()).map(ImportErrors::cell).forEach(row::add);
    return row;
  }

  private static String cell(String text) {
    return CsvCells.neutralised(CsvCells.restored(text));
  }
}
