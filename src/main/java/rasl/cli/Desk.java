package rasl.cli;

import java.io.PrintWriter;
import java.util.Map;
import rasl.config.Config;
import rasl.config.Mode;

/** The tools of every command: the operations, the environment, and where to print. */
record Desk(
    Operations operations, Map<String, String> environment, PrintWriter out, PrintWriter err) {

  /** The settings, as a command needs them while a server runs. */
  Config config() {
    return Config.from(environment, Mode.COMMAND);
  }

  void print(String line) {
    out.println(line);
    out.flush();
  }

  /** For people: where the result has no lines, standard output stays empty. */
  void remark(String line) {
    err.println(line);
    err.flush();
  }
}
