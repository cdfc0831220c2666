package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * One number of WhatsApp's higher level: 1,000 messages a second are asked for, and no more may
 * leave. The simulator refuses what goes over that, and over one in 6 seconds to a customer.
 */
final class Paced {
  private static final int LEVEL = 1000;
  private static final String OUTBOUND = "message where direction = 'outbound' and ";

  private final SendBench.Plan plan;
  private final PrintStream out;

  Paced(SendBench.Plan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  void run() throws IOException, InterruptedException, SQLException {
    int port = Beside.freePort();
    int simulatorPort = Beside.freePort();
    try (ChildProcess simulator = Beside.simulator(plan, port, simulatorPort);
        ChildProcess server = Beside.server(plan, "sending", port, simulatorPort);
        var tables = new Tables(server);
        var world = new World(simulatorPort)) {
      world.reset();
      world.gather();
      tables.empty();
      openWindows(world, tables);
      warmUp(port, server, tables);
      tables.run("update whatsapp_connection set messages_per_second = " + LEVEL);
      world.rule("{\"messages_per_second\": " + LEVEL + ", \"pair_limit\": true}");
      measure(port, simulator, server, tables, world);
    }
  }

  private static void openWindows(World world, Tables tables)
      throws IOException, InterruptedException, SQLException {
    for (int i = 1; i <= Recipients.COUNT; i++) {
      world.write(Recipients.BEFORE_FIRST + i);
    }
    while (tables.count("message") != Recipients.COUNT) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    tables.run("analyze contact, conversation");
  }

  private void warmUp(int port, ChildProcess server, Tables tables)
      throws IOException, InterruptedException, SQLException {
    new Arrivals(port, plan.connections()).run(requests(server, plan.warm() / 2, 3), LEVEL / 2.0);
    awaitQuiet(tables);
    tables.empty();
  }

  private void measure(
      int port, ChildProcess simulator, ChildProcess server, Tables tables, World world)
      throws IOException, InterruptedException, SQLException {
    out.printf(
        "%n(c) one number of level 1,000, %d messages a second asked for, %d s, open model%n",
        LEVEL, plan.together());
    long before = world.taken(0, Instant.MAX);
    var cost = new Cost(server.pid(), tables.postmaster(), simulator.pid());
    List<byte[]> requests = requests(server, plan.together(), 4);
    cost.start();
    Instant start = Instant.now();
    Measured accepted = new Arrivals(port, plan.connections()).run(requests, LEVEL);
    Instant end = Instant.now();
    long taken = world.taken(before, end);
    cost.tell(out, accepted.seconds(), taken);
    out.printf(
        "  accepted %.0f/s (p50 %.1f ms, p99 %.1f ms), WhatsApp took %.0f/s meanwhile%n",
        accepted.perSecond(), accepted.p50(), accepted.p99(), taken / accepted.seconds());
    awaitQuiet(tables);
    out.printf(
        "  all taken %.1f s after the first request%n",
        (Instant.now().toEpochMilli() - start.toEpochMilli()) / 1000.0);
    compare(accepted, tables, world, before);
  }

  /** Whether what we believe to have sent is what WhatsApp believes to have got. */
  private void compare(Measured accepted, Tables tables, World world, long before)
      throws IOException, InterruptedException, SQLException {
    List<String> received = world.wamids(before);
    var sent = new TreeSet<>(tables.texts("wamid from " + OUTBOUND + "wamid is not null"));
    out.printf(
        "  accepted %d (%d refused), sent %d, received %d: the sets %s%n",
        accepted.count() - accepted.failed(),
        accepted.failed(),
        sent.size(),
        received.size(),
        sent.equals(new TreeSet<>(received)) && received.size() == sent.size()
            ? "are equal"
            : "DIFFER");
    out.printf(
        "  failed %d; from accepted to sent: p50 %s s, p99 %s s%n",
        tables.count(OUTBOUND + "status = 'failed'"), delay(tables, 0.5), delay(tables, 0.99));
  }

  private static String delay(Tables tables, double share) throws SQLException {
    return tables
        .texts(
            "round(extract(epoch from percentile_cont("
                + share
                + ") within group (order by sent_at - created_at))::numeric, 3) from "
                + OUTBOUND
                + "sent_at is not null")
        .getFirst();
  }

  private static void awaitQuiet(Tables tables) throws InterruptedException, SQLException {
    while (tables.count(OUTBOUND + "status = 'queued'") > 0 || tables.count("whatsapp_inbox") > 0) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static List<byte[]> requests(ChildProcess server, int seconds, long seed) {
    var random = new SplittableRandom(seed);
    var call = Load.Call.texts(random);
    var requests = new ArrayList<byte[]>();
    for (int i = 0; i < seconds * LEVEL; i++) {
      requests.add(call.request(server.told("token")).getBytes(StandardCharsets.US_ASCII));
    }
    return requests;
  }
}
