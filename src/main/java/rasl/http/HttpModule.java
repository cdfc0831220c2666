package rasl.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import rasl.cpu.CpuPool;
import rasl.crypto.KeyRing;
import rasl.db.Db;
import rasl.db.SealedColumn;
import rasl.disk.Spool;

/** Puts the http room together. The only class of the room that the wiring makes. */
public final class HttpModule {
  /** Names the key of kept answers. */
  private static final String ANSWERS = "idempotency.answer";

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final IdempotencyStore store;
  private final Idempotency idempotency;
  private final Settings settings;
  private final Bodies bodies;
  private final Envelope envelope;
  private final RequestIds requestIds;
  private final KeyRing keys;

  /**
   * @param keys the installation's; kept answers and fingerprints have keys of their own
   * @param spool where files lie while their requests run
   * @param cpu where large bodies are read
   */
  public HttpModule(
      Db db,
      KeyRing keys,
      Settings settings,
      Spool spool,
      CpuPool cpu,
      Clock clock,
      SecureRandom random) {
    this.store = new IdempotencyStore(keys.sealer(ANSWERS, random));
    this.idempotency = new Idempotency(db, store, keys.derive("idempotency.fingerprint"), clock);
    this.keys = keys;
    this.settings = settings;
    this.bodies = new Bodies(spool, new MemoryBudget(settings.bodyMemory()), cpu);
    this.envelope = new Envelope(clock);
    this.requestIds = new RequestIds(random);
  }

  /**
   * What the operator says about the network, and how much memory there is.
   *
   * @param trustedProxies only their {@code X-Forwarded-For} is believed
   * @param metricsAllowed who may read {@code /metrics} beside this machine itself
   * @param bodyMemory how many bytes of memory the bodies of all running calls may take together
   */
  public record Settings(Networks trustedProxies, Networks metricsAllowed, long bodyMemory) {
    /** With a quarter of the process's heap for bodies. */
    public Settings(Networks trustedProxies, Networks metricsAllowed) {
      this(trustedProxies, metricsAllowed, Runtime.getRuntime().maxMemory() / 4);
    }

    /** No proxy is trusted, and only this machine reads the metrics. */
    public static final Settings STANDARD = new Settings(Networks.NONE, Networks.NONE);
  }

  /** What the room stores encrypted. */
  public List<SealedColumn> sealedColumns() {
    return List.of(store.sealedColumn());
  }

  /** The same, for a process that is no server. */
  public static List<SealedColumn> sealedColumns(KeyRing keys, SecureRandom random) {
    return List.of(new IdempotencyStore(keys.sealer(ANSWERS, random)).sealedColumn());
  }

  /** Adds the routes that every server has: health, metrics, the OpenAPI file and its pages. */
  public void addTo(Routes routes, List<HealthCheck> readiness) {
    new HealthApi(envelope, readiness).addTo(routes);
    new MetricsApi(meters, settings.metricsAllowed()).addTo(routes);
    new DocsApi(envelope).addTo(routes);
  }

  /**
   * How many connections the server holds; they are counted in the room's meters. Trusted proxies
   * carry the connections of many, so for them only the total counts.
   */
  public ConnectionLimits connections(int total, int perAddress) {
    return new ConnectionLimits(
        total,
        perAddress,
        settings.trustedProxies(),
        ConnectionLimits.HEAD,
        ConnectionLimits.READER,
        meters);
  }

  /** What calls with a session's cookie must bring. */
  public CookieRules cookies(WebOrigin origin) {
    return new CookieRules(origin, keys.derive("session.csrf"));
  }

  /**
   * What a {@link HttpServer} serves. Made once a process: left-over files of an earlier one are
   * deleted here.
   *
   * @throws IllegalArgumentException where two routes have the same method and path
   */
  public RawHandler handler(
      Routes routes,
      TokenCheck tokens,
      SessionCheck sessions,
      CookieRules cookies,
      CallLimiter limiter) {
    bodies.spool().sweep();
    return new ApiHandler(
        routes,
        bodies,
        new Gate(tokens, new SessionGate(sessions, cookies), limiter),
        idempotency,
        new ClientAddress(settings.trustedProxies()),
        requestIds,
        envelope,
        new CallLog(meters));
  }

  /** Answers in the envelope what the server refuses before the handler is asked. */
  public ErrorBody errors() {
    return (status, reason) -> {
      String id = requestIds.next();
      return envelope.of(Problem.of(status, reason), id).with("X-Request-Id", id);
    };
  }

  /** For rooms that commit many requests' changes at once, and for deleting expired keys. */
  public IdempotencyStore idempotencyStore() {
    return store;
  }

  /** How many bytes of memory the bodies of running calls take now. */
  long bodyMemoryTaken() {
    return bodies.memory().taken();
  }

  /** Where rooms count what they do; read at {@code /metrics}. */
  public PrometheusMeterRegistry meters() {
    return meters;
  }
}
