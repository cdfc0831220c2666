package rasl.tenant;

import java.security.SecureRandom;
import java.time.Clock;
import rasl.audit.Audit;
import rasl.db.Db;

/** Puts the tenant room together. */
public final class TenantModule {
  private final TenantStore store = new TenantStore();
  private final AccountStore accounts = new AccountStore();
  private final Tenants tenants;
  private final AccessTokens tokens;

  public TenantModule(Db db, Audit audit, Clock clock, SecureRandom random) {
    tenants = new Tenants(db, store, audit, clock);
    tokens = new AccessTokens(db, audit, random, clock);
  }

  /** For rooms that read a tenant's settings in their own transactions. */
  public TenantStore store() {
    return store;
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
