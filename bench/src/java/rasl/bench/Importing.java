package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/** The import of a file beside COPY of the same rows. */
final class Importing {
  private static final String PATH = "/api/v2/contacts/imports";
  private static final String BOUNDARY = "bench-boundary";
  private static final String PLAIN =
      "firstname, lastname, phone_key, email, type, status_id, source_id, city";

  private final Wire wire;
  private final Direct direct;
  private final PrintStream out;
  private final int rows;

  Importing(Wire wire, Direct direct, PrintStream out, int rows) {
    this.wire = wire;
    this.direct = direct;
    this.out = out;
    this.rows = rows;
  }

  void run(long status, long source, long tenant) throws IOException, SQLException {
    out.printf("%nImport of %,d rows, until the last is stored%n", rows);
    double[] ours = {0, 0};
    for (int round = 0; round < 2; round++) {
      long first = direct.freePhone(447_600_000_000L, 447_699_999_999L);
      ours[round] = importing(status, source, first);
    }
    double bare = copy("bare", "", status, source, tenant);
    double whole = copy("whole", "including all", status, source, tenant);
    out.printf(
        "  import, cold and warm   %,9.0f and %,.0f rows a second%n",
        rows / ours[0], rows / ours[1]);
    boolean held = whole / ours[1] >= 1.0 / 3;
    print("COPY, same table and indexes", whole, ours[1], "of 0.33" + (held ? "" : "  MISSED"));
    print("COPY, no index at all", bare, ours[1], "");
  }

  private void print(String what, double copy, double ours, String verdict) {
    out.printf(
        "  %-30s %,9.0f rows a second; import / COPY: %.2f  %s%n",
        what, rows / copy, copy / ours, verdict);
  }

  private double importing(long status, long source, long first) throws IOException {
    var csv = new StringBuilder("firstname,lastname,phone,email,type,status_id,source_id,city\n");
    for (int i = 0; i < rows; i++) {
      csv.append("Import").append(i).append(",Row,+").append(first + i).append(",row");
      csv.append(first + i).append("@example.com,lead,").append(status).append(',').append(source);
      csv.append(",London\n");
    }
    String body =
        "--%1$s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n%2$s\r\n--%1$s--\r\n"
            .formatted(BOUNDARY, csv);
    long begin = System.nanoTime();
    Wire.Reply reply =
        wire.post(
            PATH,
            "multipart/form-data; boundary=" + BOUNDARY,
            body.getBytes(StandardCharsets.UTF_8));
    long id = Json.parse(reply.body()).path("data").path("id").asLong();
    JsonNode now = Json.parse(wire.get(PATH + "/" + id).body()).path("data");
    while (!now.path("state").asString("").matches("completed|failed")) {
      LockSupport.parkNanos(20_000_000);
      now = Json.parse(wire.get(PATH + "/" + id).body()).path("data");
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (now.path("created").asInt() != rows) {
      throw new IllegalStateException(now.toString());
    }
    return seconds;
  }

  /**
   * Into a table like that of the contacts, with or without its indexes; COPY refuses the real one.
   */
  private double copy(String name, String including, long status, long source, long tenant)
      throws SQLException, IOException {
    String table = "bench_" + name;
    direct.asOwner("drop table if exists " + table);
    direct.asOwner(
        "create table %s (like contact including generated including defaults %s)"
            .formatted(table, including));
    if (including.isEmpty()) {
      direct.asOwner("alter table " + table + " drop column search_text");
    }
    var csv = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      csv.append("Import").append(i).append(",Row,447").append(900_000_000L + i).append(",row");
      csv.append(i).append("@example.com,lead,").append(status).append(',').append(source);
      csv.append(",London,import").append(i).append(",row,row").append(i).append("@example.com,");
      csv.append(tenant).append(",2026-01-01,2026-01-01\n");
    }
    String columns =
        "%s (%s, firstname_key, lastname_key, email_key, tenant_id, created_at, updated_at)"
            .formatted(table, PLAIN);
    long begin = System.nanoTime();
    direct.copy(columns, new StringReader(csv.toString()));
    double seconds = (System.nanoTime() - begin) / 1e9;
    direct.asOwner("drop table " + table);
    return seconds;
  }
}
