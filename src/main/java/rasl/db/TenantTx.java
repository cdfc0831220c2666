package rasl.db;

import java.sql.Connection;

/** A transaction that sees one tenant's rows and no other's. */
public final class TenantTx extends Tx {
  private final TenantId tenant;

  TenantTx(Connection connection, TenantId tenant) {
    super(connection);
    this.tenant = tenant;
  }

  public TenantId tenant() {
    return tenant;
  }

  /** The tenant's number, as the statements of the stores take it. */
  public long tenantId() {
    return tenant.value();
  }
}
