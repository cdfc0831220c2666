package rasl.db;

import java.sql.Connection;
import java.util.List;

/** A transaction that sees one tenant's rows and no other's. */
public final class TenantTx extends Tx {
  /**
   * Sets tenant and role until the transaction ends: a connection goes back to the pool without.
   */
  static final String ENTER = "select rasl_enter(?::bigint)";

  private final TenantId tenant;

  /** One whose connection sees the tenant's rows already. */
  TenantTx(Connection connection, TenantId tenant) {
    super(connection);
    this.tenant = tenant;
  }

  private TenantTx(Connection connection, TenantId tenant, Frame frame, Execution execution) {
    super(connection, frame, execution);
    this.tenant = tenant;
  }

  /** One that begins: from its first statement on it sees this tenant's rows. */
  static TenantTx begin(Connection connection, TenantId tenant) {
    var frame = new Frame(ENTER, List.of(tenant.toString()), 1, "", false);
    return new TenantTx(connection, tenant, frame, Execution.PLAIN);
  }

  /**
   * One that reads on a connection with autocommit: each statement is a separate transaction. Its
   * bounds are written out: the driver ends an implicit one before the statement where it wants to
   * know the type of a parameter first.
   */
  static TenantTx read(Connection connection, TenantId tenant, Execution execution) {
    var frame =
        new Frame("begin read only;\n" + ENTER, List.of(tenant.toString()), 2, "commit", true);
    return new TenantTx(connection, tenant, frame, execution);
  }

  public TenantId tenant() {
    return tenant;
  }

  /** The tenant's number, as the statements of the stores take it. */
  public long tenantId() {
    return tenant.value();
  }
}
