package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Routes;
import rasl.testkit.Api;
import rasl.testkit.Team;
import rasl.testkit.Waiting;

/** Another tenant's records are answered exactly as those that do not exist, on every route. */
class NeighbourTest {
  private static final long NOBODYS = 9_007_199_254_740_991L;
  private static final Map<String, Object> ANY_BODY =
      Map.of(
          "name",
          "Taken over",
          "phone",
          "+966500000077",
          "message",
          "Hello",
          "contact_ids",
          List.of(1));
  private static TestApp app;
  private static Api owner;
  private static Api neighbour;

  /** The owner of the neighbour, signed in. */
  private static Api person;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    owner = app.sandbox();
    TenantId other = app.tenant("neighbour");
    neighbour = app.as(other);
    person = new Team(app, other).owner("owner@neighbour.test");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void aNeighboursIdIsNotFoundOnEveryRoute() throws InterruptedException {
    String group = makeGroup();
    String imported = makeImport();
    String wamid = receivedMessage().getLast();
    String thread =
        owner.get(200, "/api/v2/messages/" + wamid).data().path("interaction_id").asString();
    String contact = makeContact();
    String member = makeMember();
    String invitation = invitation();
    Map<String, List<String>> known =
        Map.ofEntries(
            Map.entry("/api/v2/conversations/{id}", List.of(thread)),
            Map.entry("/api/v2/conversations/{id}/messages", List.of(thread)),
            Map.entry("/api/v2/conversations/{id}/read", List.of(thread)),
            Map.entry("/api/v2/contacts/{id}/window", List.of(contact)),
            Map.entry("/api/v2/members/{id}", List.of(member)),
            Map.entry("/api/v2/members/{id}/password-reset", List.of(member)),
            Map.entry("/api/v2/members/invitations/{id}", List.of(invitation)),
            Map.entry("/api/v2/sources/{id}", List.of(make(NamedKindUnderTest.SOURCE))),
            Map.entry("/api/v2/statuses/{id}", List.of(make(NamedKindUnderTest.STATUS))),
            Map.entry("/api/v2/groups/{id}", List.of(group)),
            Map.entry("/api/v2/groups/{id}/contacts", List.of(group)),
            Map.entry("/api/v2/contacts/{id}", List.of(contact)),
            Map.entry("/api/v2/contacts/imports/{id}", List.of(imported)),
            Map.entry("/api/v2/contacts/imports/{id}/errors.csv", List.of(imported)),
            Map.entry("/api/v2/messages/{id}", receivedMessage()),
            Map.entry("/api/v2/messages/{id}/cancel", receivedMessage()),
            Map.entry("/api/v2/tokens/{id}", List.of(makeToken())),
            Map.entry("/api/v2/templates/{id}", List.of(pulledTemplate())));
    String webhook = makeWebhook();
    String shop = makeShop();
    Map<String, List<String>> owned = new HashMap<>(known);
    for (Routes.Route route : routesWithIds()) {
      if (route.path().startsWith("/api/v2/webhooks/{id}")) {
        owned.put(route.path(), List.of(webhook));
      }
      if (route.path().startsWith("/api/v2/shops/{id}")) {
        owned.put(route.path(), List.of(shop));
      }
    }
    List<Routes.Route> routes = routesWithIds();
    assertThat(routes)
        .extracting(Routes.Route::path)
        .as("a route of which this test has no record")
        .allSatisfy(path -> assertThat(owned).containsKey(path));
    for (Routes.Route route : routes) {
      for (String id : owned.getOrDefault(route.path(), List.of())) {
        String one = filled(route, id);
        String record =
            one.replaceFirst(
                    "/(contacts|cancel|password-reset|messages|read|window|errors[.]csv)$", "")
                .replaceFirst("^(/api/v2/(webhooks|shops)/[0-9]+)/.*", "$1");
        Object before = own(record);
        Object nobodys = error(neighbour, route, filled(route, String.valueOf(NOBODYS)));
        assertThat(error(neighbour, route, one)).as(route.method() + " " + one).isEqualTo(nobodys);
        assertThat(error(person, route, one)).as("a person: " + one).isEqualTo(nobodys);
        assertThat(own(record)).isEqualTo(before);
      }
    }
  }

  /** The route's path with an id; whatever it names below that record is nobody's. */
  private static String filled(Routes.Route route, String id) {
    return route.path().replace("{id}", id).replaceAll("\\{[^}]+}", String.valueOf(NOBODYS));
  }

  /** An invitation is shown in its list alone. */
  private static Object own(String record) {
    return owner.get(200, record.replaceFirst("/invitations/[0-9]+$", "/invitations")).data();
  }

  private static String makeMember() {
    app.database()
        .asOwner(
            "insert into member (tenant_id, name, email) values (%s, 'Mine', 'mine@mine.test')"
                .formatted(app.sandboxTenant()));
    return owner.get(200, "/api/v2/members?filter[name]=Mine").data().at("/0/id").asString();
  }

  private static String invitation() {
    return owner
        .post(
            201,
            "/api/v2/members/invitations",
            Map.of("email", "invited@mine.test", "role", "agent"))
        .data()
        .path("id")
        .asString();
  }

