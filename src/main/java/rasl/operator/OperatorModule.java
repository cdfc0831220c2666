package rasl.operator;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import rasl.account.AccountModule;
import rasl.audit.AuditModule;
import rasl.db.Db;
import rasl.http.HealthCheck;
import rasl.http.Routes;
import rasl.tenant.Tenant;
import rasl.tenant.TenantModule;
import rasl.tenant.TenantSettings;

/** Puts the room of operators together. */
public final class OperatorModule {
  /** How often it is looked whether a tenant is to be deleted. */
  public static final Duration DELETING = Duration.ofSeconds(10);

  private final TenantsApi tenants;
  private final PlansApi plans;
  private final InstallationApi installation;
  private final TenantDeletion deletion;

  /**
   * What the room stands on.
   *
   * @param making makes a tenant that is ready for messages
   */
  public record Ground(
      Db db,
      TenantModule tenants,
      AuditModule audit,
      AccountModule account,
      Nodes nodes,
      BiFunction<String, TenantSettings, Tenant> making,
      Clock clock) {}

  public OperatorModule(Ground ground) {
    var changes = new TenantChanges(ground);
    tenants = new TenantsApi(ground, changes);
    plans = new PlansApi(ground);
    installation = new InstallationApi(ground);
    deletion =
        new TenantDeletion(
            ground.db(), ground.audit().audit(), ground.tenants().accounts(), ground.clock());
  }

  /**
   * Adds the routes.
   *
   * @param checks what readiness looks at
   */
  public void addTo(Routes routes, List<HealthCheck> checks) {
    tenants.addTo(routes);
    plans.addTo(routes);
    installation.addTo(routes, checks);
  }

  /** Goes on deleting tenants that operators want deleted. */
  public void deleteTenants() {
    deletion.run();
  }
}
