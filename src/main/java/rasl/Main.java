package rasl;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import rasl.cli.Cli;

/** Where the process begins: the only place that asks the system for time and randomness. */
final class Main {
  /** The HTTP client drops idle connections before the other side does, who then cannot race us. */
  private static final String CLIENT_KEEP_ALIVE_SECONDS = "20";

  private Main() {}

  public static void main(String[] arguments) {
    System.setProperty("jdk.httpclient.keepalive.timeout", CLIENT_KEEP_ALIVE_SECONDS);
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    var commands = new Commands(out, Clock.systemUTC(), new SecureRandom());
    exit(new Cli(commands, System.getenv(), out, err).run(arguments));
  }

  /**
   * Ends the process. Where a signal is ending it already, this thread just ends: {@link Stopping}
   * waits for that, and {@code System.exit} would wait for Stopping.
   */
  private static void exit(int code) {
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(new Thread("no hook"));
    } catch (IllegalStateException _) {
      return; // Thrown only once the process is ending.
    }
    System.exit(code);
  }
}
