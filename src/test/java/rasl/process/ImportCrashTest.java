package rasl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.db.DatabaseSettings;
import rasl.db.EmbeddedPostgres;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.FormBody;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} in the middle of an import: the next start goes on, and no row is lost or
 * doubled.
 */
@Tag("process")
@Timeout(300)
class ImportCrashTest {
  private static final int ROWS = 30_000;
  private static final String PATH = "/api/v2/contacts/imports";

  @Test
  void anImportGoesOnWhereTheServerDied() throws Exception {
    Path folder = ServerProcess.freshFolder("import-crash");
    long id;
    String token;
    try (ServerProcess server = ServerProcess.start(folder, Map.of());
        Api anybody = server.api()) {
      token = server.token().orElseThrow();
      Api api = anybody.withToken(token);
      id = upload(server.url(), token);
      Waiting.until(Duration.ofMinutes(1), () -> read(api, id).path("rows_read").asInt() > 0);
      server.kill();
      goesOn(folder, token, id);
    }
  }

  private static void goesOn(Path folder, String token, long id) throws Exception {
    try (ServerProcess again = ServerProcess.start(folder, Map.of());
        Api anybody = again.api()) {
      endLeases(EmbeddedPostgres.running(folder).orElseThrow());
      Api api = anybody.withToken(token);
      Waiting.until(
          Duration.ofMinutes(2), () -> read(api, id).path("state").asString().equals("completed"));
      JsonNode done = read(api, id);
      assertThat(done.path("rows_read").asInt()).isEqualTo(ROWS);
      assertThat(done.path("created").asInt()).isEqualTo(ROWS - 1);
      assertThat(done.path("failed").asInt()).isEqualTo(1);
      JsonNode found = api.get(200, "/api/v2/contacts?filter[city]=Import&per_page=1").meta();
      assertThat(found.at("/pagination/total").asInt()).isEqualTo(ROWS - 1);
    }
  }

  private static JsonNode read(Api api, long id) {
    return api.get(200, PATH + "/" + id).data();
  }

  private static long upload(String url, String token) throws Exception {
    var csv = new StringBuilder("firstname,lastname,phone,city,type,status,source\n");
    for (int i = 0; i < ROWS; i++) {
      // The last one has the phone of the first.
      int number = i == ROWS - 1 ? 0 : i;
      csv.append("A,B,+96651").append(1_000_000 + number).append(",Import,lead,New,WhatsApp\n");
    }
    byte[] body = new FormBody().file("file", "a.csv", "text/csv", csv.toString()).bytes();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + PATH))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", FormBody.contentType())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> reply = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(reply.statusCode()).isEqualTo(202);
      return Json.parse(reply.body()).path("data").path("id").asLong();
    }
  }

  /** As if the half minute were over after which others take up a dead worker's job. */
  private static void endLeases(DatabaseSettings settings) throws SQLException {
    try (var connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        var statement = connection.createStatement()) {
      statement.execute("update job set leased_until = now() where state = 'running'");
    }
  }
}
