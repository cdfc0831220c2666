package rasl.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import rasl.db.SystemTx;
import rasl.db.TenantTx;

/** The SQL that compares tallies with rows: both in one statement, which sees one moment. */
final class TallyStore {
  record Compared(long tally, long rows) {}

  /** Whether the comparison of this day is to be made by the caller. */
  boolean begin(SystemTx tx, LocalDate day) {
    return tx.update(
            "update tally_check set checked_on = ? where id = 1 and checked_on < ?", day, day)
        == 1;
  }

  Compared contacts(TenantTx tx) {
    return tx.first(
            """
            select
              (select coalesce(sum(contacts), 0) from contact_tally where tenant_id = ?) as tally,
              (select count(*) from contact where tenant_id = ?) as counted
            """,
            TallyStore::read,
            tx.tenantId(),
            tx.tenantId())
        .orElseThrow();
  }

  Compared conversations(TenantTx tx, LocalDate month) {
    return tx.first(
            """
            select
              (select coalesce(sum(conversations), 0) from conversation_tally
                where tenant_id = ? and month = ?) as tally,
              (select count(*) from conversation
                where tenant_id = ? and counted_month = ?) as counted
            """,
            TallyStore::read,
            tx.tenantId(),
            month,
            tx.tenantId(),
            month)
        .orElseThrow();
  }

  private static Compared read(ResultSet row) throws SQLException {
    return new Compared(row.getLong("tally"), row.getLong("counted"));
  }
}
