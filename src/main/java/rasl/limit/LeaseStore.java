package rasl.limit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import rasl.db.SystemTx;

/** The SQL of calls that nodes leased. */
final class LeaseStore {
  /**
   * What a node may do.
   *
   * @param calls how many it may make within a second
   * @param left how many are left beside them
   * @param second to which they are counted, by the database's clock
   */
  record Granted(int calls, long left, long second, Duration wholeIn, Duration nextIn) {}

  /** Calls that a node did not make. */
  record Back(String key, long second, int calls) {}

  /**
   * Leases calls, and gives back those of the lease before.
   *
   * @param wanted how many, of which fewer or none may be granted
   */
  Granted lease(SystemTx tx, String key, int limit, int wanted, long backSecond, int back) {
    return tx.first(
            """
            select calls, remaining, second, whole_ms, next_ms
            from call_lease_take(?, ?, ?, ?, ?)
            """,
            LeaseStore::read,
            key,
            limit,
            wanted,
            backSecond,
            back)
        .orElseThrow();
  }

  /** Gives back what was not used; in one order for all nodes. */
  void giveBack(SystemTx tx, List<Back> unused) {
    List<Back> sorted = unused.stream().sorted(Comparator.comparing(Back::key)).toList();
    tx.query(
        """
        select call_lease_return(key, second, calls) as returned
        from unnest(?, ?, ?) as back (key, second, calls)
        """,
        row -> row.getInt("returned"),
        sorted.stream().map(Back::key).toArray(String[]::new),
        sorted.stream().map(Back::second).toArray(Long[]::new),
        sorted.stream().map(Back::calls).toArray(Integer[]::new));
  }

  /** Nothing that these rows say counts any more. */
  void forgetOld(SystemTx tx) {
    tx.update(
        "delete from call_lease where used_at < statement_timestamp() - interval '5 minutes'");
  }

  private static Granted read(ResultSet row) throws SQLException {
    return new Granted(
        row.getInt("calls"),
        row.getLong("remaining"),
        row.getLong("second"),
        Duration.ofMillis(row.getLong("whole_ms")),
        Duration.ofMillis(row.getLong("next_ms")));
  }
}
