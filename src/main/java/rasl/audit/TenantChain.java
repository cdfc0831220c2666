package rasl.audit;

import java.util.List;
import rasl.db.TenantTx;

/** The SQL of a tenant's chain. */
final class TenantChain implements Chain {
  static final String TABLE = "audit";

  private final TenantTx tx;

  TenantChain(TenantTx tx) {
    this.tx = tx;
  }

  @Override
  public long tenant() {
    return tx.tenantId();
  }

  @Override
  public Head lockHead() {
    return tx.first(
            """
            insert into audit_head (tenant_id, number, hash) values (?, 0, '')
            on conflict (tenant_id) do update set number = audit_head.number
            returning number, hash
            """,
            AuditRows::readHead,
            tenant())
        .orElseThrow();
  }

  @Override
  public Head head() {
    return tx.first(
            "select number, hash from audit_head where tenant_id = ?",
            AuditRows::readHead,
            tenant())
        .orElse(Head.NONE);
  }

  @Override
  public void insert(Link link) {
    tx.update(
        """
        insert into audit (tenant_id, %s)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
            .formatted(AuditRows.COLUMNS),
        AuditRows.parameters(link, tenant()));
  }

  @Override
  public void moveHead(Head head) {
    tx.update(
        "update audit_head set number = ?, hash = ? where tenant_id = ?",
        head.number(),
        head.hash(),
        tenant());
  }

  @Override
  public List<Link> before(long number, int most) {
    return tx.query(
        """
        select %s from audit where tenant_id = ? and number < ? order by number desc limit ?
        """
            .formatted(AuditRows.COLUMNS),
        AuditRows::read,
        tenant(),
        number,
        most);
  }

  @Override
  public List<Link> after(long number, int most) {
    return tx.query(
        """
        select %s from audit where tenant_id = ? and number > ? order by number limit ?
        """
            .formatted(AuditRows.COLUMNS),
        AuditRows::read,
        tenant(),
        number,
        most);
  }
}
