package rasl;

import ch.qos.logback.classic.LoggerContext;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.slf4j.LoggerFactory;
import rasl.cli.Cli;
import rasl.cpu.Carriers;
import rasl.desk.Commands;
import rasl.server.LogDestination;

/** Where the process begins: the only place that asks the system for time and randomness. */
final class Main {
  /** The HTTP client drops idle connections before the other side does, who then cannot race us. */
  private static final String CLIENT_KEEP_ALIVE_SECONDS = "20";

  private Main() {}

  public static void main(String[] arguments) {
    Carriers.prepare(Runtime.getRuntime().availableProcessors());
    System.setProperty("jdk.httpclient.keepalive.timeout", CLIENT_KEEP_ALIVE_SECONDS);
    LogDestination.choose(List.of(arguments), System.getenv());
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    var commands = new Commands(out, Clock.systemUTC(), new SecureRandom());
    int code = new Cli(commands, System.getenv(), out, err).run(arguments);
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      logs.stop(); // Writes what waits to be written.
    }
    System.exit(code);
  }
}
