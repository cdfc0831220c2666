package rasl.whatsapp;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import rasl.audit.Audit;
import rasl.crypto.Sealer;
import rasl.db.Db;
import rasl.db.SealedColumn;
import rasl.event.EventLog;
import rasl.http.Routes;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.limit.WrongGuesses;
import rasl.whatsapp.connection.AppChoice;
import rasl.whatsapp.connection.AppStore;
import rasl.whatsapp.connection.Apps;
import rasl.whatsapp.connection.Connecting;
import rasl.whatsapp.connection.ConnectionApi;
import rasl.whatsapp.connection.ConnectionAudit;
import rasl.whatsapp.connection.ConnectionChanges;
import rasl.whatsapp.connection.ConnectionDesk;
import rasl.whatsapp.connection.ConnectionDetailsStore;
import rasl.whatsapp.connection.ConnectionPresenter;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.connection.Examiner;
import rasl.whatsapp.graph.GraphClient;
import rasl.whatsapp.graph.Graphs;
import rasl.whatsapp.pace.Halts;
import rasl.whatsapp.pace.Pacing;
import rasl.whatsapp.receive.Inbox;
import rasl.whatsapp.receive.ReceiverClock;
import rasl.whatsapp.receive.WebhookApi;

/** Puts the WhatsApp room together. */
public final class WhatsAppModule implements AutoCloseable {
  private final Db db;
  private final ConnectionStore connections;
  private final GraphClient graph;
  private final ReceiverClock receiver = new ReceiverClock();
  private final Inbox inbox;
  private final WebhookApi webhooks;
  private final ConnectionDesk desk;
  private final ConnectionApi connectionApi;
  private final ConnectionPresenter presenter;
  private final Pacing pacing;
  private final Halts halts;

  /** What the room stands on. */
  public record Ground(
      Db db,
      JobQueue queue,
      EventLog events,
      Sealer sealer,
      MeterRegistry meters,
      Clock clock,
      SecureRandom random) {}

  /**
   * @param graphs where the Cloud API is
   * @param version of the Graph API, such as {@code v25.0}
   * @param sharedApp the operator's own app
   * @param audit where changes of connections are told
   * @param publicUrl how the world reaches this server
   */
  public WhatsAppModule(
      Ground ground,
      Graphs graphs,
      String version,
      Optional<App> sharedApp,
      Audit audit,
      Supplier<String> publicUrl) {
    var told = new ConnectionAudit(audit);
    this.db = ground.db();
    this.connections = new ConnectionStore(ground.sealer());
    this.graph = new GraphClient(graphs, version);
    this.pacing = new Pacing(db, ground.queue().gates());
    this.halts =
        new Halts(db, connections, this.graph, ground.events(), ground.queue(), ground.clock());
    this.inbox = new Inbox(db, connections, ground.queue(), pacing, ground.clock());
    var apps = new AppStore(ground.sealer());
    this.webhooks =
        new WebhookApi(
            new Apps(db, apps, sharedApp),
            inbox,
            new WrongGuesses(ground.clock()),
            ground.meters());
    var details = new ConnectionDetailsStore();
    var choice = new AppChoice(apps, details, sharedApp, ground.random());
    this.presenter =
        new ConnectionPresenter(connections, details, choice, publicUrl, ground.clock());
    this.connectionApi = connectionApi(ground, this, details, choice, graphs, told);
    this.desk =
        new ConnectionDesk(db, connections, apps, presenter, told, ground.clock(), ground.random());
  }

  private static ConnectionApi connectionApi(
      Ground ground,
      WhatsAppModule room,
      ConnectionDetailsStore details,
      AppChoice choice,
      Graphs graphs,
      ConnectionAudit audit) {
    return new ConnectionApi(
        new ConnectionChanges(
            new ConnectionChanges.Ground(
                ground.db(),
                room.connections,
                details,
                choice,
                new Examiner(room.graph, ground.clock()),
                room.presenter,
                room.halts,
                ground.events(),
                graphs,
                audit,
                ground.clock())));
  }

  public void addTo(Routes routes) {
    webhooks.addTo(routes);
    connectionApi.addTo(routes);
  }

  /** For rooms that read a tenant's connection in their own transactions. */
  public ConnectionStore connections() {
    return connections;
  }

  public GraphClient graph() {
    return graph;
  }

  /** Connects tenants with their numbers. */
  public Connecting connecting() {
    return desk.connecting();
  }

  /** What the room stores encrypted. */
  public List<SealedColumn> sealedColumns() {
    return desk.sealedColumns();
  }

  /** Connections as commands see and change them. */
  public ConnectionDesk desk() {
    return desk;
  }

  public Pacing pacing() {
    return pacing;
  }

  public Halts halts() {
    return halts;
  }

  /** The room's background work, by kind of job. */
  public Map<String, JobHandler> jobs() {
    return Map.of(Halts.LOOK, halts);
  }

  /** How often {@link #beatNow} is called while this node receives. */
  public Duration beat() {
    return ReceiverClock.BEAT;
  }

  /** Says that this node receives webhooks. */
  public void beatNow() {
    db.doInSystem(receiver::beat);
  }

  @Override
  public void close() {
    inbox.close();
    pacing.close();
    graph.close();
  }
}
