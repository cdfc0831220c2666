package rasl.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the processes that the bench measures, as {@code ./rasl} starts them. */
final class Beside {
  private Beside() {}

  /** The server, with its worker held back ({@code accepting}) or at work ({@code sending}). */
  static ChildProcess server(SendBench.Plan plan, String what, int port, int simulatorPort)
      throws IOException {
    return server(plan, what, port, simulatorPort, 0, 0);
  }

  /** The same with so many contacts in the sandbox, and so many small tenants beside it. */
  static ChildProcess server(
      SendBench.Plan plan, String what, int port, int simulatorPort, long contacts, int tenants)
      throws IOException {
    List<String> options =
        new ArrayList<>(List.of("-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError"));
    options.addAll(
        Arrays.stream(plan.serverOptions().split(" ", -1)).filter(o -> !o.isEmpty()).toList());
    return ChildProcess.start(
        options,
        List.of("rasl.bench.BenchServer", what, Long.toString(contacts), Integer.toString(tenants)),
        plan.environment(port, simulatorPort),
        plan.folder().resolve(what + ".log"),
        line -> line.equals("ready"));
  }

  /** WhatsApp, as far as this bench goes. */
  static ChildProcess simulator(SendBench.Plan plan, int port, int simulatorPort)
      throws IOException {
    return ChildProcess.start(
        List.of(),
        List.of("rasl.Main", "simulator"),
        plan.environment(port, simulatorPort),
        plan.folder().resolve("simulator.log"),
        line -> line.startsWith("Stop with"));
  }

  /** The server at work with no WhatsApp beside it, for what comes in. */
  static ChildProcess alone(Path folder, String log, int port, Map<String, String> more)
      throws IOException {
    List<String> options =
        new ArrayList<>(List.of("-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError"));
    options.addAll(
        Arrays.stream(System.getProperty("server.options", "").split(" ", -1))
            .filter(one -> !one.isEmpty())
            .toList());
    var environment = new HashMap<>(more);
    environment.put("RASL_DATA_DIR", folder.resolve("data").toString());
    environment.put("RASL_PORT", Integer.toString(port));
    environment.put("RASL_PUBLIC_URL", "http://127.0.0.1:" + port);
    // Nobody is there: what is measured comes in.
    environment.put("RASL_GRAPH_URL", "http://127.0.0.1:" + freePort());
    return ChildProcess.start(
        options,
        List.of("rasl.bench.BenchServer", "sending", "0", "0"),
        environment,
        folder.resolve(log),
        line -> line.equals("ready"));
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
