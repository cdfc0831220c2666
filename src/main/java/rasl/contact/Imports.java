package rasl.contact;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.http.Upload;
import rasl.job.JobQueue;
import rasl.job.Lane;
import rasl.job.NewJob;
import rasl.refusal.Refusal;
import rasl.tenant.TenantStore;

/** Takes files of contacts in: what can be seen to be wrong with one is refused at once. */
final class Imports {
  /** The kind of job that works one off. */
  static final String KIND = "contact.import";

  /** How many of a tenant's may wait or run at a time. */
  static final int MOST_OPEN = 5;

  /** As many rows as are stored in one transaction. */
  private static final int PIECE_ROWS = 2000;

  private static final int PIECE_CHARS = 4 << 20;

  private final ImportStore store;
  private final TenantStore tenants;
  private final JobQueue queue;
  private final Clock clock;

  Imports(ImportStore store, TenantStore tenants, JobQueue queue, Clock clock) {
    this.store = store;
    this.tenants = tenants;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * What was asked for.
   *
   * @param mapping fields by header
   * @param defaults values by field
   */
  record Wish(
      Upload file,
      Map<String, String> mapping,
      Map<String, String> defaults,
      ContactBatches.Options options) {}

  /** Stores a file's rows, and the job that works them off. */
  ContactImport accept(TenantTx tx, Wish wish, String requestId) {
    if (wish.file().size() == 0) {
      throw CsvFile.wrong("is empty");
    }
    try (CsvFile file = CsvFile.open(wish.file())) {
      List<String> header =
          file.next().map(CsvFile.Row::cells).orElseThrow(() -> CsvFile.wrong("is empty"));
      ImportColumns columns = ImportColumns.of(header, wish.mapping(), wish.defaults());
      ContactImport made = made(store.nextId(tx), wish, columns, requestId);
      store.insert(tx, made);
      long rows = storeRows(tx, made.id(), file);
      if (rows == 0) {
        throw CsvFile.wrong("has no rows below its header");
      }
      store.putTotal(tx, made.id(), rows);
      refuseTooMany(tx);
      var _ =
          queue.enqueueAll(
              tx, KIND, List.of(new NewJob(made.id(), Lane.BULK, Duration.ZERO, false)));
      return store.find(tx, made.id()).orElseThrow();
    }
  }

  private ContactImport made(long id, Wish wish, ImportColumns columns, String requestId) {
    Instant now = clock.instant();
    return new ContactImport(
        id,
        ContactImport.State.QUEUED,
        wish.file().filename(),
        wish.file().size(),
        columns,
        wish.options(),
        new ContactImport.Count(0, 0, 0, 0, 0),
        0,
        0,
        Optional.empty(),
        Optional.of(requestId),
        now,
        Optional.empty(),
        Optional.empty());
  }

  private long storeRows(TenantTx tx, long id, CsvFile file) {
    long rows = 0;
    int pieces = 0;
    int chars = 0;
    var piece = new ArrayList<CsvFile.Row>();
    for (Optional<CsvFile.Row> row = file.next(); row.isPresent(); row = file.next()) {
      rows++;
      piece.add(row.get());
      chars += row.get().cells().stream().mapToInt(String::length).sum();
      if (piece.size() == PIECE_ROWS || chars > PIECE_CHARS) {
        store.putPiece(tx, id, pieces++, piece);
        piece.clear();
        chars = 0;
      }
    }
    if (!piece.isEmpty()) {
      store.putPiece(tx, id, pieces, piece);
    }
    return rows;
  }

  /** Locked only once all is stored, so that nobody waits while a large file is read. */
  private void refuseTooMany(TenantTx tx) {
    tenants.lockLimits(tx);
    if (store.countOpen(tx) > MOST_OPEN) {
      throw Refusal.Invalid.field(
              CsvFile.FIELD,
              "There are " + MOST_OPEN + " imports that wait or run; try again when one is done.")
          .thrown();
    }
  }
}
