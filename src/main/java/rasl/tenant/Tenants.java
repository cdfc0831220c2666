package rasl.tenant;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;

/** Makes tenants and keeps their settings. */
public final class Tenants {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private final Db db;
  private final TenantStore store;
  private final Audit audit;
  private final Clock clock;

  public Tenants(Db db, TenantStore store, Audit audit, Clock clock) {
    this.db = db;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Makes a tenant with these settings.
   *
   * @throws rasl.refusal.RefusedException where the name is not well formed or taken
   */
  public Tenant create(String name, TenantSettings settings) {
    if (!NAME.matcher(name).matches()) {
      throw Refusal.Invalid.field(
              "name",
              "The name must have 1 to 63 lower-case letters, digits and hyphens, and begin and"
                  + " end with a letter or digit.")
          .thrown();
    }
    TenantId id = db.inSystem(store::nextId);
    return db.inTenant(
        id,
        tx -> {
          Tenant tenant =
              store
                  .insert(tx, name, clock.instant())
                  .orElseThrow(
                      () -> Refusal.Invalid.field("name", "The name is already taken.").thrown());
          store.put(tx, settings);
          return tenant;
        });
  }

  public Optional<Tenant> find(String name) {
    return db.inSystem(tx -> store.find(tx, name));
  }

  public List<Tenant> list() {
    return db.inSystem(store::list);
  }

  public TenantSettings settings(TenantId tenant) {
    return db.inTenant(tenant, store::settings);
  }

  /**
   * Changes settings in one transaction, and gives the new ones.
   *
   * @param change makes the new settings of the old ones, and may look things up in their
   *     transaction
   */
  public TenantSettings change(
      TenantId tenant, Actor actor, BiFunction<TenantTx, TenantSettings, TenantSettings> change) {
    return db.inTenant(tenant, tx -> change(tx, actor, old -> change.apply(tx, old)));
  }

  /** The same in a transaction of the tenant. The audit tells what was changed. */
  public TenantSettings change(TenantTx tx, Actor actor, UnaryOperator<TenantSettings> change) {
    store.lockLimits(tx);
    TenantSettings old = store.settings(tx);
    TenantSettings settings = change.apply(old);
    store.put(tx, settings);
    audit.record(
        tx,
        actor,
        "settings.updated",
        Target.of("settings"),
        State.of(SettingsText.show(old)),
        State.of(SettingsText.show(settings)));
    return settings;
  }
}
