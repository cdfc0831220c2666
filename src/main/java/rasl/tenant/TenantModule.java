package rasl.tenant;

import java.security.SecureRandom;
import java.time.Clock;
import rasl.audit.Audit;
import rasl.db.Db;
import rasl.http.Routes;
import rasl.http.list.Lists;

/** Puts the tenant room together. */
public final class TenantModule {
  private final TenantStore store = new TenantStore();
  private final AccountStore accounts = new AccountStore();
  private final Tenants tenants;
  private final AccessTokens tokens;
  private final Db db;
  private final Clock clock;

  public TenantModule(Db db, Audit audit, Clock clock, SecureRandom random) {
    this.db = db;
    this.clock = clock;
    tenants = new Tenants(db, store, audit, clock);
    tokens = new AccessTokens(db, audit, random, clock);
  }

  /** For rooms that read a tenant's settings in their own transactions. */
  public TenantStore store() {
    return store;
  }

  /** Adds the routes. */
  public void addTo(Routes routes, Lists lists) {
    new TokensApi(db, tokens, store, lists, clock).addTo(routes);
  }

  /** For what tenants are to the installation. */
  public AccountStore accounts() {
    return accounts;
  }

  public Tenants tenants() {
    return tenants;
  }

  public AccessTokens tokens() {
    return tokens;
  }
}
