package rasl.operator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;
import rasl.tenant.Account;
import rasl.tenant.Tenant;
import rasl.tenant.TenantSettings;

/**
 * What operators do to tenants, each in one transaction with its entries: in the tenant's own
 * audit, and in that of the installation, which outlives the tenant.
 */
final class TenantChanges {
  private static final String TARGET = "tenant";

  private final OperatorModule.Ground ground;
  private final Audit audit;
  private final OperatorStore store = new OperatorStore();

  TenantChanges(OperatorModule.Ground ground) {
    this.ground = ground;
    this.audit = ground.audit().audit();
  }

  Account create(Actor actor, String subdomain, TenantSettings settings) {
    Tenant made = ground.making().apply(subdomain, settings);
    ground
        .db()
        .doInTenant(
            made.id(),
            tx ->
                record(
                    tx,
                    actor,
                    "tenant.created",
                    State.none(),
                    State.of(Map.of("subdomain", subdomain))));
    return find(made.id());
  }

  Account suspend(Actor actor, TenantId tenant) {
    return change(
        actor, tenant, "tenant.suspended", Account.Status.ACTIVE, Account.Status.SUSPENDED);
  }

  Account resume(Actor actor, TenantId tenant) {
    return change(actor, tenant, "tenant.resumed", Account.Status.SUSPENDED, Account.Status.ACTIVE);
  }

  private Account change(
      Actor actor, TenantId tenant, String action, Account.Status from, Account.Status to) {
    var _ = find(tenant);
    ground
        .db()
        .doInTenant(
            tenant,
            tx -> {
              if (store.changeStatus(tx, from, to)) {
                record(tx, actor, action, status(from), status(to));
              }
            });
    return find(tenant);
  }

  /** Begins the deletion; it goes on in the background. */
  Account delete(Actor actor, TenantId tenant, String subdomain) {
    Account account = find(tenant);
    if (!account.subdomain().equals(subdomain)) {
      throw Refusal.Invalid.field(
              "subdomain", "must be the tenant's own, to show that it is meant.")
          .thrown();
    }
    ground
        .db()
        .doInTenant(
            tenant,
            tx -> {
              if (store.beginDeletion(tx, ground.clock().instant())) {
                record(
                    tx,
                    actor,
                    "tenant.deletion_begun",
                    status(account.status()),
                    status(Account.Status.DELETING));
              }
            });
    return find(tenant);
  }

  /** Gives a plan, whose limits and features are the tenant's from then on; or none. */
  Account assign(Actor actor, TenantId tenant, Optional<Long> planId, Optional<Instant> end) {
    Account before = find(tenant);
    ground
        .db()
        .doInTenant(
            tenant,
            tx -> {
              Optional<Plan> plan =
                  planId.map(
                      id ->
                          store
                              .plan(tx, id)
                              .orElseThrow(
                                  () ->
                                      Refusal.Invalid.field("plan_id", "There is no such plan.")
                                          .thrown()));
              plan.ifPresent(one -> take(tx, actor, one));
              store.assign(tx, planId, end);
              record(tx, actor, "tenant.plan_assigned", plan(before), plan(planId, end));
            });
    return find(tenant);
  }

  private void take(TenantTx tx, Actor actor, Plan plan) {
    var _ =
        ground
            .tenants()
            .tenants()
            .change(
                tx,
                actor,
                old -> old.with(d -> d.limits(_ -> plan.limits()).lacking(plan.lacking())));
  }

  Account find(TenantId tenant) {
    return ground
        .db()
        .inSystem(tx -> ground.tenants().accounts().find(tx, tenant))
        .orElseThrow(() -> new Refusal.NotFound("Tenant").thrown());
  }

  /** The tenant's own entry first, in all transactions: both heads are locked in this order. */
  private void record(TenantTx tx, Actor actor, String action, State before, State after) {
    Target target = Target.of(TARGET, tx.tenantId());
    audit.record(tx, actor, action, target, before, after);
    audit.recordForInstallation(tx, actor, action, target, before, after);
  }

  private static State status(Account.Status status) {
    return State.of(Map.of("status", status.text()));
  }

  private static State plan(Account account) {
    return plan(account.subscription().planId(), account.subscription().expiresAt());
  }

  private static State plan(Optional<Long> id, Optional<Instant> end) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("plan_id", id.orElse(null));
    fields.put("expires_at", end.orElse(null));
    return State.of(fields);
  }
}
