package rasl.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import rasl.App;
import rasl.config.Config;
import rasl.config.Mode;
import rasl.config.Secret;
import rasl.crypto.Base62;
import rasl.crypto.MasterKey;
import rasl.db.Database;
import rasl.http.TokenCheck;
import rasl.installation.Installation;
import rasl.simulator.Simulator;
import rasl.simulator.SimulatorAccount;
import rasl.simulator.SimulatorSettings;
import rasl.simulator.SimulatorTimings;
import rasl.trial.Sandbox;
import rasl.trial.SelfCheck;
import rasl.whatsapp.AccessSecret;
import rasl.whatsapp.graph.Graphs;

/**
 * A server with everything it runs beside it: in a trial the simulator and the sandbox, in
 * production neither.
 *
 * @param sandboxToken where it was made at this start
 * @param firstOwnerLink where nobody can sign in to the sandbox as its owner yet
 * @param selfCheckToken what the self-check of a trial presents
 */
public record RunningServer(
    App app,
    Optional<Simulator> simulator,
    Optional<String> sandboxToken,
    Supplier<Optional<String>> firstOwnerLink,
    Optional<String> selfCheckToken)
    implements AutoCloseable {
  private static final URI REAL_GRAPH = URI.create("https://graph.facebook.com");

  /** Starts it on an open database. */
  static RunningServer start(Config config, Database db, Clock clock, SecureRandom random) {
    return start(config, db, REAL_GRAPH, ServerTimings.usual(), clock, random);
  }

  /**
   * The same.
   *
   * @param real where a trial reaches WhatsApp itself, for numbers that are not the simulator's
   */
  public static RunningServer start(
      Config config,
      Database db,
      URI real,
      ServerTimings timings,
      Clock clock,
      SecureRandom random) {
    MasterKey key = Installation.key(config.database(), random);
    if (config.mode() == Mode.PRODUCTION) {
      URI graph = config.whatsapp().graphUrl().orElseThrow();
      var app =
          new App(
              new App.Surroundings(
                  config,
                  db,
                  key,
                  Graphs.real(graph),
                  operatorsApp(config),
                  isShared(config),
                  timings,
                  clock,
                  random));
      startOrClose(app, app.tokens());
      return new RunningServer(
          app, Optional.empty(), Optional.empty(), Optional::empty, Optional.empty());
    }
    return startTrial(config, db, key, real, timings, clock, random);
  }

  private static RunningServer startTrial(
      Config config,
      Database db,
      MasterKey key,
      URI real,
      ServerTimings timings,
      Clock clock,
      SecureRandom random) {
    SimulatorAccount account = Sandbox.account(key, config.whatsapp());
    Simulator simulator = startSimulator(config, account, clock, random);
    try {
      URI played = config.whatsapp().graphUrl().orElse(simulator.url());
      var graphs =
          new Graphs(
              () -> played,
              config.whatsapp().graphUrl().orElse(real),
              Set.of(account.phoneNumberId()));
      var sharedApp = Optional.of(Sandbox.app(account));
      var app =
          new App(
              new App.Surroundings(
                  config, db, key, graphs, sharedApp, isShared(config), timings, clock, random));
      Optional<String> token = Sandbox.prepare(app, db, account);
      String checkToken = Base62.random(random, 40);
      startOrClose(app, selfCheck(app, checkToken));
      simulator.setCallback(local(app, config).resolve("/hooks/whatsapp"));
      return new RunningServer(
          app,
          Optional.of(simulator),
          token,
          () -> Sandbox.firstOwnerLink(app),
          Optional.of(checkToken));
    } catch (RuntimeException e) {
      simulator.close();
      throw e;
    }
  }

  /** Whether other nodes may work on the same database. */
  private static boolean isShared(Config config) {
    return config.database().externalUrl().isPresent();
  }

  private static void startOrClose(App app, TokenCheck tokens) {
    try {
      app.start(tokens);
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
  }

  private static TokenCheck selfCheck(App app, String token) {
    return SelfCheck.admitting(
        token, app.tenants().tenants().find(Sandbox.NAME).orElseThrow().id(), app.tokens());
  }

  /** The simulator listens on this machine only, whatever the server does. */
  public static Simulator startSimulator(
      Config config, SimulatorAccount account, Clock clock, SecureRandom random) {
    var settings =
        new SimulatorSettings(
            new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), config.whatsapp().simulatorPort()),
            config.database().dataDir(),
            List.of(account),
            Optional.empty(),
            clock,
            random,
            SimulatorTimings.usual());
    return PortInUse.orExplain(
        "The WhatsApp simulator",
        "127.0.0.1:" + config.whatsapp().simulatorPort(),
        "RASL_SIMULATOR_PORT",
        () -> Simulator.start(settings));
  }

  private static Optional<rasl.whatsapp.App> operatorsApp(Config config) {
    return config
        .whatsapp()
        .appSecret()
        .map(Secret::reveal)
        .map(
            secret ->
                new rasl.whatsapp.App(
                    rasl.whatsapp.App.SHARED,
                    new AccessSecret(secret),
                    new AccessSecret(config.whatsapp().verifyToken().orElseThrow().reveal())));
  }

  /** Where this machine itself reaches the server. */
  public URI local(Config config) {
    return local(app, config);
  }

  private static URI local(App app, Config config) {
    InetAddress address = config.server().listen();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + app.port());
  }

  /** Stops the server first: webhooks that it no longer takes stay with the simulator. */
  @Override
  public void close() {
    app.close();
    simulator.ifPresent(Simulator::close);
  }
}
