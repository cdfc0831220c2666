package rasl.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rasl.db.DatabaseException;
import rasl.db.SystemTx;
import rasl.db.TenantTx;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;
import rasl.json.Json;

/** The SQL of imports and of their failed rows. */
final class ImportStore {
  private static final String TABLE = "contact_import";
  private static final String COLUMNS =
      """
      id, state, filename, size_bytes, columns, continue_on_error, skip_duplicates, rows_total,
      rows_read, created, skipped, failed, next_piece, faults, failure, request_id, created_at,
      started_at, finished_at
      """;

  static final ListSpec SPEC =
      new ListSpec(
          TABLE,
          "id",
          List.of(
              ListField.oneOf("state", "state", List.of("queued", "running", "completed", "failed"))
                  .filterable()
                  .notNull(),
              ListField.time("created_at", "created_at").sortable().filterable().notNull()),
          List.of(
              "state",
              "filename",
              "size",
              "rows",
              "rows_read",
              "created",
              "skipped",
              "failed",
              "percent",
              "continue_on_error",
              "skip_duplicates",
              "mapping",
              "failure",
              "created_at",
              "started_at",
              "finished_at"));

  /** A row that failed. */
  record Failed(long line, String reason, List<String> cells) {}

  long nextId(TenantTx tx) {
    return tx.first("select nextval('contact_import_id_seq') as id", row -> row.getLong("id"))
        .orElseThrow();
  }

  void insert(TenantTx tx, ContactImport made) {
    tx.update(
        """
        insert into contact_import (tenant_id, id, state, filename, size_bytes, columns,
          continue_on_error, skip_duplicates, rows_total, request_id, created_at, updated_at)
        values (?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tx.tenantId(),
        made.id(),
        made.filename(),
        made.size(),
        Json.write(made.columns()),
        made.options().continueOnError(),
        made.options().skipDuplicates(),
        made.count().total(),
        made.requestId().orElse(null),
        made.createdAt(),
        made.createdAt());
  }

  int countOpen(TenantTx tx) {
    return tx.first(
            """
            select count(*)::int as open from contact_import
            where tenant_id = ? and state in ('queued', 'running')
            """,
            row -> row.getInt("open"),
            tx.tenantId())
        .orElseThrow();
  }

  Optional<ContactImport> find(TenantTx tx, long id) {
    return find(tx, id, "");
  }

  /** Nobody else goes on with it until the transaction ends. */
  Optional<ContactImport> lock(TenantTx tx, long id) {
    return find(tx, id, "for no key update");
  }

  private static Optional<ContactImport> find(TenantTx tx, long id, String lock) {
    return tx.first(
        "select %s from contact_import where tenant_id = ? and id = ? %s".formatted(COLUMNS, lock),
        ImportStore::read,
        tx.tenantId(),
        id);
  }

  ListPage<ContactImport> list(TenantTx tx, Lists lists, ListQuery query) {
    return lists.read(tx, query, COLUMNS, TABLE, ImportStore::read);
  }

  /** Writes how far it is. */
  void advance(TenantTx tx, long id, int nextPiece, ContactImport.Count count, Instant now) {
    tx.update(
        """
        update contact_import set state = 'running', next_piece = ?, rows_read = ?, created = ?,
          skipped = ?, failed = ?, faults = 0, started_at = coalesce(started_at, ?), updated_at = ?
        where tenant_id = ? and id = ?
        """,
        nextPiece,
        count.read(),
        count.created(),
        count.skipped(),
        count.failed(),
        now,
        now,
        tx.tenantId(),
        id);
  }

  /**
   * Begins one that waits, unless another one of the tenant runs.
   *
   * @return whether it runs now
   */
  boolean begin(TenantTx tx, long id, Instant now) {
    try {
      return tx.attempt(
          () ->
              tx.update(
                      """
                      update contact_import set state = 'running', started_at = ?, updated_at = ?
                      where tenant_id = ? and id = ? and state = 'queued' and not exists (
                        select from contact_import other
                        where other.tenant_id = ? and other.state = 'running')
                      """,
                      now,
                      now,
                      tx.tenantId(),
                      id,
                      tx.tenantId())
                  == 1);
    } catch (DatabaseException e) {
      if (e.isUniqueViolation()) {
        return false; // Another one began at the same moment.
      }
      throw e;
    }
  }

  void finish(TenantTx tx, long id, Optional<String> failure, Instant now) {
    tx.update(
        """
        update contact_import set state = ?, failure = ?, finished_at = ?, updated_at = ?
        where tenant_id = ? and id = ?
        """,
        failure.isPresent() ? "failed" : "completed",
        failure.orElse(null),
        now,
        now,
        tx.tenantId(),
        id);
  }

  /** Counts an attempt that broke off; says how many there were in a row. */
  int countFault(TenantTx tx, long id) {
    return tx.first(
            """
            update contact_import set faults = faults + 1 where tenant_id = ? and id = ?
            returning faults
            """,
            row -> row.getInt("faults"),
            tx.tenantId(),
            id)
        .orElse(0);
  }

  void putErrors(TenantTx tx, long id, List<Failed> failed) {
    tx.update(
        """
        insert into contact_import_error (tenant_id, import_id, line, reason, cells)
        select ?, ?, line, reason, cells from unnest(?, ?, ?) as input (line, reason, cells)
        on conflict do nothing
        """,
        tx.tenantId(),
        id,
        failed.stream().map(Failed::line).toArray(Long[]::new),
        failed.stream().map(Failed::reason).toArray(String[]::new),
        failed.stream().map(row -> Json.write(row.cells())).toArray(String[]::new));
  }

  /** The failed rows behind a line, in order. */
  List<Failed> errors(TenantTx tx, long id, long after, int most) {
    return tx.query(
        """
        select line, reason, cells from contact_import_error
        where tenant_id = ? and import_id = ? and line > ? order by line limit ?
        """,
        row ->
            new Failed(
                row.getLong("line"),
                row.getString("reason"),
                List.of(Json.readTrusted(row.getString("cells"), String[].class))),
        tx.tenantId(),
        id,
        after,
        most);
  }

  /** Deletes a batch of imports that ended until then, with their rows; of all tenants. */
  int deleteOld(SystemTx tx, Instant finishedUntil, int most) {
    return tx.first(
            "select contact_import_delete_old(?, ?) as deleted",
            row -> row.getInt("deleted"),
            finishedUntil,
            most)
        .orElse(0);
  }

  private static ContactImport read(ResultSet row) throws SQLException {
    return new ContactImport(
        row.getLong("id"),
        ContactImport.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("filename"),
        row.getLong("size_bytes"),
        Json.readTrusted(row.getString("columns"), ImportColumns.class),
        new ContactBatches.Options(
            row.getBoolean("continue_on_error"), row.getBoolean("skip_duplicates")),
        new ContactImport.Count(
            row.getLong("rows_total"),
            row.getLong("rows_read"),
            row.getLong("created"),
            row.getLong("skipped"),
            row.getLong("failed")),
        row.getInt("next_piece"),
        row.getInt("faults"),
        Optional.ofNullable(row.getString("failure")),
        Optional.ofNullable(row.getString("request_id")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        time(row, "started_at"),
        time(row, "finished_at"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
