package rasl.shop.receive;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import rasl.crypto.Sealer;
import rasl.db.Db;
import rasl.db.SealedColumn;
import rasl.http.Routes;
import rasl.job.JobQueue;
import rasl.shop.connect.ShopStore;

/** Puts the door of shops together. */
public final class ReceiveModule implements AutoCloseable {
  private final PayloadSeals seals;
  private final ArrivalStore store;
  private final Arrivals arrivals;
  private final Refusals refusals;
  private final ShopDoor door;

  /** What it stands on. */
  public record Ground(Db db, JobQueue queue, ShopStore shops, MeterRegistry meters, Clock clock) {}

  /**
   * @param sealer of payloads
   */
  public ReceiveModule(Ground ground, Sealer sealer) {
    seals = new PayloadSeals(sealer);
    store = new ArrivalStore(seals);
    arrivals = new Arrivals(ground.db(), store, ground.queue(), ground.clock());
    refusals = new Refusals(ground.db(), store, ground.clock());
    door =
        new ShopDoor(new Doors(ground.db(), ground.shops()), arrivals, refusals, ground.meters());
  }

  public void addTo(Routes routes) {
    door.addTo(routes);
  }

  /** How payloads are opened. */
  public PayloadSeals seals() {
    return seals;
  }

  public ArrivalStore store() {
    return store;
  }

  public Arrivals arrivals() {
    return arrivals;
  }

  public Refusals refusals() {
    return refusals;
  }

  /** What is stored encrypted. */
  public List<SealedColumn> sealedColumns() {
    return seals.columns();
  }

  @Override
  public void close() {
    refusals.write();
    arrivals.close();
  }
}
