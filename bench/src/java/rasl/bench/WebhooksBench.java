package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code bench/webhooks}: see {@code bench/README.md}. */
final class WebhooksBench {
  private static final int ENDPOINTS = 100;
  private static final int DEAD = 10;
  private static final int EACH = 5;
  private static final int MOST_CONNECTIONS = 32;
  private static final List<String> TYPES = List.of("contact.created");

  private final ChildProcess server;
  private final ChildProcess receiver;
  private final Tables tables;
  private final Endpoints endpoints;
  private final PrintStream out;
  private final String status;
  private final String source;
  private long phone = 966_550_000_000L;

  private WebhooksBench(ChildProcess server, ChildProcess receiver, Tables tables, PrintStream out)
      throws SQLException {
    this.server = server;
    this.receiver = receiver;
    this.tables = tables;
    this.endpoints = new Endpoints(server, receiver);
    this.out = out;
    this.status = tables.texts("min(id) from status").getFirst();
    this.source = tables.texts("min(id) from source").getFirst();
  }

  /** Settings come as properties of the JVM, {@code -Dname=value}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    Files.createDirectories(folder);
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (ChildProcess server = server(folder);
        ChildProcess receiver = receiver(folder);
        var tables = new Tables(server)) {
      new WebhooksBench(server, receiver, tables, out).run(System.getProperty("only", "abc"));
    }
    System.exit(0);
  }

  private void run(String only) throws IOException, InterruptedException, SQLException {
    FeedReader.open(server);
    long endpoint = endpoints.make("/backlog", TYPES, Integer.getInteger("flight", 100));
    Endpoints.Told _ = endpoints.await(create(1, 1, 1));
    endpoints.enable(endpoint, false);
    int backlog = Integer.getInteger("backlog", 30_000);
    var _ = backlog(endpoint, Math.max(1, backlog / 2));
    if (only.contains("a")) {
      out.printf("(a) a backlog of %,d events, one endpoint%n", backlog);
      for (int round = 1; round <= Integer.getInteger("rounds", 3); round++) {
        out.println("  " + backlog(endpoint, backlog));
      }
    }
    endpoints.removeAll();
    if (only.contains("b")) {
      timely();
    }
    if (only.contains("c")) {
      dead();
    }
  }

  /** Makes a backlog while the endpoint is off, lets it be delivered, and tells how that went. */
  private String backlog(long endpoint, int events)
      throws IOException, InterruptedException, SQLException {
    long before = tables.count("event_position");
    tables.run(
        """
        insert into event
          (tenant_id, public_id, type, resource_type, resource_id, occurred_at, request_id, body)
        select tenant_id, 'evt_1760000000_bench' || %d + n, type, resource_type, %d + n, now(),
          request_id, body
        from (select * from event where type = 'contact.created' order by id limit 1) as event,
          generate_series(1, %d) as n
        """
            .formatted(before, before, events));
    tables.run("analyze event");
    while (tables.count("event_position") < before + events) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    endpoints.clear();
    double jvm = Cpu.ofProcess(server.pid());
    double postgres = Cpu.ofFamily(tables.postmaster());
    double takers = Cpu.ofProcess(receiver.pid());
    endpoints.enable(endpoint, true);
    Endpoints.Told told = endpoints.await(events);
    endpoints.enable(endpoint, false);
    double each = 1000.0 / events;
    return "%,.0f deliveries/s (goal 2,000, floor 1,200); CPU each: JVM %.3f ms, PostgreSQL %.3f ms, receiver %.3f ms"
        .formatted(
            events / told.seconds(),
            (Cpu.ofProcess(server.pid()) - jvm) * each,
            (Cpu.ofFamily(tables.postmaster()) - postgres) * each,
            (Cpu.ofProcess(receiver.pid()) - takers) * each);
  }

  /** Contacts are created, some in each request, at the times of an open model. */
  private void timely() throws IOException, InterruptedException {
    int rate = Integer.getInteger("rate", 500);
    int seconds = Integer.getInteger("seconds", 20);
    long _ = endpoints.make("/timely", TYPES, Integer.getInteger("flight", 100));
    out.printf("%n(b) %d events a second for %d s%n", rate, seconds);
    var _ = create(rate * Integer.getInteger("warm", 10), rate, EACH);
    for (int round = 1; round <= Integer.getInteger("rounds", 3); round++) {
      endpoints.clear();
      Endpoints.Told told = endpoints.await(create(rate * seconds, rate, EACH));
      out.printf(
          "  from the event's time to receipt: p50 %d ms, p95 %d ms (goal 300), p99 %d ms%n",
          told.p50(), told.p95(), told.p99());
    }
    endpoints.removeAll();
  }

