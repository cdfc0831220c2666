package rasl.tenant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.db.Tx;

/** The SQL of what tenants are to the installation: status and plan. */
public final class AccountStore {
  private static final String SELECT =
      """
      select tenant.id, tenant.name, tenant.status, tenant.created_at, tenant.plan_id,
        plan.name as plan_name, tenant.plan_expires_at, tenant.plan_cancelled_at
      from tenant left join plan on plan.id = tenant.plan_id
      """;

  /** The transaction's own tenant. */
  public Account self(TenantTx tx) {
    return find(tx, tx.tenant())
        .orElseThrow(() -> new IllegalStateException("there is no tenant " + tx.tenant()));
  }

  /** The tenant with an id. */
  public Optional<Account> find(Tx tx, TenantId id) {
    return tx.first(SELECT + "where tenant.id = ?", AccountStore::read, id.value());
  }

  /** How many people work for the transaction's tenant. */
  public long members(TenantTx tx) {
    return tx.first(
            "select count(*) as members from member where tenant_id = ?",
            row -> row.getLong("members"),
            tx.tenantId())
        .orElseThrow();
  }

  /** All tenants. */
  public List<Account> list(SystemTx tx) {
    return tx.query(SELECT + "order by tenant.id", AccountStore::read);
  }

  private static Account read(ResultSet row) throws SQLException {
    return new Account(
        new TenantId(row.getLong("id")),
        row.getString("name"),
        Account.Status.of(row.getString("status")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        new Account.Subscription(
            Optional.ofNullable(row.getObject("plan_id", Long.class)),
            Optional.ofNullable(row.getString("plan_name")),
            time(row, "plan_expires_at"),
            time(row, "plan_cancelled_at")));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