  private static String makeWebhook() {
    return owner
        .post(201, "/api/v2/webhooks", Map.of("name", "Mine", "url", "https://93.184.216.34/hook"))
        .data()
        .path("id")
        .asString();
  }

  private static String makeShop() {
    return owner
        .post(201, "/api/v2/shops", Map.of("name", "Mine", "platform", "woocommerce"))
        .data()
        .path("id")
        .asString();
  }

  private static String makeToken() {
    return owner
        .post(201, "/api/v2/tokens", Map.of("name", "mine", "scopes", List.of("contacts:read")))
        .data()
        .path("id")
        .asString();
  }

  private static String pulledTemplate() {
    owner.call(200, "POST", "/api/v2/templates/sync", null);
    return owner.get(200, "/api/v2/templates").data().at("/0/template_id").asString();
  }

  @Test
  void aNeighboursContactIsNotFoundEitherWhereABodyNamesIt() throws InterruptedException {
    String wamid = receivedMessage().getLast();
    assertThat(wamid).startsWith("wamid.");
    long contact =
        app.db()
            .inTenant(
                app.sandboxTenant(),
                tx ->
                    tx.first("select max(id) as id from contact", row -> row.getLong("id"))
                        .orElseThrow());
    Map<String, Object> send =
        Map.of("phone", "+966500000078", "message", "Hello", "contact_id", contact);
    Map<String, Object> nobody =
        Map.of("phone", "+966500000078", "message", "Hello", "contact_id", NOBODYS);
    Api.Reply refused = neighbour.send("POST", "/api/v2/messages/text", rasl.json.Json.write(send));
    assertThat(refused.error())
        .isEqualTo(
            neighbour.send("POST", "/api/v2/messages/text", rasl.json.Json.write(nobody)).error());
  }

  @Test
  void listsShowNothingOfTheNeighbours() throws InterruptedException {
    make(NamedKindUnderTest.SOURCE);
    make(NamedKindUnderTest.STATUS);
    var _ = makeGroup();
    receivedMessage();
    for (String path :
        List.of(
            "/api/v2/sources",
            "/api/v2/statuses",
            "/api/v2/groups",
            "/api/v2/contacts",
            "/api/v2/messages")) {
      List<Long> theirs = ids(owner, path);
      assertThat(theirs).isNotEmpty();
      assertThat(ids(neighbour, path)).doesNotContainAnyElementsOf(theirs);
    }
  }

  private static Object error(Api neighbour, Routes.Route route, String path) {
    Api.Reply reply =
        route.method().equals("GET")
                || (route.method().equals("DELETE") && !path.endsWith("/contacts"))
            ? neighbour.call(404, route.method(), path, null)
            : neighbour.call(404, route.method(), path, rasl.json.Json.write(ANY_BODY));
    return reply.error();
  }

  private static List<Routes.Route> routesWithIds() {
    var routes = new ArrayList<Routes.Route>();
    for (Routes.Route route : app.routes()) {
      if (route.access() instanceof Routes.Access.Token && route.path().contains("{id}")) {
        routes.add(route);
      }
    }
    assertThat(routes).hasSizeGreaterThanOrEqualTo(7);
    return routes;
  }

  private static String makeGroup() {
    return owner
        .post(201, "/api/v2/groups", Map.of("name", "Mine " + System.nanoTime()))
        .data()
        .path("id")
        .asString();
  }

  private static String makeImport() throws InterruptedException {
    return new CsvUpload("phone\n1\n")
        .with("defaults[firstname]", "Mine")
        .with("defaults[lastname]", "Alone")
        .with("defaults[type]", "lead")
        .with("defaults[status]", "None")
        .with("defaults[source]", "None")
        .runAs(owner)
        .path("id")
        .asString();
  }

  private static String makeContact() {
    Map<String, Object> fields =
        Map.of(
            "firstname",
            "Mine",
            "lastname",
            "Alone",
            "phone",
            "+966500000079",
            "type",
            "lead",
            "source_id",
            Long.valueOf(make(NamedKindUnderTest.SOURCE)),
            "status_id",
            Long.valueOf(make(NamedKindUnderTest.STATUS)));
    return owner.post(201, "/api/v2/contacts", fields).data().path("id").asString();
  }

  private static String make(NamedKindUnderTest kind) {
    return String.valueOf(kind.create(owner, "Mine " + System.nanoTime()));
  }

  /** A message's own id, and WhatsApp's. */
  private static List<String> receivedMessage() throws InterruptedException {
    String wamid =
        app.simulator()
            .post(
                200,
                "/control/inbound",
                Map.of("from", "966500000077", "type", "text", "text", "Mine"))
            .json()
            .path("wamid")
            .asString();
    String path = "/api/v2/messages/" + wamid;
    Waiting.until(Duration.ofSeconds(60), () -> owner.send("GET", path, null).status() == 200);
    return List.of(owner.get(200, path).data().path("id").asString(), wamid);
  }

  private static List<Long> ids(Api api, String path) {
    return api.get(200, path).data().valueStream().map(row -> row.path("id").asLong()).toList();
  }
}
