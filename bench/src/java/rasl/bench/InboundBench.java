package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code bench/inbound}: see {@code bench/README.md}. */
final class InboundBench {
  private static final String SECRET = "the-app-secret-of-this-bench";
  private static final String NUMBER_ID = "100000000000001";
  private static final int STEPS = 3;

  private final Path folder;
  private final PrintStream out;
  private final StatusRequests requests = new StatusRequests(SECRET, NUMBER_ID);
  private int messages;

  private InboundBench(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Settings come as properties of the JVM, {@code -Dname=value}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    Files.createDirectories(folder);
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    new InboundBench(folder, out).run(System.getProperty("only", "ab"));
    System.exit(0);
  }

  private void run(String only) throws IOException, InterruptedException, SQLException {
    int port = Beside.freePort();
    try (ChildProcess server = server(port);
        var tables = new Tables(server)) {
      FeedReader.openIfWanted(server);
      int rate = Integer.getInteger("rate", 3300);
      int seconds = Integer.getInteger("seconds", 30);
      var open = new Arrivals(port, Integer.getInteger("connections", 128));
      int warm = Integer.getInteger("warm", 10);
      if (warm > 0) {
        Measured _ = stretch(server, tables, open, rate * warm, 1, rate);
      }
      if (only.contains("a")) {
        out.printf("(a) one status a request, %d requests/s for %d s, open model%n", rate, seconds);
        tell(server, tables, open, rate * seconds, 1, rate);
      }
      if (only.contains("b")) {
        int each = Integer.getInteger("each", 100);
        int count = Integer.getInteger("requests", 3000);
        out.printf("%n(b) %d statuses a request, %d requests%n", each, count);
        var senders = new Arrivals(port, Integer.getInteger("senders", 8));
        tell(server, tables, senders, count, each, Double.POSITIVE_INFINITY);
      }
    }
  }

  private void tell(
      ChildProcess server, Tables tables, Arrivals load, int count, int each, double perSecond)
      throws IOException, InterruptedException, SQLException {
    double jvm = Cpu.ofProcess(server.pid());
    double postgres = Cpu.ofFamily(tables.postmaster());
    long begun = System.nanoTime();
    int first = messages + 1;
    Measured stored = stretch(server, tables, load, count, each, perSecond);
    double applied = (System.nanoTime() - begun) / 1e9;
    long statuses = (long) count * each;
    out.printf(
        "  stored before the 200: %.0f requests/s, %.0f statuses/s; median %.1f ms, 99 %% %.1f ms;"
            + " %d not answered 200%n",
        stored.perSecond(), stored.perSecond() * each, stored.p50(), stored.p99(), stored.failed());
    out.printf(
        "  all applied %.1f s after the first request: %.0f statuses/s%n",
        applied, statuses / applied);
    out.printf(
        "  CPU each status: JVM %.3f ms, PostgreSQL %.3f ms%n",
        1000 * (Cpu.ofProcess(server.pid()) - jvm) / statuses,
        1000 * (Cpu.ofFamily(tables.postmaster()) - postgres) / statuses);
    out.printf(
        "  messages read in the end: %d of %d%n",
        tables.count(
            "message where status = 'read' and substr(wamid, 8)::int between "
                + first
                + " and "
                + messages),
        count * each / STEPS);
  }

  /** Sends, and waits until everything is applied; gives how the sending went. */
  private Measured stretch(
      ChildProcess server, Tables tables, Arrivals load, int count, int each, double perSecond)
      throws IOException, InterruptedException, SQLException {
    int first = messages + 1;
    messages += (count * each + STEPS - 1) / STEPS;
    tables.run(
        """
        insert into message (tenant_id, conversation_id, direction, type, phone, business_phone,
          body, status, wamid, created_at, updated_at)
        select %s, n, 'outbound', 'text', '9665' || n, '966500000000', 'Hello', 'queued',
          'wamid.B' || n, now(), now()
        from generate_series(%d, %d) as n
        """
            .formatted(server.told("tenant"), first, messages));
    List<byte[]> all = requests.of(first, count, each);
    Measured sent = load.run(all, perSecond);
    while (tables.count("whatsapp_inbox") > 0
        || tables.count("job where kind = 'whatsapp.apply'") > 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return sent;
  }

  private ChildProcess server(int port) throws IOException {
    return Beside.alone(
        folder,
        "inbound.log",
        port,
        Map.of(
            "RASL_WHATSAPP_APP_SECRET",
            SECRET,
            "RASL_WHATSAPP_VERIFY_TOKEN",
            "a-token-that-nobody-asks-for"));
  }
}
