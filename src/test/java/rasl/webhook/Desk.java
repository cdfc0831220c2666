package rasl.webhook;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.LongSupplier;
import rasl.config.Network;
import rasl.config.OutgoingAllow;
import rasl.crypto.KeyRing;
import rasl.crypto.MasterKey;
import rasl.db.TenantId;
import rasl.event.EventLog;
import rasl.http.out.AddressGuard;
import rasl.testkit.LyingReceiver;
import rasl.testkit.TestDatabase;

/** Everything that delivers, on a feed in memory, with nodes that a test starts and stops. */
final class Desk implements AutoCloseable {
  /** How long a receiver has. */
  static final Duration DEADLINE = Duration.ofSeconds(1);

  private static final EventCatalogue CATALOGUE = new EventCatalogue(List.of());

  final TestDatabase database = TestDatabase.create();
  final FakeFeed feed = new FakeFeed();
  final LyingReceiver receiver = LyingReceiver.start();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private final RetrySchedule schedule;
  private final EndpointStore endpoints;

  /**
   * @param waits between attempts
   */
  Desk(Clock clock, List<Duration> waits) {
    this.clock = clock;
    this.schedule = new RetrySchedule(waits, new Random(1));
    var key = new MasterKey("00112233445566778899aabbccddeeff".getBytes(StandardCharsets.US_ASCII));
    this.endpoints =
        new EndpointStore(new EndpointSecrets(KeyRing.of(key).sealer("webhook", random)));
  }

  /** A node that delivers, until it is closed. */
  Dispatcher node(String name) {
    return node(name, System::nanoTime);
  }

  /** One that measures spans in another way. */
  Dispatcher node(String name, LongSupplier nanos) {
    var turns = new TurnStore(name);
    var guard =
        new AddressGuard(
            new OutgoingAllow(List.of(Network.parse("127.0.0.1").orElseThrow()), List.of()),
            _ -> List.of(InetAddress.ofLiteral("127.0.0.1")));
    var attempts =
        new Attempts(new Outgoing(guard, Attempts.MOST, DEADLINE, clock, System::nanoTime));
    var deliveries =
        new Deliveries(
            database.db(),
            new Deliveries.Stores(
                endpoints,
                turns,
                new DueStore(feed),
                new NoteStore(meters),
                new BatchStore(),
                new Replaying(new ReplayStore(), new NoteStore(meters), feed, clock),
                _ -> true),
            feed,
            new Judgement(new EventLog(clock, random), endpoints, turns, feed, meters),
            schedule,
            clock,
            random);
    var node =
        new Dispatcher(
            database.db(),
            turns,
            turn -> new EndpointRun(deliveries, attempts, CATALOGUE, nanos, turn),
            attempts);
    node.start();
    return node;
  }

  /** Registers an endpoint for all events at a path of the receiver. */
  long endpoint(TenantId tenant, String path, int maxInFlight) {
    return endpoint(tenant, receiver.url(path).toString(), maxInFlight, OptionalInt.empty());
  }

  /** One that wants messages of a conversation together. */
  long endpoint(TenantId tenant, String path, int maxInFlight, int bufferSeconds) {
    return endpoint(
        tenant, receiver.url(path).toString(), maxInFlight, OptionalInt.of(bufferSeconds));
  }

  /** One at any URL. */
  long endpoint(TenantId tenant, String url, int maxInFlight, OptionalInt bufferSeconds) {
    var settings =
        new EndpointSettings(
            url,
            Optional.empty(),
            new EventPatterns(List.of("*")),
            Optional.empty(),
            Format.N8N,
            OptionalInt.empty(),
            maxInFlight,
            bufferSeconds,
            true);
    return database
        .db()
        .inTenant(
            tenant,
            tx -> {
              long id = endpoints.nextId(tx);
              endpoints.insert(
                  tx,
                  new Target(
                      new Endpoint(
                          id,
                          settings,
                          List.of("X-Key"),
                          Optional.empty(),
                          Optional.empty(),
                          clock.instant(),
                          clock.instant()),
                      SigningSecret.create(random),
                      Optional.empty(),
                      new StaticHeaders(Map.of("X-Key", "open sesame"))));
              new TurnStore("test").insert(tx, id, true);
              feed.opened(tx, id, false);
              return id;
            });
  }

  /** The values of a column of an endpoint's deliveries, in the order of their positions. */
  List<String> deliveries(long endpoint, String column) {
    return database.column(
        "select "
            + column
            + " from webhook_delivery where webhook_id = "
            + endpoint
            + " order by position");
  }

  /** The same of its attempts. */
  List<String> attempts(long endpoint, String column) {
    return database.column(
        "select a."
            + column
            + " from webhook_attempt a join webhook_delivery d on d.id = a.delivery_id"
            + " where d.webhook_id = "
            + endpoint
            + " order by d.position, a.number");
  }

  /** The ids of events of a type about an endpoint. */
  List<String> events(String type, long endpoint) {
    return database.column(
        "select public_id from event where type = '" + type + "' and resource_id = " + endpoint);
  }

  @Override
  public void close() {
    receiver.close();
    database.close();
  }
}
