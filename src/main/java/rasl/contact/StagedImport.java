package rasl.contact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import rasl.db.DatabaseException;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.event.EventLog;
import rasl.job.Job;
import rasl.job.LeaseLostException;
import rasl.tenant.TenantStore;

/**
 * Imports of which one failed row undoes all. Their rows are judged piece by piece and wait in a
 * table; when all are good, one transaction makes all contacts, with as little in it as can be:
 * until then no contact is locked, and a server that dies loses no more than a piece.
 */
final class StagedImport {
  private static final String FAILED = "Rows failed, so nothing was stored.";

  private static final String GONE =
      "A source, a status, a member or a group was deleted meanwhile, so nothing was stored.";

  /** How often it looks again for phones that were taken while it stored. */
  private static final int ROUNDS = 10;

  private final ImportSteps.Stores stores;
  private final ImportSteps steps;
  private final PlanLimit limit;
  private final Relations relations;
  private final TenantStore tenants;
  private final EventLog events;

  StagedImport(
      ImportSteps.Stores stores,
      ImportSteps steps,
      PlanLimit limit,
      Relations relations,
      TenantStore tenants,
      EventLog events) {
    this.stores = stores;
    this.steps = steps;
    this.limit = limit;
    this.relations = relations;
    this.tenants = tenants;
    this.events = events;
  }

  /** Judges a piece, whose rows then wait; false where rows failed, which ends the import. */
  boolean step(TenantTx tx, ContactImport one, ImportSteps.Prepared piece) {
    ImportSteps.Outcome outcome = steps.stage(tx, one, piece);
    ContactImport.Count count = one.count().plus(outcome.count());
    if (outcome.failed().isEmpty()) {
      steps.advance(tx, one, piece.number() + 1, count);
      return true;
    }
    stores.imports().putErrors(tx, one.id(), outcome.failed());
    fail(tx, one, count.read(), outcome.failed().size());
    return false;
  }

  private void fail(TenantTx tx, ContactImport one, long read, long failed) {
    var count = new ContactImport.Count(0, read, 0, 0, failed);
    steps.advance(tx, one, Integer.MAX_VALUE, count);
    steps.finish(tx, one, Optional.of(FAILED));
  }

  /** Makes all contacts, or ends the import with the rows that failed since they were judged. */
  void storeAll(Job job) {
    for (int round = 1; ; round++) {
      if (endedByConflicts(job)) {
        return;
      }
      try {
        Optional<Map<Long, String>> over =
            Deadlocks.retried(() -> stores.db().inTenant(job.tenant(), tx -> store(tx, job)));
        over.ifPresent(lines -> failRows(job, lines));
        return;
      } catch (DatabaseException e) {
        if (!e.isUniqueViolation() || round == ROUNDS) {
          throw e;
        }
      }
    }
  }

  /** The last transaction: all contacts, or the lines that are past the plan's limit. */
  private Optional<Map<Long, String>> store(TenantTx tx, Job job) {
    tx.patient(ImportJob.STATEMENT);
    ContactImport one = lock(tx, job);
    Map<Long, String> over = overLimit(tx, one);
    if (!over.isEmpty()) {
      return Optional.of(over);
    }
    if (relations.exist(tx, stores.staging().wanted(tx, one.id()))) {
      var made = new ContactImport.Count(0, 0, stored(tx, one), 0, 0);
      steps.advance(tx, one, Integer.MAX_VALUE, one.count().plus(made));
      steps.finish(tx, one, Optional.empty());
    } else {
      steps.finish(tx, one, Optional.of(GONE));
    }
    return Optional.empty();
  }

  private Map<Long, String> overLimit(TenantTx tx, ContactImport one) {
    OptionalLong most = tenants.settings(tx).enforcedContactLimit();
    Creation.Rules rules = limit.forBatch(tx, most, one.options().skipDuplicates());
    Map<Long, String> lines = new HashMap<>();
    if (most.isPresent()) {
      stores
          .staging()
          .linesBehind(tx, one.id(), rules.room())
          .forEach(line -> lines.put(line, PlanLimit.reached(rules.limit())));
    }
    return lines;
  }

