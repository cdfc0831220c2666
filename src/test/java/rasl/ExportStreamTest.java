package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.http.Scope;
import rasl.testkit.Waiting;

/**
 * An export is written as fast as it is read, a thousand contacts at a time, and gathers nothing.
 */
@Timeout(120)
class ExportStreamTest {
  /** With what each holds, more than all buffers on the way take together. */
  private static final int CONTACTS = 40_000;

  private static final int BYTES_EACH = 2000;
  private static final TestApp app = TestApp.start();

  @AfterAll
  static void stop() {
    app.close();
  }

  private static void insert(Crm crm, int from, int to) {
    app.database()
        .asOwner(
            """
            insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,
              phone_key, status_id, source_id, description, created_at, updated_at)
            select %d, 'F' || n, 'f' || n, 'L', 'l', 'lead', (966500000000 + n)::text, %d, %d,
              repeat('x', %d), now(), now()
            from generate_series(%d, %d) as n
            """
                .formatted(crm.tenant().value(), crm.status(), crm.source(), BYTES_EACH, from, to));
  }

  /**
   * The reader stands still behind the first lines. What is added to the end of the list then is in
   * the file all the same: so the server had not read that far, and no transaction was open.
   */
  @Test
  void whatIsNotReadYetIsNotGatheredAhead() throws Exception {
    Crm crm = Crm.of(app, "stream");
    insert(crm, 1, CONTACTS);
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    app.url() + "/api/v2/contacts/export.csv?sort=id&fields=firstname,description"))
            .version(HttpClient.Version.HTTP_1_1)
            .header(
                "Authorization",
                "Bearer "
                    + app.token(crm.tenant(), EnumSet.of(Scope.CONTACTS_READ), OptionalInt.empty()))
            .build();
    try (var client = HttpClient.newHttpClient();
        var lines = reader(client.send(request, HttpResponse.BodyHandlers.ofInputStream()))) {
      assertThat(lines.readLine()).isEqualTo("id,firstname,description");
      assertThat(lines.readLine()).contains(",F1,");
      // The server's own work may have one for a moment.
      Waiting.until(Duration.ofSeconds(20), () -> openTransactions() == 0);
      insert(crm, CONTACTS + 1, CONTACTS + 10);
      long rest = lines.lines().count();
      assertThat(rest).isEqualTo(CONTACTS + 10 - 1);
    }
  }

  private static BufferedReader reader(HttpResponse<InputStream> response) throws IOException {
    assertThat(response.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static long openTransactions() {
    return app.db()
        .inSystem(
            tx ->
                tx.first(
                        """
                        select count(*) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                          and state like 'idle in transaction%'
                        """,
                        row -> row.getLong(1))
                    .orElseThrow());
  }
}
