package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rasl.json.Json;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** What happens to sources and statuses is written down with the change itself (contract 4). */
class NamedEventsTest {
  private static TestApp app;
  private static Api api;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    api = app.as(app.tenant("events"));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private record Row(String type, String requestId, JsonNode body) {}

  @ParameterizedTest
  @EnumSource
  void creatingChangingAndDeletingAreOneEventEach(NamedKindUnderTest kind) throws SQLException {
    Api.Reply created = api.post(201, kind.path(), Map.of("name", "Old"));
    long id = created.data().path("id").asLong();
    Api.Reply changed = api.patch(200, kind.path(id), Map.of("name", "New one"));
    Api.Reply deleted = api.delete(200, kind.path(id));

    List<Row> events = events(kind, id);
    assertThat(events)
        .extracting(Row::type)
        .containsExactly(
            kind.word() + ".created", kind.word() + ".updated", kind.word() + ".deleted");
    assertThat(events)
        .extracting(Row::requestId)
        .containsExactly(requestId(created), requestId(changed), requestId(deleted));

    JsonNode creation = events.getFirst().body();
    assertThat(creation.path("current")).isEqualTo(created.data());
    assertThat(creation.path("previous").isNull()).isTrue();
    assertThat(creation.path("modified_fields").isNull()).isTrue();

    JsonNode change = events.get(1).body();
    assertThat(change.path("previous")).isEqualTo(created.data());
    assertThat(change.path("current")).isEqualTo(changed.data());
    assertThat(change.path("modified_fields")).isEqualTo(Json.parse("[\"name\"]"));

    JsonNode deletion = events.getLast().body();
    assertThat(deletion.path("previous")).isEqualTo(changed.data());
    assertThat(deletion.path("current")).isEqualTo(Json.parse("{}"));
  }

  @ParameterizedTest
  @EnumSource
  void whatChangesNothingIsNoEvent(NamedKindUnderTest kind) throws SQLException {
    long id = kind.create(api, "Quiet");
    kind.create(api, "Taken");
    api.patch(200, kind.path(id), Map.of("name", "Quiet"));
    api.patch(422, kind.path(id), Map.of("name", "taken"));
    api.patch(422, kind.path(id), Map.of());
    assertThat(events(kind, id)).extracting(Row::type).containsExactly(kind.word() + ".created");
  }

  @ParameterizedTest
  @EnumSource
  void theEventIsWrittenInTheTransactionOfItsChange(NamedKindUnderTest kind) throws SQLException {
    long id = kind.create(api, "Together");
    try (Connection owner = app.database().connectAsOwner();
        ResultSet row =
            owner
                .createStatement()
                .executeQuery(
                    """
                    select event.xmin = record.xmin as together
                    from event join %s record
                      on record.tenant_id = event.tenant_id and record.id = event.resource_id
                    where event.type = '%s.created' and record.id = %d
                    """
                        .formatted(kind.word(), kind.word(), id))) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBoolean("together")).isTrue();
    }
  }

  private static String requestId(Api.Reply reply) {
    return reply.meta().path("request_id").asString();
  }

  private static List<Row> events(NamedKindUnderTest kind, long id) throws SQLException {
    try (Connection owner = app.database().connectAsOwner();
        ResultSet row =
            owner
                .createStatement()
                .executeQuery(
                    """
                    select type, request_id, body from event
                    where resource_type = '%s' and resource_id = %d
                    order by id
                    """
                        .formatted(kind.word(), id))) {
      var events = new ArrayList<Row>();
      while (row.next()) {
        events.add(
            new Row(
                row.getString("type"),
                row.getString("request_id"),
                Json.parse(row.getString("body"))));
      }
      return events;
    }
  }
}
