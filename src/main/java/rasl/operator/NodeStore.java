package rasl.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import rasl.db.SystemTx;

/** The SQL of nodes; their times are the database's. */
final class NodeStore {

  void beat(SystemTx tx, String name) {
    tx.update(
        """
        insert into node (name, started_at, seen_at)
        values (?, statement_timestamp(), statement_timestamp())
        on conflict (name) do update set seen_at = excluded.seen_at
        """,
        name);
  }

  /** Those seen within a time. */
  List<Nodes.Node> seenWithin(SystemTx tx, Duration time) {
    return tx.query(
        """
        select name, started_at, seen_at from node
        where seen_at > statement_timestamp() - make_interval(secs => ?)
        order by started_at, name
        """,
        row ->
            new Nodes.Node(
                row.getString("name"),
                instant(row.getObject("started_at", OffsetDateTime.class)),
                instant(row.getObject("seen_at", OffsetDateTime.class))),
        (double) time.toSeconds());
  }

  void forget(SystemTx tx, Duration unseen) {
    tx.update(
        "delete from node where seen_at < statement_timestamp() - make_interval(secs => ?)",
        (double) unseen.toSeconds());
  }

  private static Instant instant(OffsetDateTime time) {
    return time.toInstant();
  }
}
