package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * {@code bench/strangers}: a small server, an ordinary caller, and strangers from 249 addresses
 * that announce, drip, send the worst bodies and idle. Alive is a server that answers at the end.
 */
final class StrangersBench {
  private static final int RECIPIENTS = 500;
  private static final double MOST_MILLIS = 500;
  private static final int ANNOUNCING = 2_000;
  private static final int BODIES = 50;
  private static final int IDLE = 5_000;
  private static final String HOOK =
      "POST /hooks/whatsapp HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: sha256=%s\r\n"
              .formatted("0".repeat(64))
          + "Content-Length: 3145728\r\n\r\n";

  private final SendBench.Plan plan;
  private final PrintStream out;
  private boolean held = true;

  private StrangersBench(SendBench.Plan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  /** Settings come as properties of the JVM, {@code -Dname=value}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var plan = SendBench.Plan.of(arguments);
    Files.createDirectories(plan.folder());
    var bench = new StrangersBench(plan, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    bench.run();
    System.exit(bench.held ? 0 : 1);
  }

  private void run() throws IOException, InterruptedException {
    int port = Beside.freePort();
    int simulatorPort = Beside.freePort();
    try (ChildProcess simulator = Beside.simulator(plan, port, simulatorPort);
        ChildProcess server = Beside.server(plan, "sending", port, simulatorPort, 1_000, 1);
        var world = new World(simulatorPort)) {
      world.gather();
      out.printf("Simulator %d, server %d%n", simulator.pid(), server.pid());
      for (int i = 0; i < RECIPIENTS; i++) {
        world.write(Recipients.BEFORE_FIRST + 1 + i);
      }
      String token = server.told("token");
      var quiet = new Quiet(port, token, Recipients.BEFORE_FIRST + 1, RECIPIENTS);
      var _ = quiet.run(plan.warm());
      tell("alone", quiet.run(plan.seconds()), server);
      besides("2,000 that announce and drip a body", quiet, server, this::announce);
      besides("2,000 that drip a head", quiet, server, this::dripHeads);
      besides(
          "50 bodies of the worst shapes",
          quiet,
          server,
          crowd -> {
            int answered = new WorstBodies(port, server.told("neighbour_token")).send(BODIES);
            out.printf("  %d of %d bodies were answered, the others cut off%n", answered, BODIES);
          });
      besides("5,000 idle connections", quiet, server, this::idle);
      tell("alone again", quiet.run(plan.seconds()), server);
    }
  }

  @FunctionalInterface
  private interface Attack {
    void by(Crowd crowd) throws IOException, InterruptedException;
  }

  private void announce(Crowd crowd) throws IOException {
    crowd.open(ANNOUNCING, HOOK);
    crowd.drip("{", plan.seconds());
  }

  private void dripHeads(Crowd crowd) throws IOException {
    crowd.open(ANNOUNCING, "GET / HTTP/1.1\r\nHost: ");
    crowd.drip("x", plan.seconds());
  }

  private void idle(Crowd crowd) throws IOException {
    crowd.open(IDLE, "");
    crowd.drip("", plan.seconds());
  }

  private void besides(String what, Quiet quiet, ChildProcess server, Attack attack)
      throws IOException, InterruptedException {
    var fault = new AtomicReference<Exception>();
    try (var crowd = new Crowd(server.number("port"))) {
      Thread attacking =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      attack.by(crowd);
                    } catch (IOException | InterruptedException e) {
                      fault.set(e);
                    }
                  });
      tell(what, quiet.run(plan.seconds()), server);
      attacking.join();
      out.printf("  refused or closed: %d%n", crowd.refused());
    }
    if (fault.get() != null) {
      throw new IOException(what, fault.get());
    }
  }

  private void tell(String what, Quiet.Times times, ChildProcess server) throws IOException {
    double worst = times.all().stream().mapToDouble(Measured::p99).max().orElseThrow();
    long failed = times.all().stream().mapToLong(Measured::failed).sum();
    boolean good = worst < MOST_MILLIS && failed == 0;
    held &= good;
    out.printf(
        "%s: p99 of sends %.1f ms, reads %.1f, codes %.1f; of %.0f%s%s; resident %d MB%n",
        what,
        times.sends().p99(),
        times.reads().p99(),
        times.codes().p99(),
        MOST_MILLIS,
        failed == 0 ? "" : "  FAILED: " + failed,
        good ? "" : "  MISSED",
        resident(server.pid()));
  }

  private static long resident(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
            .findFirst()
            .orElse(0)
        : 0;
  }
}
