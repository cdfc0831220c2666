package rasl.contact;

import java.util.List;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.json.Json;

/** The SQL of the rows of files that wait to be worked off, in numbered pieces. */
final class ImportPieces {

  void put(TenantTx tx, long id, int number, String rows) {
    tx.update(
        """
        insert into contact_import_piece (tenant_id, import_id, number, rows) values (?, ?, ?, ?)
        """,
        tx.tenantId(),
        id,
        number,
        rows);
  }

  /** How a piece is stored. */
  static String written(List<CsvFile.Row> rows) {
    return Json.write(rows);
  }

  Optional<List<CsvFile.Row>> find(TenantTx tx, long id, int number) {
    return tx.first(
            """
            select rows from contact_import_piece
            where tenant_id = ? and import_id = ? and number = ?
            """,
            row -> row.getString("rows"),
            tx.tenantId(),
            id,
            number)
        .map(rows -> List.of(Json.readTrusted(rows, CsvFile.Row[].class)));
  }

  /** Deletes pieces that were worked off, up to a number. */
  void delete(TenantTx tx, long id, int upTo) {
    tx.update(
        "delete from contact_import_piece where tenant_id = ? and import_id = ? and number <= ?",
        tx.tenantId(),
        id,
        upTo);
  }
}
