package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** {@code bench/send}: see {@code bench/README.md}. */
final class SendBench {
  private SendBench() {}

  /** Settings come as properties of the JVM, {@code -Dname=value}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var plan = Plan.of(arguments);
    Files.createDirectories(plan.folder());
    String only = System.getProperty("only", "abc");
    if (only.contains("a") || only.contains("b")) {
      new Sending(plan, out).run(only.contains("b"));
    }
    if (only.contains("a")) {
      new Accepting(plan, out).run();
    }
    if (only.contains("c")) {
      new Paced(plan, out).run();
    }
    System.exit(0);
  }

  /**
   * How to measure.
   *
   * @param folder for the server's data and logs
   * @param scripts the folder with pgbench's scripts
   * @param pgbench the program
   * @param rounds how often accepting and pgbench take turns
   * @param seconds how long each turn is
   * @param warm how long the server runs under load before it is measured, in seconds
   * @param together how long accepting and sending together is measured, in seconds
   * @param serverOptions further options of the server's JVM, separated by blanks
   */
  record Plan(
      Path folder,
      Path scripts,
      String pgbench,
      int connections,
      int rounds,
      int seconds,
      int warm,
      int together,
      String serverOptions) {

    /** From the arguments of a bench, and the properties of the JVM. */
    static Plan of(String[] arguments) {
      return new Plan(
          Path.of(arguments[0]).toAbsolutePath(),
          Path.of(arguments[1]).toAbsolutePath(),
          arguments[2],
          Integer.getInteger("connections", 64),
          Integer.getInteger("rounds", 3),
          Integer.getInteger("seconds", 20),
          Integer.getInteger("warm", 20),
          Integer.getInteger("together", 60),
          System.getProperty("server.options", ""));
    }

    Map<String, String> environment(int port, int simulatorPort) {
      return Map.of(
          "RASL_DATA_DIR", folder.resolve("data").toString(),
          "RASL_PORT", Integer.toString(port),
          "RASL_PUBLIC_URL", "http://127.0.0.1:" + port,
          "RASL_SIMULATOR_PORT", Integer.toString(simulatorPort),
          "RASL_GRAPH_URL", "http://127.0.0.1:" + simulatorPort);
    }
  }
}
