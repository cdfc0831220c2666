package rasl.server;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import rasl.crypto.KeyRing;
import rasl.db.Database;
import rasl.db.SealedColumn;
import rasl.http.HttpModule;
import rasl.installation.KeyRotation;
import rasl.tenant.Tenant;
import rasl.tenant.TenantModule;
import rasl.whatsapp.WhatsAppModule;

/** What is done from time to time, and belongs to no single room. */
public final class Housekeeping {
  private static final int CLEANED_AT_ONCE = 1000;

  private final Database db;
  private final KeyRing keys;
  private final HttpModule http;
  private final TenantModule tenants;
  private final WhatsAppModule whatsapp;
  private final List<SealedColumn> sealed = new ArrayList<>();
  private final Clock clock;

  /** Cleans in these rooms. */
  public Housekeeping(
      Database db,
      KeyRing keys,
      HttpModule http,
      TenantModule tenants,
      WhatsAppModule whatsapp,
      List<SealedColumn> sealedByOthers,
      Clock clock) {
    this.db = db;
    this.keys = keys;
    this.http = http;
    this.tenants = tenants;
    this.whatsapp = whatsapp;
    this.clock = clock;
    sealed.addAll(http.sealedColumns());
    sealed.addAll(whatsapp.sealedColumns());
    sealed.addAll(sealedByOthers);
  }

  /** Deletes what says nothing any more. */
  public void clean() {
    deleteExpiredKeys();
    tenants.tenants().list().forEach(tenant -> whatsapp.pacing().forgetFull(tenant.id()));
  }

  private void deleteExpiredKeys() {
    int deleted;
    do {
      deleted =
          db.inSystem(
              tx -> http.idempotencyStore().deleteExpired(tx, clock.instant(), CLEANED_AT_ONCE));
    } while (deleted == CLEANED_AT_ONCE);
  }

  /** Whether something may still be encrypted with a former key. */
  public boolean isKeyChanging() {
    return keys.isChanging();
  }

  /** Encrypts with the current key what former keys encrypted. */
  public KeyRotation.Done sealAnew() {
    return new KeyRotation(
            db, keys, sealed, tenants.tenants().list().stream().map(Tenant::id).toList())
        .run();
  }
}
