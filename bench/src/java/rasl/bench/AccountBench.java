package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** {@code bench/account}: see {@code bench/README.md}. */
final class AccountBench {
  private static final List<String> PATHS =
      List.of("/api/v2/account", "/api/v2/account/usage", "/api/v2/account/limits");

  private AccountBench() {}

  /** Settings come as properties of the JVM, {@code -Dname=value}. */
  public static void main(String[] arguments) throws IOException, SQLException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    Files.createDirectories(folder);
    var plan =
        new SendBench.Plan(
            folder, folder, "", 0, 0, 0, 0, 0, System.getProperty("server.options", ""));
    long contacts = Long.getLong("contacts", 1_000_000);
    int threads = Integer.getInteger("threads", 500_000);
    int times = Integer.getInteger("times", 2000);
    out.printf("Starting, with %,d contacts and %,d threads …%n", contacts, threads);
    try (ChildProcess server =
            Beside.server(plan, "account", Beside.freePort(), Beside.freePort(), contacts, 10);
        var direct = new Direct(server);
        var wire = new Wire(server.number("port"), server.told("token"))) {
      direct.asOwner(threads(server.told("tenant"), threads));
      direct.asOwner("vacuum analyze");
      for (String path : PATHS) {
        var _ = measured(wire, path, times);
        Measured measured = measured(wire, path, times);
        out.printf(
            "%-26s p50 %6.2f ms   p99 %6.2f ms   %d failed%n",
            path, measured.p50(), measured.p99(), measured.failed());
      }
    }
    System.exit(0);
  }

  /** Threads of the tenant; a count over rows would read all of them. */
  private static String threads(String tenant, int count) {
    return """
    insert into conversation (tenant_id, id, contact_id, connection_id, last_message_at,
      created_at, updated_at, counted_month)
    select contact.tenant_id, 10000000 + row_number() over (), contact.id, connection.id, now(),
      now(), now(), date_trunc('month', now() at time zone 'UTC')
    from contact
    cross join (select id from whatsapp_connection where tenant_id = %1$s limit 1) as connection
    where contact.tenant_id = %1$s limit %2$d;
    insert into conversation_tally (tenant_id, month, stripe, conversations)
    values (%1$s, date_trunc('month', now() at time zone 'UTC'), 999, %2$d)
    """
        .formatted(tenant, count);
  }

  private static Measured measured(Wire wire, String path, int times) throws IOException {
    var nanos = new long[times];
    long failed = 0;
    long begun = System.nanoTime();
    for (int i = 0; i < times; i++) {
      long asked = System.nanoTime();
      failed += wire.get(path).status() == 200 ? 0 : 1;
      nanos[i] = System.nanoTime() - asked;
    }
    return Measured.of(nanos, times, failed, (System.nanoTime() - begun) / 1e9);
  }
}
