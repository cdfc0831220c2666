package rasl.db;

import java.sql.Connection;

/** A transaction that sees one tenant's rows and no other's. */
public final class TenantTx extends Tx {
  /** {@code true}: until the transaction ends, so a connection goes back to the pool without. */
  private static final String ENTER = "select set_config('rasl.tenant', ?, true)";

  private final TenantId tenant;

  /** One whose connection sees the tenant's rows already. */
  TenantTx(Connection connection, TenantId tenant) {
    super(connection);
    this.tenant = tenant;
  }

  private TenantTx(Connection connection, TenantId tenant, Opening opening) {
    super(connection, opening);
    this.tenant = tenant;
  }

  /** One that begins: from its first statement on it sees this tenant's rows. */
  static TenantTx begin(Connection connection, TenantId tenant) {
    return new TenantTx(connection, tenant, new Opening(ENTER, tenant.toString()));
  }

  public TenantId tenant() {
    return tenant;
  }

  /** The tenant's number, as the statements of the stores take it. */
  public long tenantId() {
    return tenant.value();
  }
}
