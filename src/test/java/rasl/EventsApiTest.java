package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Scope;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** What happened, as programs read it: by list and by consumer. */
class EventsApiTest {
  private static TestApp app;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void aCreatedSourceIsThereAtOnceInTheShapeOfTheContract() {
    TenantId tenant = app.tenant("events-shape");
    Api api = app.as(tenant);
    long before = newest(api);
    Api.Reply made = api.post(201, "/api/v2/sources", Map.of("name", "One"));
    long id = made.data().path("id").asLong();
    api.patch(200, "/api/v2/sources/" + id, Map.of("name", "Two"));
    api.delete(200, "/api/v2/sources/" + id);
    List<JsonNode> events = after(api, before);
    assertThat(events)
        .extracting(one -> one.at("/event/type").asString())
        .containsExactly("source.created", "source.updated", "source.deleted");
    JsonNode first = events.getFirst();
    assertThat(List.copyOf(first.propertyNames()))
        .containsExactly("position", "event", "tenant", "data", "changes", "metadata");
    assertThat(first.path("tenant").toString())
        .isEqualTo(
            "{\"id\":%s,\"name\":\"events-shape\",\"domain\":\"events-shape\"}".formatted(tenant));
    assertThat(first.at("/event/id").asString()).matches("evt_[0-9]{10}_[A-Za-z0-9]{10,}");
    assertThat(first.at("/data/resource/attributes")).isEqualTo(made.data());
    assertThat(first.at("/changes/previous").isNull()).isTrue();
    assertThat(first.at("/changes/current")).isEqualTo(made.data());
    assertThat(first.at("/metadata/source").asString()).isEqualTo("api_webhook_manager");
    assertThat(first.at("/metadata/request_id").asString())
        .isEqualTo(made.meta().path("request_id").asString());
    JsonNode change = events.get(1);
    assertThat(change.at("/changes/previous/name").asString()).isEqualTo("One");
    assertThat(change.at("/changes/modified_fields").toString()).isEqualTo("[\"name\"]");
    JsonNode end = events.getLast();
    assertThat(end.at("/data/resource/attributes/name").asString()).isEqualTo("Two");
    assertThat(end.at("/changes/previous/name").asString()).isEqualTo("Two");
    assertThat(end.at("/changes/current").isEmpty()).isTrue();
  }

  @Test
  void nobodySeesAnotherTenantsEventsNorThoseOfResourcesTheyMayNotRead() {
    TenantId one = app.tenant("events-one");
    Api api = app.as(one);
    Api other = app.as(app.tenant("events-other"));
    long theirs = newest(other);
    long before = newest(api);
    api.post(201, "/api/v2/sources", Map.of("name", "Mine"));
    api.post(201, "/api/v2/statuses", Map.of("name", "Mine"));
    assertThat(after(other, theirs)).isEmpty();
    Api narrow = app.api().withToken(token(one, Scope.EVENTS_READ, Scope.STATUSES_READ));
    assertThat(after(narrow, before))
        .extracting(event -> event.at("/event/type").asString())
        .containsExactly("status.created");
    Api none = app.api().withToken(token(one, Scope.STATUSES_READ));
    assertThat(none.get(403, "/api/v2/events").code()).isEqualTo("INSUFFICIENT_SCOPE");
    assertThat(none.get(403, "/api/v2/events/stream").code()).isEqualTo("INSUFFICIENT_SCOPE");
  }

  @Test
  void theListIsFilteredAndWalked() {
    Api api = app.as(app.tenant("events-list"));
    long before = newest(api);
    for (int i = 0; i < 5; i++) {
      api.post(201, "/api/v2/groups", Map.of("name", "Group " + i));
    }
    Api.Reply page =
        api.get(200, "/api/v2/events?filter[type]=group.created&per_page=2&fields=position,event");
    assertThat(page.data()).hasSize(2);
    assertThat(page.data().get(0).path("position").asLong()).isEqualTo(before + 5);
    assertThat(page.meta().at("/pagination/total").asLong()).isEqualTo(5);
    assertThat(api.get(200, "/api/v2/events?filter[resource_type]=contact").data()).isEmpty();
    assertThat(api.get(422, "/api/v2/events?filter[type]=nothing").code())
        .isEqualTo("VALIDATION_ERROR");
    assertThat(api.get(422, "/api/v2/events?after=soon").code()).isEqualTo("VALIDATION_ERROR");
    var walked = new ArrayList<Long>();
    String next = "/api/v2/events?after=" + before + "&per_page=2";
    String cursor = "";
    do {
      Api.Reply part = api.get(200, next + cursor);
      part.data().forEach(event -> walked.add(event.path("position").asLong()));
      String given = part.meta().at("/pagination/next_cursor").asString("");
      cursor = given.isEmpty() ? "" : "&cursor=" + given;
    } while (!cursor.isEmpty());
    assertThat(walked).containsExactly(before + 1, before + 2, before + 3, before + 4, before + 5);
  }

