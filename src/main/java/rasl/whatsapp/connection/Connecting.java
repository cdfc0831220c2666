package rasl.whatsapp.connection;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import rasl.audit.Actor;
import rasl.crypto.Base62;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.refusal.Refusal;
import rasl.whatsapp.AccessSecret;
import rasl.whatsapp.App;
import rasl.whatsapp.Connection;

/** Connects tenants with their WhatsApp numbers. */
public final class Connecting {
  private static final int KEY_LENGTH = 24;

  private final Db db;
  private final ConnectionStore connections;
  private final AppStore apps;
  private final ConnectionAudit audit;
  private final Clock clock;
  private final SecureRandom random;

  Connecting(
      Db db,
      ConnectionStore connections,
      AppStore apps,
      ConnectionAudit audit,
      Clock clock,
      SecureRandom random) {
    this.audit = audit;
    this.db = db;
    this.connections = connections;
    this.apps = apps;
    this.clock = clock;
    this.random = random;
  }

  /** The tenant's connection, if it has one. */
  public Optional<Connection> of(TenantId tenant) {
    return db.inTenant(tenant, connections::find);
  }

  /** Stores the tenant's only connection; refuses a number that another tenant has. */
  public void connect(TenantId tenant, NewConnection connection, Actor actor) {
    boolean stored =
        db.inTenant(
            tenant,
            tx -> {
              Optional<Connection> old = connections.find(tx);
              boolean put = connections.put(tx, connection, clock.instant());
              if (put) {
                audit.connected(tx, actor, old, connections.find(tx).orElseThrow());
              }
              return put;
            });
    if (!stored) {
      throw Refusal.Invalid.field(
              "whatsapp.phone_number_id", "This number is connected to another account.")
          .thrown();
    }
  }

  /**
   * Stores an app of Meta and gives its key: its callback is {@code /hooks/whatsapp/{key}}.
   *
   * @param key of the app to be replaced; empty for a new one
   */
  public String putApp(Optional<String> key, AccessSecret secret, AccessSecret verifyToken) {
    String appKey = key.orElseGet(() -> Base62.random(random, KEY_LENGTH));
    db.doInSystem(tx -> apps.put(tx, new App(appKey, secret, verifyToken), clock.instant()));
    return appKey;
  }

  /** An app by its key. */
  public Optional<App> app(String key) {
    return db.inSystem(tx -> apps.find(tx, key));
  }
}
