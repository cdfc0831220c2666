package rasl.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.config.Config;
import rasl.trial.SelfCheck;

/** What the server says to the person who started it; the log is for everything else. */
final class Welcome {
  private static final Logger log = LoggerFactory.getLogger(Welcome.class);

  private final Config config;
  private final PrintWriter out;

  Welcome(Config config, PrintWriter out) {
    this.config = config;
    this.out = out;
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Says where the server is and what to try, and then what its check of itself came to. */
  void show(RunningServer server, Stopping stopping) {
    String url = server.app().publicUrl().toString();
    say("");
    say("Rasl is ready:       " + url + "   (API documentation: " + url + "/docs)");
    server
        .simulator()
        .ifPresent(
            simulator -> {
              say("WhatsApp simulator:  " + simulator.url());
              say("  Its access token, account id and app secret, for other software:");
              say("  curl -s " + simulator.url() + "/control/account");
            });
    LogDestination.file().ifPresent(file -> say("Log:                 " + file));
    if (server.simulator().isPresent()) {
      sandbox(server, url);
    }
    say("");
    say("Stop with Ctrl-C.");
    if (server.simulator().isPresent()) {
      var _ = Thread.ofVirtual().name("self-check").start(() -> check(server, stopping));
    }
  }

  private void sandbox(RunningServer server, String url) {
    say("");
    server
        .sandboxToken()
        .ifPresentOrElse(
            token -> {
              say("Token of the tenant \"sandbox\", shown only this once:");
              say("  " + token);
            },
            () -> {
              say("The token of the tenant \"sandbox\" was shown at the first start. Another one:");
              say(
                  "  TOKEN=$(./rasl token create --tenant sandbox --name mine --scopes all"
                      + " --rate-limit unlimited)");
            });
    firstOwner(server);
    say("");
    say("Send a message to a simulated customer:");
    say("  curl -X POST " + url + "/api/v2/messages/text \\");
    say("    -H \"Authorization: Bearer " + server.sandboxToken().orElse("$TOKEN") + "\" \\");
    say("    -H \"Content-Type: application/json\" \\");
    say("    -d '{\"phone\": \"+" + SelfCheck.CUSTOMER + "\", \"message\": \"Hello!\"}'");
  }

  private void firstOwner(RunningServer server) {
    server
        .firstOwnerLink()
        .get()
        .ifPresent(
            link -> {
              say("");
              say("Make yourself its owner, once and within 24 hours (docs/people.md says how):");
              say("  " + link);
            });
  }

  private void check(RunningServer server, Stopping stopping) {
    var check =
        new SelfCheck(
            server.local(config),
            server.simulator().orElseThrow().url(),
            server.selfCheckToken().orElseThrow());
    String result;
    try {
      result = words(check.run());
    } catch (IOException | RuntimeException e) {
      if (stopping.isTold()) {
        return;
      }
      log.warn("self-check failed", e);
      result = "Self-check FAILED: " + e + ". See the log.";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    if (!stopping.isTold()) {
      say("");
      say(result);
    }
  }

  private static String words(Optional<Duration> took) {
    return took.map(
            time ->
                "Self-check: a simulated customer wrote, the server answered, and the answer was"
                    + " delivered after "
                    + time.toMillis()
                    + " ms.")
        .orElse("Self-check FAILED: the answer was not delivered in time. See the log.");
  }
}
