package rasl.whatsapp;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import rasl.crypto.Sealer;
import rasl.db.Db;
import rasl.event.EventLog;
import rasl.http.Routes;
import rasl.job.JobHandler;
import rasl.job.JobQueue;

/** Puts the WhatsApp room together. */
public final class WhatsAppModule implements AutoCloseable {
  private final Db db;
  private final ConnectionStore connections;
  private final GraphClient graph;
  private final ReceiverClock receiver = new ReceiverClock();
  private final Inbox inbox;
  private final WebhookApi webhooks;
  private final Connecting connecting;
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
   * @param graph where the Cloud API is; asked at each call
   * @param version of the Graph API, such as {@code v25.0}
   * @param sharedApp the operator's own app
   */
  public WhatsAppModule(
      Ground ground, Supplier<URI> graph, String version, Optional<App> sharedApp) {
    this.db = ground.db();
    this.connections = new ConnectionStore(ground.sealer());
    this.graph = new GraphClient(graph, version);
    this.pacing = new Pacing(db, ground.queue().gates());
    this.halts =
        new Halts(
            db,
            connections,
            this.graph,
            ground.events(),
            ground.queue(),
            ground.clock(),
            ground.random());
    this.inbox = new Inbox(db, connections, ground.queue(), pacing, ground.clock());
    var apps = new AppStore(ground.sealer());
    this.webhooks = new WebhookApi(new Apps(db, apps, sharedApp), inbox, ground.meters());
    this.connecting = new Connecting(db, connections, apps, ground.clock(), ground.random());
  }

  public void addTo(Routes routes) {
    webhooks.addTo(routes);
  }

  /** For rooms that read a tenant's connection in their own transactions. */
  public ConnectionStore connections() {
    return connections;
  }

  public GraphClient graph() {
    return graph;
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

  /** Connects tenants with their numbers. */
  public Connecting connecting() {
    return connecting;
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