  private long stored(TenantTx tx, ContactImport one) {
    ImportStaging staging = stores.staging();
    long made = 0;
    long after = 0;
    for (var upTo = staging.next(tx, one.id(), after);
        upTo.isPresent();
        upTo = staging.next(tx, one.id(), after)) {
      made += staging.store(tx, events, one, after, upTo.get());
      after = upTo.get();
    }
    return made;
  }

  private ContactImport lock(TenantTx tx, Job job) {
    return stores
        .imports()
        .lock(tx, job.ref())
        .filter(one -> !one.isOver())
        .orElseThrow(() -> new LeaseLostException(job));
  }

  /**
   * Looks for rows whose phone or email somebody took since they were judged. They are passed over
   * where that was asked for, and end the import otherwise; whether they did.
   */
  private boolean endedByConflicts(Job job) {
    Map<Long, String> failed = new HashMap<>();
    long after = 0;
    for (Optional<Long> upTo = next(job, after); upTo.isPresent(); upTo = next(job, after)) {
      long from = after;
      long to = upTo.get();
      stores.db().doInTenant(job.tenant(), tx -> failed.putAll(conflicts(tx, job, from, to)));
      after = to;
    }
    if (!failed.isEmpty()) {
      failRows(job, failed);
    }
    return !failed.isEmpty();
  }

  private Optional<Long> next(Job job, long after) {
    return stores.db().reading(job.tenant(), tx -> stores.staging().next(tx, job.ref(), after));
  }

  private Map<Long, String> conflicts(TenantTx tx, Job job, long after, long upTo) {
    ContactImport one = lock(tx, job);
    ImportStaging.Conflicts taken = stores.staging().conflicts(tx, one.id(), after, upTo);
    Map<Long, String> failed = new HashMap<>();
    taken.emails().forEach(line -> failed.put(line, Creation.TAKEN_EMAIL));
    if (one.options().skipDuplicates()) {
      taken.phones().forEach(failed::remove);
      int skipped = stores.staging().delete(tx, one.id(), taken.phones());
      steps.advance(
          tx, one, one.nextPiece(), one.count().plus(new ContactImport.Count(0, 0, 0, skipped, 0)));
    } else {
      taken.phones().forEach(line -> failed.merge(line, Creation.TAKEN_PHONE, StagedImport::both));
    }
    return failed;
  }

  private static String both(String email, String phone) {
    return phone + " " + email;
  }

  /** Ends the import with rows that failed after they were judged, with the cells of the file. */
  private void failRows(Job job, Map<Long, String> reasons) {
    ContactImport one = stores.db().inTenant(job.tenant(), tx -> lock(tx, job));
    for (int number = 0; ; number++) {
      int wanted = number;
      Optional<List<CsvFile.Row>> piece =
          stores.db().reading(job.tenant(), tx -> stores.pieces().find(tx, one.id(), wanted));
      if (piece.isEmpty()) {
        break;
      }
      List<ImportStore.Failed> failed = failed(piece.get(), reasons);
      if (!failed.isEmpty()) {
        stores
            .db()
            .doInTenant(job.tenant(), tx -> stores.imports().putErrors(tx, one.id(), failed));
      }
    }
    stores
        .db()
        .doInTenant(
            job.tenant(), tx -> fail(tx, lock(tx, job), one.count().read(), reasons.size()));
  }

  private static List<ImportStore.Failed> failed(
      List<CsvFile.Row> rows, Map<Long, String> reasons) {
    var failed = new ArrayList<ImportStore.Failed>();
    for (CsvFile.Row row : rows) {
      String reason = reasons.get(row.line());
      if (reason != null) {
        failed.add(new ImportStore.Failed(row.line(), reason, row.cells()));
      }
    }
    return failed;
  }

  /** Deletes what waited of an import that is over, a part at a time. */
  void tidyUp(TenantId tenant, long id) {
    boolean more;
    do {
      more = stores.db().inTenant(tenant, tx -> stores.staging().deleteSome(tx, id));
    } while (more);
  }
}
