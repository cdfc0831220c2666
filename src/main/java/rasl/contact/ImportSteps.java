package rasl.contact;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.cpu.CpuPool;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.event.EventLog;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;

/** The steps of an import: one piece of its rows each. */
final class ImportSteps {
  private final Stores stores;
  private final Creation creation;
  private final PlanLimit limit;
  private final Relations relations;
  private final TenantStore tenants;
  private final PhoneReader phones;
  private final CpuPool cpu;
  private final Clock clock;

  /** Where an import and its rows are. */
  record Stores(Db db, ImportStore imports, ImportPieces pieces, ImportStaging staging) {}

  ImportSteps(
      Stores stores, Creation creation, PlanLimit limit, Relations relations, Reading reading) {
    this.stores = stores;
    this.creation = creation;
    this.limit = limit;
    this.relations = relations;
    this.tenants = reading.tenants();
    this.phones = reading.phones();
    this.cpu = reading.cpu();
    this.clock = reading.clock();
  }

  /** What rows are read with. */
  record Reading(TenantStore tenants, PhoneReader phones, CpuPool cpu, Clock clock) {}

  /** A piece whose rows were read, but not yet held against what is stored. */
  record Prepared(int number, List<CsvFile.Row> rows, List<ContactDraft> drafts) {}

  /** What came of a piece. */
  record Outcome(ContactImport.Count count, List<ImportStore.Failed> failed) {}

  /** Rows with all that is needed to read them. */
  private record Found(
      List<CsvFile.Row> rows,
      List<Optional<Map<String, String>>> values,
      ImportNames names,
      ImportRows reader) {
    List<ContactDraft> drafts() {
      return reader.drafts(rows, values, names);
    }
  }

  /** Reads a piece, which mostly costs processor time; empty behind the last one. */
  Optional<Prepared> prepare(TenantId tenant, ContactImport one, int number) {
    Optional<Found> found =
        stores
            .db()
            .reading(
                tenant,
                tx -> stores.pieces().find(tx, one.id(), number).map(rows -> found(tx, one, rows)));
    return found.map(piece -> new Prepared(number, piece.rows(), cpu.run(tenant, piece::drafts)));
  }

  private Found found(TenantTx tx, ContactImport one, List<CsvFile.Row> rows) {
    var reader = new ImportRows(one.columns(), phones, tenants.settings(tx).phones());
    var values = reader.values(rows);
    var present = values.stream().flatMap(Optional::stream).toList();
    return new Found(rows, values, ImportNames.of(tx, relations, present), reader);
  }

  /** Makes the contacts of a piece, with all that a single create does. */
  Outcome store(TenantTx tx, ContactImport one, Prepared piece) {
    TenantSettings settings = tenants.settings(tx);
    Creation.Rules rules =
        limit.forBatch(tx, settings.enforcedContactLimit(), one.options().skipDuplicates());
    References references = creation.judge(tx, piece.drafts(), rules);
    List<Contact> made =
        creation.store(tx, piece.drafts(), references, rules, one.requestId().orElse(""));
    return outcome(piece, made.size());
  }

  /**
   * Judges the rows of a piece and lets the good ones wait, where one that fails is to undo all. No
   * contact is made or locked.
   */
  Outcome stage(TenantTx tx, ContactImport one, Prepared piece) {
    long waiting = one.count().read() - one.count().skipped();
    Creation.Rules rules =
        limit.forLater(
            tx,
            tenants.settings(tx).enforcedContactLimit(),
            waiting,
            one.options().skipDuplicates());
    References references =
        creation.judge(
            tx,
            piece.drafts(),
            rules,
            (same, keys, emails) -> stores.staging().taken(same, one.id(), keys, emails));
    Outcome outcome = outcome(piece, 0);
    if (outcome.failed().isEmpty()) {
      var lines = new ArrayList<Long>();
      var contacts = new ArrayList<Contact>();
      for (int i = 0; i < piece.drafts().size(); i++) {
        if (piece.drafts().get(i).isAlive()) {
          lines.add(piece.rows().get(i).line());
          contacts.add(piece.drafts().get(i).knownContact());
        }
      }
      EventLog.Ready events = creation.events(contacts, references, one.requestId().orElse(""));
      stores.staging().add(tx, one.id(), lines, contacts, events);
    }
    return outcome;
  }

  private static Outcome outcome(Prepared piece, int made) {
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
        new ContactImport.Count(0, piece.rows().size(), made, skipped, failed.size()), failed);
  }

  private static String reason(ContactDraft draft) {
    return String.join(" ", draft.errors().values().stream().flatMap(List::stream).toList());
  }

  /** Writes what came of a piece whose rows were stored, in the transaction that stored them. */
  void note(TenantTx tx, ContactImport one, Prepared piece, Outcome outcome) {
    if (!outcome.failed().isEmpty()) {
      stores.imports().putErrors(tx, one.id(), outcome.failed());
    }
    advance(tx, one, piece.number() + 1, one.count().plus(outcome.count()));
    stores.pieces().delete(tx, one.id(), piece.number());
  }

  /** Writes how far an import is. */
  void advance(TenantTx tx, ContactImport one, int nextPiece, ContactImport.Count count) {
    stores.imports().advance(tx, one.id(), nextPiece, count, clock.instant());
  }

  /** Writes the end. */
  void finish(TenantTx tx, ContactImport one, Optional<String> failure) {
    stores.imports().finish(tx, one.id(), failure, clock.instant());
    stores.pieces().delete(tx, one.id(), Integer.MAX_VALUE);
  }
}