  /** Some of many endpoints never answer. */
  private void dead() throws IOException, InterruptedException {
    int events = Integer.getInteger("events", 5);
    int seconds = Integer.getInteger("seconds", 20);
    var dead = new ArrayList<Long>();
    for (int i = 0; i < ENDPOINTS; i++) {
      long id = endpoints.make((i < DEAD ? "/dead/" : "/healthy/") + i, TYPES, 10);
      if (i < DEAD) {
        endpoints.enable(id, false);
        dead.add(id);
      }
    }
    out.printf("%n(c) %d events a second for %d endpoints%n", events, ENDPOINTS);
    var _ = create(events * Integer.getInteger("warm", 10), events, 1);
    var ratios = new ArrayList<Double>();
    for (int round = 1; round <= Integer.getInteger("rounds", 3); round++) {
      long without = healthy("all well", events, seconds);
      for (long id : dead) {
        endpoints.enable(id, true);
      }
      long with = healthy(DEAD + " dead", events, seconds);
      for (long id : dead) {
        endpoints.enable(id, false);
      }
      ratios.add((double) with / Math.max(1, without));
    }
    double median = ratios.stream().sorted().toList().get(ratios.size() / 2);
    out.printf("  p95 with the dead / without: %.2f (goal 1.2)%n", median);
    endpoints.removeAll();
  }

  private long healthy(String what, int events, int seconds)
      throws IOException, InterruptedException {
    endpoints.clear();
    int created = create(events * seconds, events, 1);
    Endpoints.Told told = endpoints.await(created * (ENDPOINTS - DEAD));
    out.printf(
        "  %-8s p50 %d ms, p95 %d ms, p99 %d ms; the dead were called %d times%n",
        what, told.p50(), told.p95(), told.p99(), told.dead());
    return told.p95();
  }

  /** Creates contacts, so many a second, some in each transaction. */
  private int create(int number, int perSecond, int each) throws IOException {
    List<byte[]> requests =
        IntStream.range(0, number / each).mapToObj(_ -> contacts(each)).toList();
    double rate = (double) perSecond / each;
    // A connection that is idle for long is closed by the server.
    int connections = Math.clamp((int) rate, 1, MOST_CONNECTIONS);
    Measured created = new Arrivals(server.number("port"), connections).run(requests, rate);
    if (created.failed() > 0 || created.perSecond() < 0.95 * rate) {
      out.printf(
          "  CREATING FELL BEHIND: %.0f transactions a second of %.0f, %d failed%n",
          created.perSecond(), rate, created.failed());
    }
    return requests.size() * each;
  }

  private byte[] contacts(int number) {
    String all =
        IntStream.range(0, number).mapToObj(_ -> contact()).collect(Collectors.joining(","));
    String body = "{\"contacts\":[" + all + "]}";
    String head =
        "POST /api/v2/contacts/batch HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n"
                .formatted(server.told("token"))
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(body.length());
    return (head + body).getBytes(StandardCharsets.US_ASCII);
  }

  private String contact() {
    return """
    {"firstname":"Aisha","lastname":"Bench","phone":"+%d","type":"lead","status_id":%s,\
    "source_id":%s}\
    """
        .formatted(++phone, status, source);
  }

  private static ChildProcess receiver(Path folder) throws IOException {
    return ChildProcess.start(
        List.of("-Xmx256m", "-XX:+UseSerialGC"),
        List.of("rasl.bench.Receiver"),
        Map.of(),
        folder.resolve("receiver.log"),
        line -> line.equals("ready"));
  }

  private static ChildProcess server(Path folder) throws IOException {
    int port = Beside.freePort();
    var options = new ArrayList<>(List.of("-XX:MaxRAMPercentage=50"));
    options.addAll(
        Arrays.stream(System.getProperty("server.options", "").split(" ", -1))
            .filter(one -> !one.isEmpty())
            .toList());
    return ChildProcess.start(
        options,
        List.of("rasl.bench.BenchServer", "sending", "0", "0"),
        Map.of(
            "RASL_DATA_DIR",
            folder.resolve("data").toString(),
            "RASL_PORT",
            Integer.toString(port),
            "RASL_PUBLIC_URL",
            "http://127.0.0.1:" + port,
            "RASL_OUTGOING_ALLOW",
            "127.0.0.1",
            // Nobody is there: what is measured goes elsewhere.
            "RASL_GRAPH_URL",
            "http://127.0.0.1:" + Beside.freePort()),
        folder.resolve("webhooks.log"),
        line -> line.equals("ready"));
  }
}
