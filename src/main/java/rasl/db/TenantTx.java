package rasl.db;

import java.sql.Connection;

/** A transaction that sees one tenant's rows and no other's. */
public final class TenantTx extends Tx {
  /**
   * {@code true}: until the transaction ends, so a connection goes back to the pool without. The
   * role is the connection's already; were it lost, by a pooler between us and PostgreSQL that
   * hands out other sessions for instance, row-level security would hold all the same.
   */
  static final String SETTINGS =
      "set_config('rasl.tenant', ?, true), set_config('role', '"
          + Connections.APP_ROLE
          + "', true)";

  private static final String ENTER = "select " + SETTINGS;
  private static final String READ = ENTER + ", set_config('transaction_read_only', 'on', true)";

  private final TenantId tenant;

  /** One whose connection sees the tenant's rows already. */
  TenantTx(Connection connection, TenantId tenant) {
    super(connection);
    this.tenant = tenant;
  }

  private TenantTx(Connection connection, TenantId tenant, String opening, boolean opensEach) {
    super(connection, new Opening(opening, tenant.toString()), opensEach);
    this.tenant = tenant;
  }

  /** One that begins: from its first statement on it sees this tenant's rows. */
  static TenantTx begin(Connection connection, TenantId tenant) {
    return new TenantTx(connection, tenant, ENTER, false);
  }

  /** One that reads on a connection with autocommit: each statement is a transaction of its own. */
  static TenantTx read(Connection connection, TenantId tenant) {
    return new TenantTx(connection, tenant, READ, true);
  }

  public TenantId tenant() {
    return tenant;
  }

  /** The tenant's number, as the statements of the stores take it. */
  public long tenantId() {
    return tenant.value();
  }
}
