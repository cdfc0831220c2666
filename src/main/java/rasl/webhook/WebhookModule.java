package rasl.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import rasl.audit.Audit;
import rasl.config.OutgoingAllow;
import rasl.crypto.Base62;
import rasl.crypto.Sealer;
import rasl.db.Db;
import rasl.db.SealedColumn;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.event.EventModule;
import rasl.event.EventTenant;
import rasl.event.EventTypes;
import rasl.event.FeedSignal;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.http.out.AddressGuard;
import rasl.tenant.Account;
import rasl.tenant.AccountStore;
import rasl.tenant.TenantStore;

/** Puts the room of events out together. */
public final class WebhookModule implements AutoCloseable {
  private static final AccountStore ACCOUNTS = new AccountStore();

  private final EndpointSecrets secrets;
  private final EndpointApi endpointApi;
  private final DeliveryApi deliveryApi;
  private final ReplayApi replayApi;
  private final Dispatcher dispatcher;
  private final EventModule events;
  private final Cleaning cleaning;

  private final FeedSignal.Listener signals =
      new FeedSignal.Listener() {
        @Override
        public void grown(TenantId tenant) {
          dispatcher.grown(tenant);
        }

        @Override
        public void missed() {
          dispatcher.missed();
        }
      };

  /**
   * What the room stands on.
   *
   * @param tenants names the transaction's tenant
   */
  public record Ground(
      Db db,
      EventModule events,
      Audit audit,
      TenantStore tenantStore,
      Lists lists,
      Function<TenantTx, EventTenant> tenants,
      Surroundings surroundings) {
    OutgoingAllow allow() {
      return surroundings.allow();
    }

    Clock clock() {
      return surroundings.clock();
    }

    SecureRandom random() {
      return surroundings.random();
    }
  }

  /** What the server gives to many rooms. */
  public record Surroundings(
      OutgoingAllow allow, MeterRegistry meters, Clock clock, SecureRandom random) {}

  /** The room's statements. */
  private record Stores(
      EndpointStore endpoints,
      TurnStore turns,
      DueStore due,
      NoteStore notes,
      DeliveryStore deliveries,
      ReplayStore replays) {}

  /**
   * @param sealer of secrets and headers
   */
  public WebhookModule(Ground ground, Sealer sealer) {
    events = ground.events();
    secrets = new EndpointSecrets(sealer);
    var source = new FeedEvents(events);
    Stores stores = stores(ground, source);
    var guard = new AddressGuard(ground.allow());
    var catalogue = catalogue();
    var attempts =
        new Attempts(
            new Outgoing(
                guard, Attempts.MOST, Outgoing.DEADLINE, ground.clock(), System::nanoTime));
    Deliveries deliveries = deliveries(ground, stores, source);
    dispatcher =
        new Dispatcher(
            ground.db(),
            stores.turns(),
            turn -> new EndpointRun(deliveries, attempts, catalogue, System::nanoTime, turn),
            attempts);
    endpointApi = endpoints(ground, stores, source, catalogue, guard);
    deliveryApi = deliveryApi(ground, stores, source, attempts);
    replayApi = replays(ground, stores, source);
    cleaning = new Cleaning(ground.db(), ground.clock());
  }

  private Stores stores(Ground ground, EventSource source) {
    return new Stores(
        new EndpointStore(secrets),
        new TurnStore(Base62.random(ground.random(), 12)),
        new DueStore(source),
        new NoteStore(ground.surroundings().meters()),
        new DeliveryStore(),
        new ReplayStore());
  }

  private ReplayApi replays(Ground ground, Stores stores, EventSource source) {
    return new ReplayApi(
        ground.db(),
        ground.lists(),
        stores.endpoints(),
        stores.replays(),
        source,
        new Hurry(stores.turns(), dispatcher::changed),
        ground.clock());
  }

  private static EventCatalogue catalogue() {
    return new EventCatalogue(
        EventTypes.all().stream()
            .map(type -> new EventCatalogue.Type(type.type(), EventTypes.example(type)))
            .toList());
  }

  /** To a suspended tenant nothing is delivered, as it may read nothing. */
  private static boolean isActive(TenantTx tx) {
    return ACCOUNTS.self(tx).status() == Account.Status.ACTIVE;
  }

  private static Deliveries deliveries(Ground ground, Stores stores, EventSource source) {
    return new Deliveries(
        ground.db(),
        new Deliveries.Stores(
            stores.endpoints(),
            stores.turns(),
            stores.due(),
            stores.notes(),
            new BatchStore(),
            new Replaying(stores.replays(), stores.notes(), source, ground.clock()),
            WebhookModule::isActive),
        source,
        new Judgement(
            ground.events().log(),
            stores.endpoints(),
            stores.turns(),
            source,
            ground.surroundings().meters()),
        RetrySchedule.usual(ground.random()),
        ground.clock(),
        ground.random());
  }

  private EndpointApi endpoints(
      Ground ground,
      Stores stores,
      EventSource source,
      EventCatalogue catalogue,
      AddressGuard guard) {
    var endpoints =
        new Endpoints(
            new Endpoints.Parts(stores.endpoints(), stores.turns(), source, ground.tenantStore()),
            catalogue,
            guard,
            ground.clock(),
            ground.random());
    return new EndpointApi(
        ground.db(),
        endpoints,
        stores.endpoints(),
        catalogue,
        ground.lists(),
        new EndpointChanges(ground.audit(), dispatcher::changed),
        ground.clock());
  }

  private DeliveryApi deliveryApi(
      Ground ground, Stores stores, EventSource source, Attempts attempts) {
    return new DeliveryApi(
        ground.db(),
        ground.lists(),
        new DeliveryApi.Parts(stores.endpoints(), stores.deliveries(), stores.notes(), source),
        attempts,
        new Samples(ground.tenants(), ground.random()),
        new Hurry(stores.turns(), dispatcher::changed),
        ground.clock());
  }

  public void addTo(Routes routes) {
    endpointApi.addTo(routes);
    deliveryApi.addTo(routes);
    replayApi.addTo(routes);
  }

  /** Delivers from now on. */
  public void start() {
    events.signal().add(signals);
    dispatcher.start();
  }

  /** Says that there may be something to do that nobody told of. */
  public void look() {
    dispatcher.missed();
  }

  /** Deletes what is not kept any longer. */
  public void clean() {
    cleaning.clean();
  }

  /** What is wrong with a tenant's endpoints, a sentence each. */
  public static List<String> troubles(Db db, TenantId tenant) {
    return db.reading(tenant, Troubles::of);
  }

  /** What is stored encrypted. */
  public List<SealedColumn> sealedColumns() {
    return secrets.columns();
  }

  /** The same, for who has no module. */
  public static List<SealedColumn> sealedColumns(Sealer sealer) {
    return new EndpointSecrets(sealer).columns();
  }

  /** Begins nothing more, and waits a while for what runs. */
  @Override
  public void close() {
    events.signal().remove(signals);
    dispatcher.close();
  }
}
