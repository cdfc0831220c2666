package rasl.shop;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import rasl.contact.Buyers;
import rasl.crypto.Sealer;
import rasl.db.SealedColumn;
import rasl.http.Routes;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.shop.connect.ConnectModule;
import rasl.shop.connect.ShopSecrets;
import rasl.shop.receive.PayloadSeals;
import rasl.shop.receive.ReceiveModule;
import rasl.shop.work.WorkModule;

/** Puts the room of shops together. */
public final class ShopModule implements AutoCloseable {
  /** How often refused calls are written that were counted. */
  public static final Duration COUNTING = Duration.ofSeconds(10);

  private final ConnectModule connect;
  private final ReceiveModule receive;
  private final WorkModule work;

  /** Those with whom the room works. */
  public record Neighbours(JobQueue queue, Buyers buyers, MeterRegistry meters) {}

  /**
   * @param sealer of secrets and payloads
   */
  public ShopModule(ConnectModule.Ground ground, Neighbours neighbours, Sealer sealer) {
    JobQueue queue = neighbours.queue();
    Clock clock = ground.surroundings().clock();
    connect = new ConnectModule(ground, sealer);
    receive =
        new ReceiveModule(
            new ReceiveModule.Ground(
                ground.db(), queue, connect.store(), neighbours.meters(), clock),
            sealer);
    work =
        new WorkModule(
            new WorkModule.Ground(
                ground.db(), queue, ground.lists(), connect.store(), ground.tenants(), clock),
            neighbours.buyers(),
            receive);
  }

  public void addTo(Routes routes) {
    connect.addTo(routes);
    receive.addTo(routes);
    work.addTo(routes);
  }

  /** What its jobs need to be done by. */
  public Map<String, JobHandler> jobs() {
    return work.jobs();
  }

  /** Writes how many calls were refused. */
  public void writeCounts() {
    receive.refusals().write();
  }

  /** Deletes what is not kept any longer. */
  public void clean() {
    work.clean();
  }

  /** What is stored encrypted. */
  public List<SealedColumn> sealedColumns() {
    return Stream.of(connect.sealedColumns(), receive.sealedColumns())
        .flatMap(List::stream)
        .toList();
  }

  /** The same, for who has no module. */
  public static List<SealedColumn> sealedColumns(Sealer sealer) {
    return Stream.of(new ShopSecrets(sealer).columns(), new PayloadSeals(sealer).columns())
        .flatMap(List::stream)
        .toList();
  }

  /** Takes nothing more, and stores what it took. */
  @Override
  public void close() {
    receive.close();
  }
}
