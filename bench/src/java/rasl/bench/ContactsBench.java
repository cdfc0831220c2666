package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import rasl.json.Json;

/** {@code bench/contacts}: see {@code bench/README.md}. */
final class ContactsBench {
  private ContactsBench() {}

  /** Settings come as properties of the JVM, {@code -Dname=value}. */
  public static void main(String[] arguments) throws IOException, SQLException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    Files.createDirectories(folder);
    var plan =
        new SendBench.Plan(
            folder, folder, "", 0, 0, 0, 0, 0, System.getProperty("server.options", ""));
    long contacts = Long.getLong("contacts", 1_000_000);
    int tenants = Integer.getInteger("tenants", 100);
    out.printf("Starting, with %,d contacts and %d small tenants …%n", contacts, tenants);
    try (ChildProcess server =
            Beside.server(
                plan, "contacts", Beside.freePort(), Beside.freePort(), contacts, tenants);
        var direct = new Direct(server);
        var wire = new Wire(server.number("port"), server.told("token"))) {
      direct.asOwner("vacuum analyze");
      long status = firstId(wire, "/api/v2/statuses");
      long source = firstId(wire, "/api/v2/sources");
      long tenant = Long.parseLong(server.told("tenant"));
      String only = System.getProperty("only", "");
      if (only.isEmpty() || only.equals("pages")) {
        new Pages(wire, direct, out, Integer.getInteger("times", 150)).run();
      }
      if (only.isEmpty() || only.equals("import")) {
        new Importing(wire, direct, out, Integer.getInteger("rows", 100_000))
            .run(status, source, tenant);
      }
      if (only.isEmpty() || only.equals("creates")) {
        var creating = new Creating(server, direct, out, Integer.getInteger("seconds", 10));
        creating.batches(status, source);
        creating.run(status, source, tenant);
      }
    }
    System.exit(0);
  }

  private static long firstId(Wire wire, String path) throws IOException {
    return Json.parse(wire.get(path).body()).at("/data/0/id").asLong();
  }
}
