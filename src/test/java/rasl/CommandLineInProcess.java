package rasl;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import rasl.cli.Cli;
import rasl.desk.Commands;

/** The real command line on real settings, without the cost of a process of its own. */
public final class CommandLineInProcess {
  private CommandLineInProcess() {}

  /** What a command left. */
  public record Ran(int exitCode, String out, String err) {}

  /** Runs a command to its end. */
  public static Ran run(Map<String, String> environment, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var commands = new Commands(new PrintWriter(out), Clock.systemUTC(), new SecureRandom());
    int code =
        new Cli(commands, environment, new PrintWriter(out), new PrintWriter(err)).run(arguments);
    return new Ran(code, out.toString(), err.toString());
  }
}
