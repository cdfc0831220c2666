package rasl.contact;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.http.Upload;
import rasl.job.JobQueue;
import rasl.job.NewJob;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.tenant.TenantStore;

/** Takes files of contacts in: what can be seen to be wrong with one is refused at once. */
final class Imports {
  /** The kind of job that works one off. */
  static final String KIND = "contact.import";

  /** How many of a tenant's may wait or run at a time. */
  static final int MOST_OPEN = 5;

  private final ImportStore store;
  private final ImportPieces pieces;
  private final TenantStore tenants;
  private final JobQueue queue;
  private final Clock clock;

  Imports(
      ImportStore store, ImportPieces pieces, TenantStore tenants, JobQueue queue, Clock clock) {
    this.store = store;
    this.pieces = pieces;
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

  /** Refuses where the tenant has as many imports as may wait or run. */
  void refuseOneMore(TenantTx tx) {
    if (store.countOpen(tx) >= MOST_OPEN) {
      throw tooMany();
    }
  }

  /** Stores a file's rows, and the job that works them off. */
  ContactImport accept(TenantTx tx, Wish wish, ImportFile file, String requestId) {
    ContactImport made = made(store.nextId(tx), wish, file, requestId);
    store.insert(tx, made);
    file.eachPiece((number, rows) -> pieces.put(tx, made.id(), number, rows));
    refuseTooMany(tx);
    var _ = queue.enqueueAll(tx, KIND, List.of(NewJob.ready(made.id())));
    return made;
  }

  private ContactImport made(long id, Wish wish, ImportFile file, String requestId) {
    Instant now = clock.instant();
    return new ContactImport(
        id,
        ContactImport.State.QUEUED,
        wish.file().filename(),
        wish.file().size(),
        file.columns(),
        wish.options(),
        new ContactImport.Count(file.rows(), 0, 0, 0, 0),
        0,
        0,
        Optional.empty(),
        Optional.of(requestId),
        now,
        Optional.empty(),
        Optional.empty());
  }

  /** Locked only once all is stored, so that nobody waits while a large file is. */
  private void refuseTooMany(TenantTx tx) {
    tenants.lockSettings(tx);
    if (store.countOpen(tx) > MOST_OPEN) {
      throw tooMany();
    }
  }

  static RefusedException tooMany() {
    return Refusal.Invalid.field(
            CsvFile.FIELD,
            "There are " + MOST_OPEN + " imports that wait or run; try again when one is done.")
        .thrown();
  }
}
