package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** {@code bench/alone}: one call after another on one connection; see {@code bench/README.md}. */
final class AloneBench {
  private static final int RECIPIENTS = 2_000;
  private static final int COMMITS = 500;
  private static final String JSON = "application/json";
  private static final String UNREAD =
      "message where direction = 'outbound' and status not in ('read', 'failed')";
  private static final String TRANSACTIONS =
      "xact_commit from pg_stat_database where datname = current_database()";

  private final SendBench.Plan plan;
  private final PrintStream out;
  private final SplittableRandom random = new SplittableRandom(7);

  private AloneBench(SendBench.Plan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  /** Settings come as properties of the JVM, {@code -Dname=value}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    var plan = SendBench.Plan.of(arguments);
    Files.createDirectories(plan.folder());
    new AloneBench(plan, new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException, SQLException {
    int port = Beside.freePort();
    int simulatorPort = Beside.freePort();
    try (ChildProcess simulator = Beside.simulator(plan, port, simulatorPort);
        ChildProcess server = Beside.server(plan, "sending", port, simulatorPort, 0, 1);
        var tables = new Tables(server);
        var world = new World(simulatorPort)) {
      openWindows(world);
      tables.run("analyze contact, conversation");
      tables.makeCodes(server.number("tenant"), Recipients.BEFORE_FIRST, RECIPIENTS);
      var sends = new Stretch("sends, waited for", port, server.told("token"), 200, this::send);
      var hooks = new Stretch("webhooks", port, "", 200, wire -> webhook(wire, server));
      var codes = new Stretch("wrong codes", port, server.told("token"), 422, this::verify);
      out.println("Warming up …");
      for (Stretch stretch : List.of(sends, hooks, codes)) {
        var _ = stretch.run(plan.warm());
      }
      await(tables);
      tell("a commit of PostgreSQL", commits(server));
      measure(sends, tables, server, simulator);
      measure(hooks, tables, server, simulator);
      measure(codes, tables, server, simulator);
      // The last: what it reports of messages that the server does not know waits for minutes.
      tell("WhatsApp's simulator", direct(server, simulatorPort).run(plan.seconds()));
    }
  }

  private void openWindows(World world) throws IOException, InterruptedException {
    out.println("Opening windows …");
    world.reset();
    for (int i = 0; i < RECIPIENTS; i++) {
      world.write(Recipients.BEFORE_FIRST + 1 + i);
    }
  }

  private void measure(Stretch stretch, Tables tables, ChildProcess server, ChildProcess simulator)
      throws IOException, InterruptedException, SQLException {
    var rounds = new ArrayList<Measured>();
    var cost = new Cost(server.pid(), tables.postmaster(), simulator.pid());
    long before = transactions(tables);
    long done = 0;
    cost.start();
    long begun = System.nanoTime();
    for (int round = 0; round < plan.rounds(); round++) {
      rounds.add(stretch.run(plan.seconds()));
      done += rounds.getLast().count();
    }
    await(tables);
    double seconds = (System.nanoTime() - begun) / 1e9;
    rounds.sort(java.util.Comparator.comparingDouble(Measured::p50));
    tell(stretch.name, rounds.get(rounds.size() / 2));
    cost.tell(out, seconds, done);
    out.printf("  transactions each: %.1f%n", (transactions(tables) - before) / (double) done);
  }

  private void tell(String name, Measured measured) {
    out.printf(
        "%n%s: p50 %.2f ms, p99 %.2f ms, %.0f/s%s%n",
        name,
        measured.p50(),
        measured.p99(),
        measured.perSecond(),
        measured.failed() == 0 ? "" : "  FAILED: " + measured.failed());
  }

  /** Sessions report what they did within a second or when they rest. */
  private static long transactions(Tables tables) throws InterruptedException, SQLException {
    TimeUnit.SECONDS.sleep(2);
    tables.run("select pg_stat_clear_snapshot()");
    return Long.parseLong(tables.texts(TRANSACTIONS).getFirst());
  }

  private static void await(Tables tables) throws InterruptedException, SQLException {
    while (tables.count(UNREAD) > 0 || tables.count("whatsapp_inbox") > 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** What a row costs that is durable when the call returns. */
  private static Measured commits(ChildProcess server) throws SQLException {
    var times = new long[COMMITS];
    long begun = System.nanoTime();
    try (Connection connection =
            DriverManager.getConnection(
                server.told("jdbc"), server.told("user"), server.told("password"));
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists bench_row (at timestamptz not null)");
      for (int i = 0; i < COMMITS; i++) {
        long start = System.nanoTime();
        statement.execute("insert into bench_row (at) values (now())");
        times[i] = System.nanoTime() - start;
      }
      statement.execute("drop table bench_row");
    }
    return Measured.of(times, COMMITS, 0, (System.nanoTime() - begun) / 1e9);
  }

  /** The same message as the server's, given to the simulator without it. */
  private Stretch direct(ChildProcess server, int simulatorPort) {
    String path = "/v23.0/" + server.told("number_id") + "/messages";
    return new Stretch(
        "WhatsApp's simulator",
        simulatorPort,
        server.told("graph_token"),
        200,
        wire ->
            post(
                wire,
                path,
                "{\"messaging_product\":\"whatsapp\",\"to\":\"%d\",\"type\":\"text\",\"text\":{\"body\":\"Hi\"}}"));
  }

  private Wire.Reply send(Wire wire) throws IOException {
    return post(wire, "/api/v2/messages/text", "{\"phone\": \"+%d\", \"message\": \"Hi\"}");
  }

  private Wire.Reply verify(Wire wire) throws IOException {
    return post(wire, "/api/v2/auth/verify", "{\"phone\": \"+%d\", \"code\": \"000000\"}");
  }

  private Wire.Reply webhook(Wire wire, ChildProcess server) throws IOException {
    long phone = Recipients.BEFORE_FIRST + 1 + random.nextInt(RECIPIENTS);
    String body =
        """
        {"object":"whatsapp_business_account","entry":[{"id":"555000222","changes":[\
        {"field":"messages","value":{"messaging_product":"whatsapp","metadata":\
        {"display_phone_number":"966500009999","phone_number_id":"555000111"},"contacts":\
        [{"profile":{"name":"Ann"},"wa_id":"%d"}],"messages":[{"from":"%d","id":"wamid.A%d",\
        "timestamp":"%d","type":"text","text":{"body":"Hello"}}]}}]}]}\
        """
            .formatted(phone, phone, random.nextLong(1L << 60), System.currentTimeMillis() / 1000);
    return wire.signed(
        server.told("neighbour_callback"),
        server.told("neighbour_secret"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private Wire.Reply post(Wire wire, String path, String body) throws IOException {
    long phone = Recipients.BEFORE_FIRST + 1 + random.nextInt(RECIPIENTS);
    return wire.post(path, JSON, body.formatted(phone).getBytes(StandardCharsets.US_ASCII));
  }

  /** Calls of one kind, each after the answer to the last. */
  private record Stretch(String name, int port, String token, int status, Call call) {
    Measured run(int seconds) throws IOException {
      var nanos = new long[1 << 12];
      int count = 0;
      long failed = 0;
      long begin = System.nanoTime();
      long end = begin + seconds * 1_000_000_000L;
      try (var wire = new Wire(port, token)) {
        while (System.nanoTime() < end) {
          nanos = count < nanos.length ? nanos : Arrays.copyOf(nanos, 2 * count);
          long start = System.nanoTime();
          Wire.Reply reply = call.on(wire);
          nanos[count++] = System.nanoTime() - start;
          if (reply.status() != status && failed++ == 0) {
            System.err.println("first unexpected answer: " + reply);
          }
        }
      }
      return Measured.of(nanos, count, failed, (System.nanoTime() - begin) / 1e9);
    }
  }

  @FunctionalInterface
  private interface Call {
    Wire.Reply on(Wire wire) throws IOException;
  }
}
