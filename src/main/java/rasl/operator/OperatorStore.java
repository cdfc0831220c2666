package rasl.operator;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.db.Tx;
import rasl.tenant.Account;
import rasl.tenant.PlanFeature;
import rasl.tenant.PlanLimits;

/** The SQL of what operators change. */
final class OperatorStore {
  private static final String PLAN =
      """
      select id, name, contact_limit, conversation_limit, campaign_limit, staff_limit,
        calls_per_minute, storage_limit, webhook_limit, lacking_features
      from plan
      """;

  /** Changes a tenant's status from one to another; false where it is not that one. */
  boolean changeStatus(TenantTx tx, Account.Status from, Account.Status to) {
    return tx.update(
            "update tenant set status = ? where id = ? and status = ?",
            to.text(),
            tx.tenantId(),
            from.text())
        == 1;
  }

  /** Begins the deletion; its tokens end at once. */
  boolean beginDeletion(TenantTx tx, Instant now) {
    tx.update(
        "update token set revoked_at = ? where tenant_id = ? and revoked_at is null",
        now,
        tx.tenantId());
    return tx.update(
            "update tenant set status = 'deleting' where id = ? and status <> 'deleting'",
            tx.tenantId())
        == 1;
  }

  void assign(TenantTx tx, Optional<Long> plan, Optional<Instant> expiresAt) {
    tx.update(
        """
        update tenant set plan_id = ?, plan_expires_at = ?, plan_cancelled_at = null where id = ?
        """,
        plan.orElse(null),
        expiresAt.orElse(null),
        tx.tenantId());
  }

  List<Plan> plans(SystemTx tx) {
    return tx.query(PLAN + "order by id", OperatorStore::readPlan);
  }

  Optional<Plan> plan(Tx tx, long id) {
    return tx.first(PLAN + "where id = ?", OperatorStore::readPlan, id);
  }

  /** Stores a plan; the id is drawn. Empty where the name is taken. */
  Optional<Long> insert(SystemTx tx, Plan plan, Instant now) {
    return tx.first(
        """
        insert into plan (name, contact_limit, conversation_limit, campaign_limit, staff_limit,
          calls_per_minute, storage_limit, webhook_limit, lacking_features, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (name) do nothing
        returning id
        """,
        row -> row.getLong("id"),
        plan.name(),
        boxed(plan.limits().contacts()),
        boxed(plan.limits().conversations()),
        boxed(plan.limits().campaigns()),
        boxed(plan.limits().staff()),
        boxed(plan.limits().callsPerMinute()),
        boxed(plan.limits().storage()),
        boxed(plan.limits().webhooks()),
        features(plan),
        now,
        now);
  }

  /** A plan, which nobody else changes until the transaction ends. */
  Optional<Plan> lockPlan(SystemTx tx, long id) {
    return tx.first(PLAN + "where id = ? for update", OperatorStore::readPlan, id);
  }

  /** Stores a plan as it is now; false where another has its name. */
  boolean update(SystemTx tx, Plan plan, Instant now) {
    return tx.update(
            """
            update plan set name = ?, contact_limit = ?, conversation_limit = ?,
              campaign_limit = ?, staff_limit = ?, calls_per_minute = ?, storage_limit = ?,
              webhook_limit = ?, lacking_features = ?, updated_at = ?
            where id = ? and not exists (
              select 1 from plan other where other.name = ? and other.id <> ?)
            """,
            plan.name(),
            boxed(plan.limits().contacts()),
            boxed(plan.limits().conversations()),
            boxed(plan.limits().campaigns()),
            boxed(plan.limits().staff()),
            boxed(plan.limits().callsPerMinute()),
            boxed(plan.limits().storage()),
            boxed(plan.limits().webhooks()),
            features(plan),
            now,
            plan.id(),
            plan.name(),
            plan.id())
        == 1;
  }

  private static String[] features(Plan plan) {
    return plan.lacking().stream().map(PlanFeature::text).sorted().toArray(String[]::new);
  }

  /** Deletes a plan that no tenant has; false where there is none. */
  boolean deletePlan(SystemTx tx, long id) {
    return tx.update("delete from plan where id = ?", id) == 1;
  }

  /** Every table that holds something of tenants. */
  List<String> tables(SystemTx tx) {
    return tx.query("select found from tenant_tables() as found", row -> row.getString("found"));
  }

  /** Deletes some of a table's rows of a tenant that is being deleted, and says how many. */
  int forget(SystemTx tx, String table, TenantId tenant, int most) {
    return tx.first(
            "select tenant_forget(?, ?, ?) as deleted",
            row -> row.getInt("deleted"),
            table,
            tenant.value(),
            most)
        .orElse(0);
  }

  boolean remains(SystemTx tx, String table, TenantId tenant) {
    return tx.first(
            "select tenant_remains(?, ?) as remains",
            row -> row.getBoolean("remains"),
            table,
            tenant.value())
        .orElse(true);
  }

  void deleteTenant(SystemTx tx, TenantId tenant) {
    tx.update("delete from tenant where id = ? and status = 'deleting'", tenant.value());
  }

  private static Plan readPlan(ResultSet row) throws SQLException {
    @Nullable Integer calls = row.getObject("calls_per_minute", Integer.class);
    return new Plan(
        row.getLong("id"),
        row.getString("name"),
        new PlanLimits(
            limit(row, "contact_limit"),
            limit(row, "conversation_limit"),
            limit(row, "campaign_limit"),
            limit(row, "staff_limit"),
            calls == null ? OptionalInt.empty() : OptionalInt.of(calls),
            limit(row, "storage_limit"),
            limit(row, "webhook_limit")),
        Arrays.stream((String[]) row.getArray("lacking_features").getArray())
            .flatMap(text -> PlanFeature.of(text).stream())
            .collect(Collectors.toSet()));
  }

  private static OptionalLong limit(ResultSet row, String column) throws SQLException {
    @Nullable Long limit = row.getObject(column, Long.class);
    return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  private static @Nullable Integer boxed(OptionalInt limit) {
    return limit.isPresent() ? limit.getAsInt() : null;
  }

  private static @Nullable Long boxed(OptionalLong limit) {
    return limit.isPresent() ? limit.getAsLong() : null;
  }
}
