package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code bench/neighbours}: what an ordinary tenant's calls take alone, and beside a neighbour that
 * floods the server, in turns.
 */
final class NeighboursBench {
  private static final int RECIPIENTS = 2_000;

  /** A quieter 99th percentile counts as this: below it a ratio says nothing. */
  private static final double FLOOR_MILLIS = 10;

  private static final double MOST = 2;
  private static final List<String> CALLS = List.of("sends", "reads", "codes");

  private final SendBench.Plan plan;
  private final PrintStream out;
  private boolean held = true;

  private NeighboursBench(SendBench.Plan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  /** Settings come as properties of the JVM, {@code -Dname=value}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var plan = SendBench.Plan.of(arguments);
    Files.createDirectories(plan.folder());
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var bench = new NeighboursBench(plan, out);
    bench.run();
    System.exit(bench.held ? 0 : 1);
  }

  private void run() throws IOException, InterruptedException {
    int port = Beside.freePort();
    int simulatorPort = Beside.freePort();
    try (ChildProcess simulator = Beside.simulator(plan, port, simulatorPort);
        ChildProcess server = Beside.server(plan, "sending", port, simulatorPort, 1_000, 1);
        var world = new World(simulatorPort)) {
      out.printf("Simulator %d, server %d; opening windows …%n", simulator.pid(), server.pid());
      world.gather();
      for (int i = 0; i < RECIPIENTS; i++) {
        world.write(Recipients.BEFORE_FIRST + 1 + i);
      }
      var noise =
          new Noise(
              port,
              server.told("neighbour_token"),
              server.told("neighbour_callback"),
              server.told("neighbour_secret"));
      out.println("Making the neighbour's contacts …");
      noise.prepare();
      var quiet = new Quiet(port, server.told("token"), Recipients.BEFORE_FIRST + 1, RECIPIENTS);
      out.println("Warming up …");
      var _ = quiet.run(plan.warm());
      measure(quiet, noise);
    }
  }

  private void measure(Quiet quiet, Noise noise) throws IOException, InterruptedException {
    String only = System.getProperty("only", "");
    for (Noise.Kind kind : noise.kinds()) {
      if (!kind.name().contains(only)) {
        continue;
      }
      out.printf("%n%s, %d connections%n", kind.name(), kind.connections());
      List<Quiet.Times> alone = new ArrayList<>();
      List<Quiet.Times> beside = new ArrayList<>();
      for (int round = 1; round <= plan.rounds(); round++) {
        alone.add(quiet.run(plan.seconds()));
        beside.add(besides(quiet, noise, kind));
      }
      for (int call = 0; call < CALLS.size(); call++) {
        tell(call, alone, beside);
      }
    }
  }

  private Quiet.Times besides(Quiet quiet, Noise noise, Noise.Kind kind)
      throws IOException, InterruptedException {
    var stop = new AtomicBoolean();
    var calls = new AtomicLong();
    List<Thread> threads = noise.start(kind, stop, calls);
    Quiet.Times times = quiet.run(plan.seconds());
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    out.printf("  the neighbour made %d calls%n", calls.get());
    return times;
  }

  private void tell(int call, List<Quiet.Times> alone, List<Quiet.Times> beside) {
    double without = Math.max(FLOOR_MILLIS, medianP99(call, alone));
    double with = medianP99(call, beside);
    long failed = beside.stream().mapToLong(times -> times.all().get(call).failed()).sum();
    boolean good = with / without <= MOST && failed == 0;
    held &= good;
    out.printf(
        "  %-6s p50 %7.2f ms alone, %7.2f beside; p99 %7.2f ms alone, %7.2f beside; ratio %5.2f"
            + " of %.0f%s%s%n",
        CALLS.get(call),
        medianP50(call, alone),
        medianP50(call, beside),
        medianP99(call, alone),
        with,
        with / without,
        MOST,
        failed == 0 ? "" : "  FAILED: " + failed,
        good ? "" : "  MISSED");
  }

  private static double medianP99(int call, List<Quiet.Times> turns) {
    return median(turns, call, Comparator.comparingDouble(Measured::p99)).p99();
  }

  private static double medianP50(int call, List<Quiet.Times> turns) {
    return median(turns, call, Comparator.comparingDouble(Measured::p50)).p50();
  }

  private static Measured median(List<Quiet.Times> turns, int call, Comparator<Measured> order) {
    return turns.stream()
        .map(times -> times.all().get(call))
        .sorted(order)
        .toList()
        .get(turns.size() / 2);
  }
}
