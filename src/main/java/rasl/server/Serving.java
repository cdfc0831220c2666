package rasl.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.config.Config;
import rasl.config.Secret;
import rasl.db.Database;
import rasl.db.DatabaseSettings;
import rasl.db.DatabaseSetupException;
import rasl.db.EmbeddedPostgres;
import rasl.db.FolderLock;
import rasl.disk.Disk;

/** Runs the server in the foreground, from the first line it prints to its orderly stop. */
public final class Serving {
  private static final Logger log = LoggerFactory.getLogger(Serving.class);

  /** How long stopping may take once PostgreSQL is gone. */
  private static final Duration WITHOUT_DATABASE = Duration.ofSeconds(2);

  private final Config config;
  private final Welcome welcome;
  private final Clock clock;
  private final SecureRandom random;
  private volatile int exitCode;

  /** Serves with these settings and prints to this writer. */
  public Serving(Config config, PrintWriter out, Clock clock, SecureRandom random) {
    this.config = config;
    this.welcome = new Welcome(config, out);
    this.clock = clock;
    this.random = random;
  }

  /** Returns the process's exit code once it was told to stop. */
  public int run() {
    Path dataDir = config.database().dataDir();
    makeFolder(dataDir);
    try (Stopping stopping = Stopping.listen();
        FolderLock _ = FolderLock.take(dataDir)) {
      PrivateFiles.close(dataDir);
      new StateFile(dataDir).delete();
      Optional<Secret> external = config.database().externalUrl();
      if (external.isPresent()) {
        serve(DatabaseSettings.parse(external.get().reveal()), stopping);
      } else {
        serveEmbedded(dataDir, stopping);
      }
      return exitCode;
    }
  }

  private static void makeFolder(Path dataDir) {
    try {
      Files.createDirectories(dataDir);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot make the data folder " + dataDir + "; give another by RASL_DATA_DIR", e);
    }
  }

  private void serveEmbedded(Path dataDir, Stopping stopping) {
    welcome.say("Starting PostgreSQL in " + dataDir + " …");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir)) {
      postgres.onUnexpectedExit(
          () -> {
            exitCode = 1;
            stopping.tell();
          });
      serve(postgres.settings(), stopping);
    }
    if (exitCode != 0) {
      welcome.say(
          "Stopped, because PostgreSQL exited by itself. Its log, in "
              + dataDir.resolve("postgres").resolve("log")
              + ", says why.");
    }
  }

  private void serve(DatabaseSettings settings, Stopping stopping) {
    if (stopping.isTold()) {
      return;
    }
    var state = new StateFile(config.database().dataDir());
    var running = new RunningParts();
    welcome.say("Opening the database …");
    try {
      Database db = open(settings.withConnections(config.database().pool()));
      running.add(db);
      RunningServer server = RunningServer.start(config, db, clock, random);
      running.add(server);
      running.add(() -> closeFirstIfLost(db));
      state.write(
          server.local(config),
          server.simulator().map(simulator -> simulator.url()),
          clock.instant());
      sayWhatIsLacking(db);
      log.info("ready");
      welcome.show(server, stopping);
      stopping.await();
      if (exitCode == 0) {
        welcome.say("Stopping …");
      }
    } finally {
      stop(running);
      state.delete();
    }
  }

  private Database open(DatabaseSettings settings) {
    try {
      return Database.open(settings);
    } catch (DatabaseSetupException e) {
      if (config.database().externalUrl().isPresent()) {
        throw e;
      }
      throw new DatabaseSetupException(
          "The data folder %s cannot be served. %s"
              .formatted(config.database().dataDir(), e.getMessage()),
          e);
    }
  }

  private void sayWhatIsLacking(Database db) {
    Path folder = config.database().dataDir();
    var check = new MachineCheck(config, Machine.asItIs(), Disk.of(folder), clock);
    Stream.of(check.ofMachine(), check.ofHeap(), check.ofClock(db))
        .flatMap(List::stream)
        .forEach(lack -> log.warn("{}: {}", lack.what(), lack.words()));
  }

  /** Without PostgreSQL, whoever waits for a connection hears at once that there is none. */
  private void closeFirstIfLost(Database db) {
    if (exitCode != 0) {
      db.close();
    }
  }

  /**
   * In order and in its own time; without a database there is nothing to wait for, and what has not
   * stopped soon is stopped by the end of the process.
   */
  private void stop(RunningParts running) {
    if (exitCode == 0) {
      running.close();
      return;
    }
    Thread stop = Thread.ofPlatform().name("stop").daemon().start(running::close);
    try {
      if (!stop.join(WITHOUT_DATABASE)) {
        log.warn("not everything stopped in order within {}", WITHOUT_DATABASE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
