package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Accepting and sending together; it also opens the recipients' windows. */
final class Sending {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private static final String OUTBOUND = "message where direction = 'outbound' and status ";
  private static final String QUEUED = OUTBOUND + "= 'queued'";
  private static final String SETTLED = OUTBOUND + "<> 'queued'";
  private static final String UNREAD = OUTBOUND + "not in ('read', 'failed')";

  private final SendBench.Plan plan;
  private final PrintStream out;
  private Measured accepted = new Measured(0, 0, 0, 0, 0);

  Sending(SendBench.Plan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * @param measures false to open the windows only
   */
  void run(boolean measures) throws IOException, InterruptedException, SQLException {
    int port = Beside.freePort();
    int simulatorPort = Beside.freePort();
    try (ChildProcess simulator = Beside.simulator(plan, port, simulatorPort);
        ChildProcess server = Beside.server(plan, "sending", port, simulatorPort);
        var tables = new Tables(server);
        var world = new World(simulatorPort)) {
      world.gather();
      openWindows(world, tables);
      if (!measures) {
        return;
      }
      out.printf(
          "%n(b) accepting and sending together, %d connections, %d s%n",
          plan.connections(), plan.together());
      var load =
          new Load(
              port,
              server.told("token"),
              plan.connections(),
              Load.Call.texts(new SplittableRandom(2)));
      load.run(Duration.ofSeconds(plan.warm()));
      await(tables, UNREAD, 0);
      tables.empty();
      long before = world.taken(0, Instant.MAX);
      measure(load, tables, new Cost(server.pid(), tables.postmaster(), simulator.pid()));
      tell(tables, world, before, Instant.now());
    }
  }

  private void openWindows(World world, Tables tables)
      throws IOException, InterruptedException, SQLException {
    tables.empty();
    world.reset();
    for (int i = 1; i <= Recipients.COUNT; i++) {
      world.write(Recipients.BEFORE_FIRST + i);
    }
    await(tables, "message", Recipients.COUNT);
    // As autovacuum does, though not within the seconds of a bench.
    tables.run("analyze contact, conversation");
  }

  private void measure(Load load, Tables tables, Cost cost) throws IOException, SQLException {
    cost.start();
    accepted = load.run(Duration.ofSeconds(plan.together()));
    long settled = tables.count(SETTLED);
    out.printf(
        "  accepted %.0f/s (p50 %.2f ms, p99 %.2f ms), settled %.0f/s%n",
        accepted.perSecond(), accepted.p50(), accepted.p99(), settled / accepted.seconds());
    cost.tell(out, accepted.seconds(), settled);
  }

  /** What WhatsApp had taken by the end, and what became of the rest. */
  private void tell(Tables tables, World world, long before, Instant end)
      throws IOException, InterruptedException, SQLException {
    long start = System.nanoTime();
    long left = tables.count(QUEUED);
    await(tables, QUEUED, 0);
    double settled = (System.nanoTime() - start) / 1e9;
    await(tables, UNREAD, 0);
    double read = (System.nanoTime() - start) / 1e9;
    out.printf(
        "  sent %.0f/s; %d were left: settled %.1f s later, the last one read %.1f s later%n",
        world.taken(before, end) / accepted.seconds(), left, settled, read);
    out.printf(
        "  %d accepted, %d refused; WhatsApp took %d, %d failed%n",
        accepted.count() - accepted.failed(),
        accepted.failed(),
        world.taken(before, Instant.MAX),
        tables.count("message where status = 'failed'"));
  }

  private static void await(Tables tables, String what, long wanted)
      throws InterruptedException, SQLException {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (tables.count(what) != wanted) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("still " + tables.count(what) + " of " + what);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }
}
