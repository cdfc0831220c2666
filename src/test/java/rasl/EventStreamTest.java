package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Scope;
import rasl.testkit.Api;

/** Streams of events: whoever goes on with the last id misses nothing and gets nothing twice. */
class EventStreamTest {
  private static TestApp app;
  private static TestApp another;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    app = TestApp.start();
    another = app.startAnotherNode(Map.of());
  }

  @AfterAll
  static void stop() {
    HTTP.close();
    another.close();
    app.close();
  }

  /** An event as it came. */
  private record Told(long id, String type, String data) {}

  /** An open stream. */
  private static final class Stream implements AutoCloseable {
    private final BufferedReader lines;

    Stream(TestApp node, String token, String lastId) throws IOException, InterruptedException {
      var request =
          HttpRequest.newBuilder(URI.create(node.url() + "/api/v2/events/stream"))
              .header("Authorization", "Bearer " + token);
      if (!lastId.isEmpty()) {
        request.header("Last-Event-ID", lastId);
      }
      HttpResponse<java.io.InputStream> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** The next event; comments are passed over. */
    Told next() throws IOException {
      long id = 0;
      String type = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = Long.parseLong(line.substring(4));
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !type.isEmpty()) {
          return new Told(id, type, data);
        }
      }
      throw new IOException("the stream has ended");
    }

    boolean hasEnded() throws IOException {
      String line;
      do {
        line = lines.readLine();
      } while (line != null);
      return true;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  @Test
  void eventsComeInOrderAcrossNodesAndReconnects() throws Exception {
    TenantId tenant = app.tenant("streaming");
    Api api = app.as(tenant);
    Api stranger = app.as(app.tenant("streaming-stranger"));
    String token = app.token(tenant, EnumSet.allOf(Scope.class), OptionalInt.empty());
    var seen = new ArrayList<Long>();
    Told last;
    try (var stream = new Stream(app, token, "")) {
      make(stranger, 0, 1);
      make(api, 0, 3);
      last = read(stream, 3, seen);
    }
    make(api, 3, 6);
    try (var stream = new Stream(another, token, Long.toString(last.id()))) {
      make(another.as(tenant), 6, 8);
      last = read(stream, 5, seen);
    }
    assertThat(seen)
        .containsExactlyElementsOf(
            LongStream.range(seen.getFirst(), seen.getFirst() + 8).boxed().toList());
    assertThat(last.type()).isEqualTo("group.created");
    assertThat(last.data()).contains("\"name\":\"Group 7\"").contains("streaming");
    try (var stream = new Stream(app, token, Long.toString(seen.get(2)))) {
      assertThat(stream.next().id()).isEqualTo(seen.get(3));
    }
  }

  @Test
  void aStreamShowsOnlyWhatItsTokenMayReadAndEndsWithIt() throws Exception {
    TenantId tenant = app.tenant("narrow-stream");
    Api api = app.as(tenant);
    String token =
        app.token(tenant, Set.of(Scope.EVENTS_READ, Scope.STATUSES_READ), OptionalInt.empty());
    try (var stream = new Stream(app, token, "")) {
      make(api, 0, 1);
      api.post(201, "/api/v2/statuses", Map.of("name", "Seen"));
      assertThat(stream.next().type()).isEqualTo("status.created");
      app.database()
          .asOwner(
              "update token set revoked_at = now() where tenant_id = %s and not 'groups:write' = any(scopes)"
                  .formatted(tenant));
      assertThat(stream.hasEnded()).isTrue();
    }
  }

  @Test
  void whoWasAwayForTooLongIsToldOfTheGap() throws Exception {
    TenantId tenant = app.tenant("gap-stream");
    Api api = app.as(tenant);
    String token = app.token(tenant, EnumSet.allOf(Scope.class), OptionalInt.empty());
    api.get(200, "/api/v2/events");
    make(api, 0, 3);
    List<Long> all = new ArrayList<>();
    api.get(200, "/api/v2/events?sort=position&filter[type]=group.created")
        .data()
        .forEach(event -> all.add(event.path("position").asLong()));
    app.database()
        .asOwner(
            "update event_feed set gone_to = %d where tenant_id = %s"
                .formatted(all.get(1), tenant));
    try (var stream = new Stream(app, token, "0")) {
      Told gap = stream.next();
      assertThat(gap.type()).isEqualTo("gap");
      assertThat(gap.data()).isEqualTo("{\"oldest_position\":%d}".formatted(all.get(2)));
      assertThat(stream.next().id()).isEqualTo(all.get(2));
    }
  }

  @Test
  void oneTenantHasAHundredStreamsAtMost() throws Exception {
    TenantId tenant = app.tenant("many-streams");
    app.as(tenant).get(200, "/api/v2/events");
    app.database()
        .asOwner(
            """
            insert into event_reader (tenant_id, kind, id, statuses, opened_at_event, until)
            select %s, 'stream', 's' || n, true, 0, now() + interval '1 minute'
            from generate_series(1, 100) as n
            """
                .formatted(tenant));
    Api.Reply refused = app.as(tenant).get(503, "/api/v2/events/stream");
    assertThat(refused.error().at("/details/reason").asString()).isEqualTo("busy");
    String other =
        app.token(app.tenant("few-streams"), EnumSet.allOf(Scope.class), OptionalInt.empty());
    new Stream(app, other, "").close();
  }

  private static Told read(Stream stream, int many, List<Long> seen) throws IOException {
    Told last = stream.next();
    seen.add(last.id());
    for (int i = 1; i < many; i++) {
      last = stream.next();
      seen.add(last.id());
    }
    return last;
  }

  private static void make(Api api, int from, int to) {
    for (int i = from; i < to; i++) {
      api.post(201, "/api/v2/groups", Map.of("name", "Group " + i));
    }
  }
}
