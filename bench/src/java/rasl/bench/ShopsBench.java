package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/** {@code bench/shops}: see {@code bench/README.md}. */
final class ShopsBench {
  private final Path folder;
  private final PrintStream out;
  private int orders = 1;

  private ShopsBench(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Settings come as properties of the JVM, {@code -Dname=value}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    Files.createDirectories(folder);
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    new ShopsBench(folder, out).run();
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException, SQLException {
    int port = Beside.freePort();
    try (ChildProcess server = Beside.alone(folder, "shops.log", port, Map.of());
        var tables = new Tables(server)) {
      ShopRequests requests = connect(server);
      int rate = Integer.getInteger("rate", 1000);
      int most = Integer.getInteger("most", 10_000);
      int seconds = Integer.getInteger("seconds", 20);
      int connections = Integer.getInteger("connections", 128);
      var load = new Arrivals(port, connections);
      Measured _ = load.run(requests(requests, rate * Integer.getInteger("warm", 15)), rate);
      awaitWorked(tables);
      out.printf("(a) %d orders/s for %d s, open model%n", rate, seconds);
      tell(server, tables, load, requests(requests, rate * seconds), rate);
      out.printf("%n(b) %d orders over %d connections, as fast as they go%n", most, connections);
      tell(server, tables, load, requests(requests, most), Double.POSITIVE_INFINITY);
    }
  }

  private List<byte[]> requests(ShopRequests requests, int count) {
    int first = orders;
    orders += count;
    return requests.of(first, count);
  }

  private static ShopRequests connect(ChildProcess server) throws IOException {
    byte[] body =
        "{\"name\": \"Bench\", \"platform\": \"woocommerce\", \"default_country\": \"SA\"}"
            .getBytes(StandardCharsets.UTF_8);
    try (var wire = new Wire(server.number("port"), server.told("token"))) {
      Wire.Reply reply = wire.post("/api/v2/shops", "application/json", body);
      if (reply.status() != 201) {
        throw new IOException(reply.status() + " " + reply.body());
      }
      JsonNode shop = Json.parse(reply.body()).path("data");
      return new ShopRequests(
          URI.create(shop.path("url").asString()).getPath(), shop.path("secret").asString());
    }
  }

  private void tell(
      ChildProcess server, Tables tables, Arrivals load, List<byte[]> requests, double perSecond)
      throws IOException, InterruptedException, SQLException {
    long before = tables.count("shop_event");
    double jvm = Cpu.ofProcess(server.pid());
    double postgres = Cpu.ofFamily(tables.postmaster());
    long begun = System.nanoTime();
    Measured stored = load.run(requests, perSecond);
    out.printf(
        "  stored before the 200: %.0f orders/s; median %.1f ms, 99 %% %.1f ms;"
            + " %d not answered 200%n",
        stored.perSecond(), stored.p50(), stored.p99(), stored.failed());
    awaitWorked(tables);
    double worked = (System.nanoTime() - begun) / 1e9;
    out.printf(
        "  all worked off %.1f s after the first request: %.0f orders/s%n",
        worked, requests.size() / worked);
    out.printf(
        "  CPU each order: JVM %.3f ms, PostgreSQL %.3f ms%n",
        1000 * (Cpu.ofProcess(server.pid()) - jvm) / requests.size(),
        1000 * (Cpu.ofFamily(tables.postmaster()) - postgres) / requests.size());
    out.printf(
        "  events stored: %d of %d; done: %d of all; contacts: %d%n",
        tables.count("shop_event") - before,
        requests.size(),
        tables.count("shop_event where status = 'done'"),
        tables.count("contact"));
  }

  private static void awaitWorked(Tables tables) throws InterruptedException, SQLException {
    while (tables.count("shop_event where status = 'waiting'") > 0) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
