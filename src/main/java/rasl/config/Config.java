package rasl.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All settings, read and checked. Printing it shows no secret.
 *
 * @param jobSlots how many background jobs run at once
 * @param eventDays how many days events are kept
 */
public record Config(
    Mode mode,
    Server server,
    Database database,
    MediaConfig media,
    WhatsApp whatsapp,
    LogLevel log,
    int jobSlots,
    int eventDays) {

  /** A verify token has at least so many characters, since everybody may guess at it. */
  private static final int VERIFY_TOKEN = 16;

  /**
   * The settings of the HTTP server.
   *
   * @param port 0 takes a free one
   * @param givenPublicUrl see {@link Config#publicUrl}
   * @param metricsAllow who may read the metrics, in addition to loopback
   * @param connections how many there may be at once
   * @param outgoingAllow addresses that may be called though they are not public
   * @param sessionCalls a minute, of one session
   */
  public record Server(
      int port,
      InetAddress listen,
      Optional<URI> givenPublicUrl,
      List<Network> trustedProxies,
      List<Network> metricsAllow,
      Connections connections,
      OutgoingAllow outgoingAllow,
      int sessionCalls) {}

  /**
   * How many connections the API holds.
   *
   * @param total empty means as many as the machine allows
   * @param perAddress of a single client's address
   */
  public record Connections(OptionalInt total, int perAddress) {}

  /**
   * Where the data is.
   *
   * @param dataDir absolute; it need not exist yet
   * @param externalUrl a JDBC URL, credentials included; empty means the embedded PostgreSQL
   * @param pool connections
   * @param secretKey 32 bytes; empty means the one that is kept in the data folder
   * @param previousSecretKeys with which something may still be encrypted
   */
  public record Database(
      Path dataDir,
      Optional<Secret> externalUrl,
      int pool,
      Optional<Secret> secretKey,
      List<Secret> previousSecretKeys) {

    /** The bytes of a given key: 32. */
    public Optional<byte[]> secretKeyBytes() {
      return secretKey.flatMap(key -> keyBytes(key.reveal()));
    }

    /** The bytes of former keys: 32 each. */
    public List<byte[]> previousKeys() {
      return previousSecretKeys.stream().flatMap(key -> keyBytes(key.reveal()).stream()).toList();
    }
  }

  /**
   * The way to WhatsApp.
   *
   * @param graphUrl empty means the simulator
   * @param sendWait how long a request waits for WhatsApp before it is answered 202
   * @param simulatorPort 0 takes a free one; of no meaning in production
   */
  public record WhatsApp(
      Optional<URI> graphUrl,
      String graphVersion,
      Optional<Secret> appSecret,
      Optional<Secret> verifyToken,
      Duration sendWait,
      int simulatorPort) {}

  /**
   * Reads the settings of an environment.
   *
   * @throws ConfigFaultsException with every fault that there is
   */
  public static Config from(Map<String, String> environment, Mode mode) {
    var values = new Values(environment);
    var config =
        new Config(
            mode,
            server(values, mode),
            database(values),
            MediaConfig.read(values),
            whatsapp(values, mode),
            values.level(Settings.LOG),
            values.whole(Settings.JOB_SLOTS),
            values.whole(Settings.EVENT_DAYS));
    values.checkChoice(Settings.LOG_FORMAT); // It was read before there was a log.
    config.checkRelations(values);
    values.refuseUnknownNames();
    if (!values.faults().isEmpty()) {
      throw new ConfigFaultsException(values.faults());
    }
    return config;
  }

  /**
   * The base of every absolute URL that we write, without a slash at its end.
   *
   * @param boundPort the port that the server really has
   */
  public URI publicUrl(int boundPort) {
    return server.givenPublicUrl().orElseGet(() -> URI.create("http://localhost:" + boundPort));
  }

  /** Settings that are allowed, but that the operator should hear of at the start. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (mode == Mode.PRODUCTION && whatsapp.appSecret().isEmpty()) {
      warnings.add(
          "RASL_WHATSAPP_APP_SECRET is not given: /hooks/whatsapp takes nothing; only apps with"
              + " their own key under /hooks/whatsapp/{key} are served.");
    }
    if (mode == Mode.TRIAL && !server.listen().isLoopbackAddress()) {
      warnings.add(
          "RASL_LISTEN opens a trial server to the network, its sandbox with a token without rate"
              + " limit included; use --prod to serve others.");
    }
    return warnings;
  }

  private static Server server(Values values, Mode mode) {
    byte[] standard = mode == Mode.PRODUCTION ? new byte[4] : new byte[] {127, 0, 0, 1};
    return new Server(
        values.whole(Settings.PORT),
        values.address(Settings.LISTEN).orElseGet(() -> Network.address(standard)),
        values.url(Settings.PUBLIC_URL),
        values.networks(Settings.TRUSTED_PROXIES),
        values.networks(Settings.METRICS_ALLOW),
        connections(values),
        values.outgoing(Settings.OUTGOING_ALLOW),
        values.whole(Settings.SESSION_CALLS));
  }

  private static Connections connections(Values values) {
    int total = values.whole(Settings.CONNECTIONS);
    return new Connections(
        values.text(Settings.CONNECTIONS).isPresent() ? OptionalInt.of(total) : OptionalInt.empty(),
        values.whole(Settings.CONNECTIONS_PER_ADDRESS));
  }

  private static Database database(Values values) {
    return new Database(
        values
            .parsed(Settings.DATA_DIR, Config::folder, "must be a folder's path")
            .orElseGet(() -> Path.of("data").toAbsolutePath()),
        values.parsed(Settings.DATABASE_URL, DatabaseUrl::parse, DatabaseUrl.RULE),
        values.whole(Settings.DB_POOL),
        values.parsed(
            Settings.SECRET_KEY,
            text -> keyBytes(text).map(_ -> new Secret(text)),
            "must be 32 bytes: 64 hex digits, or base64; make one with: openssl rand -hex 32"),
        values
            .parsed(
                Settings.SECRET_KEY_PREVIOUS,
                Config::keys,
                "must be a comma list of keys: each 64 hex digits, or base64")
            .orElseGet(List::of));
  }

  private static Optional<List<Secret>> keys(String text) {
    List<String> parts =
        Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
    return parts.stream().allMatch(part -> keyBytes(part).isPresent())
        ? Optional.of(parts.stream().map(Secret::new).toList())
        : Optional.empty();
  }

  private static WhatsApp whatsapp(Values values, Mode mode) {
    Optional<URI> given = values.url(Settings.GRAPH_URL);
    boolean production = mode == Mode.PRODUCTION;
    return new WhatsApp(
        production ? given.or(() -> Optional.of(URI.create("https://graph.facebook.com"))) : given,
        values
            .parsed(
                Settings.GRAPH_VERSION,
                text -> text.matches("v\\d{1,3}\\.\\d{1,2}") ? Optional.of(text) : Optional.empty(),
                "must be a version such as v25.0")
            .orElse(""),
        values.secret(Settings.WHATSAPP_APP_SECRET),
        values.secret(Settings.WHATSAPP_VERIFY_TOKEN),
        values.time(Settings.SEND_WAIT),
        values.whole(Settings.SIMULATOR_PORT));
  }

  private void checkRelations(Values values) {
    boolean production = mode == Mode.PRODUCTION;
    if (production && values.text(Settings.PUBLIC_URL).isEmpty()) {
      values.fault(
          Settings.PUBLIC_URL,
          "is needed with --prod: the URL by which the world reaches this server.");
    }
    if (mode != Mode.COMMAND && values.text(Settings.SECRET_KEY).isEmpty()) {
      if (production || values.text(Settings.DATABASE_URL).isPresent()) {
        values.fault(
            Settings.SECRET_KEY,
            "is needed with %s; make one with: openssl rand -hex 32, and keep it."
                .formatted(production ? "--prod" : "RASL_DATABASE_URL"));
      }
    }
    if (mode == Mode.TRIAL && server.port() != 0 && server.port() == whatsapp.simulatorPort()) {
      values.fault(Settings.SIMULATOR_PORT, "must differ from RASL_PORT, or be 0.");
    }
    if (whatsapp.verifyToken().filter(it -> it.reveal().length() < VERIFY_TOKEN).isPresent()) {
      values.fault(
          Settings.WHATSAPP_VERIFY_TOKEN, "must have at least " + VERIFY_TOKEN + " characters.");
    }
    if (whatsapp.appSecret().isPresent() != whatsapp.verifyToken().isPresent()) {
      values.fault(
          whatsapp.appSecret().isPresent()
              ? Settings.WHATSAPP_VERIFY_TOKEN
              : Settings.WHATSAPP_APP_SECRET,
          "is needed too: RASL_WHATSAPP_APP_SECRET and RASL_WHATSAPP_VERIFY_TOKEN go together.");
    }
  }

  private static Optional<Path> folder(String text) {
    try {
      return Optional.of(Path.of(text).toAbsolutePath().normalize());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> keyBytes(String text) {
    try {
      byte[] key =
          text.matches("[0-9a-fA-F]{64}")
              ? HexFormat.of().parseHex(text)
              : Base64.getDecoder().decode(text);
      return key.length == 32 ? Optional.of(key) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
