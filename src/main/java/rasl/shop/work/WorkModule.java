package rasl.shop.work;

import java.time.Clock;
import java.util.Map;
import rasl.contact.Buyers;
import rasl.db.Db;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.shop.connect.ShopStore;
import rasl.shop.receive.Arrivals;
import rasl.shop.receive.ReceiveModule;
import rasl.tenant.TenantStore;

/** Puts the work on events together. */
public final class WorkModule {
  private final EventApi api;
  private final HealthApi healthApi;
  private final ShopWork work;
  private final Cleaning cleaning;

  /** What it stands on. */
  public record Ground(
      Db db, JobQueue queue, Lists lists, ShopStore shops, TenantStore tenants, Clock clock) {}

  public WorkModule(Ground ground, Buyers buyers, ReceiveModule receive) {
    var events = new EventStore(receive.seals());
    work =
        new ShopWork(
            ground.db(),
            ground.queue(),
            ground.shops(),
            events,
            new Buying(buyers, ground.tenants(), ground.clock()),
            ground.clock());
    api =
        new EventApi(
            ground.db(),
            ground.lists(),
            ground.shops(),
            events,
            receive.store(),
            receive.arrivals(),
            ground.clock());
    healthApi = new HealthApi(ground.db(), receive.refusals(), ground.clock());
    cleaning = new Cleaning(ground.db(), ground.clock());
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
    healthApi.addTo(routes);
  }

  /** What its jobs need to be done by. */
  public Map<String, JobHandler> jobs() {
    return Map.of(Arrivals.WORK, work);
  }

  /** Deletes what is not kept any longer. */
  public void clean() {
    cleaning.clean();
  }
}
