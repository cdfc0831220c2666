package rasl.audit;

import java.util.List;
import rasl.db.Tx;

/** The SQL of the installation's own chain. */
final class OperatorChain implements Chain {
  private final Tx tx;

  OperatorChain(Tx tx) {
    this.tx = tx;
  }

  @Override
  public long tenant() {
    return 0;
  }

  @Override
  public Head lockHead() {
    return tx.first(
            """
            insert into operator_audit_head (id, number, hash) values (1, 0, '')
            on conflict (id) do update set number = operator_audit_head.number
            returning number, hash
            """,
            AuditRows::readHead)
        .orElseThrow();
  }

  @Override
  public Head head() {
    return tx.first(
            "select number, hash from operator_audit_head where id = 1", AuditRows::readHead)
        .orElse(Head.NONE);
  }

  @Override
  public void insert(Link link) {
    tx.update(
        """
        insert into operator_audit (%s)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
            .formatted(AuditRows.COLUMNS),
        AuditRows.parameters(link));
  }

  @Override
  public void moveHead(Head head) {
    tx.update(
        "update operator_audit_head set number = ?, hash = ? where id = 1",
        head.number(),
        head.hash());
  }

  @Override
  public List<Link> before(long number, int most) {
    return tx.query(
        "select %s from operator_audit where number < ? order by number desc limit ?"
            .formatted(AuditRows.COLUMNS),
        AuditRows::read,
        number,
        most);
  }

  @Override
  public List<Link> after(long number, int most) {
    return tx.query(
        "select %s from operator_audit where number > ? order by number limit ?"
            .formatted(AuditRows.COLUMNS),
        AuditRows::read,
        number,
        most);
  }
}
