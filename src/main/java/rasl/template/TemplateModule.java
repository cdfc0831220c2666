package rasl.template;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import rasl.db.Db;
import rasl.event.EventLog;
import rasl.event.Resources;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.graph.GraphClient;

/** Puts the template room together. */
public final class TemplateModule {
  /** How often it looks for tenants whose templates nobody keeps up yet. */
  public static final Duration LOOKS = Duration.ofSeconds(30);

  private final TemplateStore store = new TemplateStore();
  private final TemplateApi api;
  private final TemplateSync sync;
  private final TemplateWebhooks webhooks;

  /** What the room stands on. */
  public record Ground(
      Db db,
      JobQueue queue,
      EventLog events,
      Lists lists,
      ConnectionStore connections,
      GraphClient graph,
      Clock clock,
      RandomGenerator random) {}

  public TemplateModule(Ground ground) {
    var syncs = new SyncStore();
    var templates =
        new Templates(
            ground.db(),
            ground.connections(),
            ground.graph(),
            store,
            syncs,
            ground.events(),
            ground.clock());
    sync =
        new TemplateSync(
            ground.db(),
            ground.queue(),
            ground.connections(),
            ground.graph(),
            templates,
            syncs,
            ground.clock(),
            ground.random());
    webhooks = new TemplateWebhooks(store, syncs, ground.connections(), ground.events());
    api = new TemplateApi(ground.db(), templates, store, ground.lists());
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
  }

  /** Templates as their events show them. */
  public Resources resources() {
    return new TemplateResources(store);
  }

  /** For the rooms that send templates. */
  public TemplateStore store() {
    return store;
  }

  /** For the room that reads webhooks. */
  public TemplateWebhooks webhooks() {
    return webhooks;
  }

  /** The room's background work, by kind of job. */
  public Map<String, JobHandler> jobs() {
    return Map.of(SyncStore.KIND, sync);
  }

  /** Begins to keep up the templates of tenants that are connected since. */
  public void keepUp() {
    sync.makeJobs();
  }
}