  @Test
  void aConsumerTakesAcknowledgesAndGetsTheRestAgain() {
    Api api = app.as(app.tenant("consuming"));
    Api other = app.as(app.tenant("not-consuming"));
    String path = "/api/v2/events/consumers/crm";
    assertThat(api.post(200, path + "/take", Map.of()).data().path("events")).isEmpty();
    for (int i = 0; i < 3; i++) {
      api.post(201, "/api/v2/groups", Map.of("name", "Group " + i));
    }
    Api.Reply taken = api.post(200, path + "/take", Map.of("max", 2));
    List<Long> positions = positions(taken.data().path("events"));
    assertThat(positions).hasSize(2);
    assertThat(taken.data().path("position").asLong()).isEqualTo(positions.getLast());
    Api.Reply leased = api.post(409, path + "/take", Map.of());
    assertThat(leased.header("Retry-After").map(Integer::parseInt).orElseThrow()).isBetween(1, 60);
    other.post(404, path + "/ack", Map.of("position", positions.getFirst()));
    api.post(422, path + "/ack", Map.of("position", positions.getLast() + 1));
    api.post(200, path + "/ack", Map.of("position", positions.getFirst()));
    Api.Reply rest = api.post(200, path + "/take", Map.of());
    assertThat(positions(rest.data().path("events")))
        .containsExactly(positions.getLast(), positions.getLast() + 1);
    api.post(200, path + "/ack", Map.of("position", positions.getLast() + 1));
    JsonNode shown = api.get(200, "/api/v2/events/consumers").data();
    assertThat(shown).hasSize(1);
    assertThat(shown.get(0).path("behind").asLong()).isZero();
    assertThat(other.get(200, "/api/v2/events/consumers").data()).isEmpty();
    other.delete(404, path);
    api.delete(200, path);
    api.delete(404, path);
    Api.Reply again = api.post(200, path + "/take", Map.of("from", "oldest"));
    assertThat(positions(again.data().path("events"))).containsAll(positions);
  }

  @Test
  void whatIsNotKeptAnyMoreIsSaid() {
    TenantId tenant = app.tenant("gone");
    Api api = app.as(tenant);
    String path = "/api/v2/events/consumers/old";
    api.post(200, path + "/take", Map.of());
    for (int i = 0; i < 3; i++) {
      api.post(201, "/api/v2/groups", Map.of("name", "Group " + i));
    }
    long newest = newest(api);
    app.database()
        .asOwner(
            "update event_feed set gone_to = %d where tenant_id = %s"
                .formatted(newest - 1, tenant));
    Api.Reply gone = api.get(410, "/api/v2/events?after=" + (newest - 2));
    assertThat(gone.code()).isEqualTo("POSITION_GONE");
    assertThat(gone.error().at("/details/oldest_position").asLong()).isEqualTo(newest);
    assertThat(api.post(410, path + "/take", Map.of()).code()).isEqualTo("POSITION_GONE");
    assertThat(after(api, newest - 1)).hasSize(1);
    api.post(200, path + "/ack", Map.of("position", newest - 1));
    assertThat(api.post(200, path + "/take", Map.of()).data().path("events")).hasSize(1);
  }

  private static List<Long> positions(JsonNode events) {
    var positions = new ArrayList<Long>();
    events.forEach(event -> positions.add(event.path("position").asLong()));
    return positions;
  }

  private static long newest(Api api) {
    JsonNode first = api.get(200, "/api/v2/events?per_page=1").data();
    return first.isEmpty() ? 0 : first.get(0).path("position").asLong();
  }

  private static List<JsonNode> after(Api api, long position) {
    var all = new ArrayList<JsonNode>();
    api.get(200, "/api/v2/events?per_page=100&after=" + position).data().forEach(all::add);
    return all;
  }

  private static String token(TenantId tenant, Scope... scopes) {
    return app.token(tenant, Set.of(scopes), OptionalInt.empty());
  }
}
