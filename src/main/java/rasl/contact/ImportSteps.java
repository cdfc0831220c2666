package rasl.contact;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;

/** The steps of an import: one piece of its rows each. */
final class ImportSteps {
  private final Db db;
  private final ImportStore store;
  private final Creation creation;
  private final PlanLimit limit;
  private final Relations relations;
  private final TenantStore tenants;
  private final PhoneReader phones;
  private final Clock clock;

  ImportSteps(
      Db db,
      ImportStore store,
      Creation creation,
      PlanLimit limit,
      Relations relations,
      TenantStore tenants,
      PhoneReader phones,
      Clock clock) {
    this.db = db;
    this.store = store;
    this.creation = creation;
    this.limit = limit;
    this.relations = relations;
    this.tenants = tenants;
    this.phones = phones;
    this.clock = clock;
  }

  /** A piece whose rows were read, but not yet held against what is stored. */
  record Prepared(int number, List<CsvFile.Row> rows, List<ContactDraft> drafts) {}

  /** What came of a piece. */
  record Outcome(ContactImport.Count count, List<ImportStore.Failed> failed) {}

  /** Reads a piece, which costs processor time alone; empty behind the last one. */
  Optional<Prepared> prepare(TenantId tenant, ContactImport one, int number) {
    record Read(
        List<CsvFile.Row> rows,
        List<Optional<Map<String, String>>> values,
        ImportNames names,
        ImportRows reader) {}
    Optional<Read> read =
        db.inTenant(
            tenant,
            tx ->
                store
                    .piece(tx, one.id(), number)
                    .map(
                        rows -> {
                          String country = tenants.settings(tx).country();
                          var reader = new ImportRows(one.columns(), phones, country);
                          var values = reader.values(rows);
                          var present = values.stream().flatMap(Optional::stream).toList();
                          var names = ImportNames.of(tx, relations, present);
                          return new Read(rows, values, names, reader);
                        }));
    return read.map(
        found ->
            new Prepared(
                number,
                found.rows(),
                found.reader().drafts(found.rows(), found.values(), found.names())));
  }

  /** Makes the contacts of a piece, with all that a single create does. */
  Outcome store(TenantTx tx, ContactImport one, Prepared piece) {
    TenantSettings settings = tenants.settings(tx);
    Creation.Rules rules =
        limit.forBatch(tx, settings.enforcedContactLimit(), one.options().skipDuplicates());
    References references = creation.judge(tx, piece.drafts(), rules);
    List<Contact> made =
        creation.store(tx, piece.drafts(), references, rules, one.requestId().orElse(""));
    var failed = new ArrayList<ImportStore.Failed>();
    int skipped = 0;
    for (int i = 0; i < piece.rows().size(); i++) {
      ContactDraft draft = piece.drafts().get(i);
      if (draft.skipped) {
        skipped++;
      } else if (draft.hasFailed()) {
        CsvFile.Row row = piece.rows().get(i);
        failed.add(new ImportStore.Failed(row.line(), reason(draft), row.cells()));
      }
    }
    return new Outcome(
        new ContactImport.Count(0, piece.rows().size(), made.size(), skipped, failed.size()),
        failed);
  }

  private static String reason(ContactDraft draft) {
    return String.join(" ", draft.errors().values().stream().flatMap(List::stream).toList());
  }

  /** Writes what came of a piece, in the transaction that stored it. */
  ContactImport.Count note(
      TenantTx tx, ContactImport one, ContactImport.Count before, Prepared piece, Outcome outcome) {
    if (!outcome.failed().isEmpty()) {
      store.putErrors(tx, one.id(), outcome.failed());
    }
    ContactImport.Count after = before.plus(outcome.count());
    store.advance(tx, one.id(), piece.number() + 1, after, clock.instant());
    store.deletePieces(tx, one.id(), piece.number());
    return after;
  }

  /** Writes the end. */
  void finish(TenantTx tx, ContactImport one, Optional<String> failure) {
    store.finish(tx, one.id(), failure, clock.instant());
    store.deletePieces(tx, one.id(), Integer.MAX_VALUE);
  }
}
