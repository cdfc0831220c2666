package rasl.job;

import java.time.Instant;
import rasl.db.SystemTx;

/** The SQL of duties. */
final class DutyStore {
  /** Says whether the node has the duty now. */
  boolean take(SystemTx tx, String duty, String node, Instant now, Instant until) {
    return tx.update(
            """
            insert into duty (name, node, until) values (?, ?, ?)
            on conflict (name) do update set node = excluded.node, until = excluded.until
              where duty.node = excluded.node or duty.until < ?
            """,
            duty,
            node,
            until,
            now)
        > 0;
  }

  /** Ends all duties of a node. */
  void leave(SystemTx tx, String node) {
    tx.update("delete from duty where node = ?", node);
  }
}
