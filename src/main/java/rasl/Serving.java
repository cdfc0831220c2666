package rasl;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.config.Config;
import rasl.config.Secret;
import rasl.db.Database;
import rasl.db.DatabaseSettings;
import rasl.db.EmbeddedPostgres;
import rasl.db.FolderLock;

/** Runs the server in the foreground, from the first line it prints to its orderly stop. */
final class Serving {
  private static final Logger log = LoggerFactory.getLogger(Serving.class);

  private final Config config;
  private final PrintWriter out;
  private final Clock clock;
  private final SecureRandom random;
  private final CountDownLatch told = new CountDownLatch(1);
  private volatile int exitCode;

  Serving(Config config, PrintWriter out, Clock clock, SecureRandom random) {
    this.config = config;
    this.out = out;
    this.clock = clock;
    this.random = random;
  }

  /** Returns the process's exit code once it was told to stop. */
  int run() {
    Path dataDir = config.database().dataDir();
    try {
      Files.createDirectories(dataDir);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the data folder " + dataDir, e);
    }
    try (FolderLock _ = FolderLock.take(dataDir)) {
      new StateFile(dataDir).delete();
      Optional<Secret> external = config.database().externalUrl();
      if (external.isPresent()) {
        serve(DatabaseSettings.parse(external.get().reveal()));
      } else {
        serveEmbedded(dataDir);
      }
      return exitCode;
    }
  }

  private void serveEmbedded(Path dataDir) {
    say("Starting PostgreSQL in " + dataDir + " …");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir)) {
      postgres.onUnexpectedExit(
          () -> {
            exitCode = 1;
            told.countDown();
          });
      serve(postgres.settings());
    }
  }

  private void serve(DatabaseSettings settings) {
    var state = new StateFile(config.database().dataDir());
    say("Opening the database …");
    try (Database db = Database.open(settings.withConnections(config.database().pool()));
        RunningServer server = RunningServer.start(config, db, clock, random)) {
      state.write(
          server.local(config),
          server.simulator().map(simulator -> simulator.url()),
          clock.instant());
      log.info("ready");
      welcome(server);
      Stopping.await(told);
      say("Stopping …");
      state.delete();
    }
  }

  private void welcome(RunningServer server) {
    String url = server.app().publicUrl().toString();
    say("");
    say("Rasl is ready:       " + url + "   (API documentation: " + url + "/docs)");
    server.simulator().ifPresent(simulator -> say("WhatsApp simulator:  " + simulator.url()));
    server.sandboxToken().ifPresent(Serving.this::showToken);
    server.simulator().ifPresent(_ -> check(server, url));
    say("");
    say("Stop with Ctrl-C.");
  }

  private void showToken(String token) {
    say("");
    say("Token of the tenant \"sandbox\" (shown only this once; ./rasl token create makes more):");
    say("  " + token);
  }

  private void check(RunningServer server, String url) {
    say("");
    say("Send a message to a simulated customer:");
    say("  curl -X POST " + url + "/api/v2/messages/text \\");
    say("    -H \"Authorization: Bearer " + server.sandboxToken().orElse("$TOKEN") + "\" \\");
    say("    -H \"Content-Type: application/json\" \\");
    say("    -d '{\"phone\": \"+" + SelfCheck.CUSTOMER + "\", \"message\": \"Hello!\"}'");
    say("");
    say(selfCheck(server));
  }

  private String selfCheck(RunningServer server) {
    var check =
        new SelfCheck(
            server.local(config),
            server.simulator().orElseThrow().url(),
            server.selfCheckToken().orElseThrow());
    try {
      Optional<Duration> took = check.run();
      return took.map(
              time ->
                  "Self-check: the simulated customer wrote, the server answered, and the answer"
                      + " was delivered after "
                      + time.toMillis()
                      + " ms.")
          .orElse("Self-check FAILED: the answer was not delivered in time. See the log.");
    } catch (IOException | RuntimeException e) {
      log.warn("self-check failed", e);
      return "Self-check FAILED: " + e + ". See the log.";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "Self-check interrupted.";
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
