package rasl.whatsapp.connection;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import rasl.audit.Audit;
import rasl.crypto.Sealer;
import rasl.db.Db;
import rasl.db.SealedColumn;
import rasl.db.TenantId;
import rasl.whatsapp.App;

/**
 * Connections to WhatsApp as commands see and change them: without the receiver, the pace and
 * everything else of the room that runs. WhatsApp is not asked.
 */
public final class ConnectionDesk {
  private final Db db;
  private final ConnectionStore connections;
  private final AppStore apps;
  private final ConnectionPresenter presenter;
  private final Connecting connecting;

  public ConnectionDesk(
      Db db,
      ConnectionStore connections,
      AppStore apps,
      ConnectionPresenter presenter,
      ConnectionAudit audit,
      Clock clock,
      SecureRandom random) {
    this.db = db;
    this.connections = connections;
    this.apps = apps;
    this.presenter = presenter;
    this.connecting = new Connecting(db, connections, apps, audit, clock, random);
  }

  /**
   * A desk of its own, for a process that is no server.
   *
   * @param sealer encrypts tokens and secrets
   * @param sharedApp the operator's own app, where it is known
   * @param publicUrl how the world reaches the server
   * @param audit where changes of connections are told
   */
  public static ConnectionDesk of(
      Db db,
      Sealer sealer,
      Optional<App> sharedApp,
      Supplier<String> publicUrl,
      Audit audit,
      Clock clock,
      SecureRandom random) {
    var connections = new ConnectionStore(sealer);
    var apps = new AppStore(sealer);
    var details = new ConnectionDetailsStore();
    var choice = new AppChoice(apps, details, sharedApp, random);
    return new ConnectionDesk(
        db,
        connections,
        apps,
        new ConnectionPresenter(connections, details, choice, publicUrl, clock),
        new ConnectionAudit(audit),
        clock,
        random);
  }

  /** Connects tenants with their numbers. */
  public Connecting connecting() {
    return connecting;
  }

  /** What is wrong with a tenant's connection; empty where it has none. */
  public Optional<List<Trouble>> troubles(TenantId tenant) {
    return db.inTenant(tenant, tx -> presenter.view(tx, false)).map(ConnectionView::problems);
  }

  /** What the room stores encrypted. */
  public List<SealedColumn> sealedColumns() {
    return Stream.concat(apps.sealedColumns().stream(), Stream.of(connections.sealedColumn()))
        .toList();
  }
}
