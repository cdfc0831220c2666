package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.json.Json;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every route that names records in its query or body answers a neighbour's id as one that nobody
 * has, and every route refuses a suspended tenant. Ids in paths are in {@link NeighbourTest}. A new
 * route does not pass until it stands here.
 */
class TenantMatrixTest {
  private static final long NOBODYS = 9_007_199_254_740_991L;

  private static TestApp app;
  private static Api neighbour;
  private static Records theirs = new Records(1, 1, 1, 1, 1);
  private static Records mine = new Records(1, 1, 1, 1, 1);
  private static long myShop = 1;

  /** One of each, by id. */
  private record Records(long contact, long source, long status, long group, long token) {

    /** The same path or body, with these ids in the place of names. */
    String in(String text) {
      return text.replace("$contact", String.valueOf(contact))
          .replace("$source", String.valueOf(source))
          .replace("$status", String.valueOf(status))
          .replace("$group", String.valueOf(group))
          .replace("$token", String.valueOf(token));
    }

    static Records nobodys() {
      return new Records(NOBODYS, NOBODYS, NOBODYS, NOBODYS, NOBODYS);
    }
  }

  /** A call that names records: theirs as {@code $contact}, the caller's own as {@code mine:…}. */
  private record Naming(String route, String path, String body) {
    static Naming get(String path, String query) {
      return new Naming("GET " + path, path + "?" + query, "");
    }

    static Naming body(String route, String path, String body) {
      return new Naming(route, path, body.replace('\'', '"'));
    }
  }

  private static final String CONTACT =
      "{'firstname':'A','lastname':'B','phone':'+966500000021','type':'lead','source_id':%s,"
          + "'status_id':%s%s}";

  private static List<Naming> namings() {
    var all = new ArrayList<Naming>();
    for (String list : List.of("/api/v2/contacts", "/api/v2/contacts/export.csv")) {
      for (String field : List.of("source_id", "status_id", "group_id", "id")) {
        String kind = field.equals("id") ? "contact" : field.replace("_id", "");
        all.add(Naming.get(list, "filter[" + field + "]=$" + kind));
      }
    }
    for (String list :
        List.of("/api/v2/messages", "/api/v2/messages/messages", "/api/v2/conversations")) {
      all.add(Naming.get(list, "filter[contact_id]=$contact"));
    }
    all.add(Naming.get("/api/v2/tokens", "filter[id]=$token"));
    for (String list : List.of("/api/v2/audit", "/api/v2/audit/export.csv")) {
      all.add(Naming.get(list, "filter[target_type]=token&filter[target_id]=$token"));
    }
    all.addAll(contacts());
    all.addAll(shops());
    all.addAll(sends());
    for (String field : List.of("source", "status")) {
      all.add(
          Naming.body(
              "PATCH /api/v2/account/settings",
              "/api/v2/account/settings",
              "{'default_%s':$%s}".formatted(field, field)));
    }
    return all;
  }

  private static List<Naming> contacts() {
    String own = "mine:source";
    String contacts = "/api/v2/contacts";
    String groups = "/api/v2/groups/mine:group/contacts";
    return List.of(
        Naming.body("POST " + contacts, contacts, CONTACT.formatted("$source", "mine:status", "")),
        Naming.body("POST " + contacts, contacts, CONTACT.formatted(own, "$status", "")),
        Naming.body(
            "POST " + contacts,
            contacts,
            CONTACT.formatted(own, "mine:status", ",'groups':[$group]")),
        Naming.body(
            "PATCH " + contacts + "/{id}", contacts + "/mine:contact", "{'source_id':$source}"),
        Naming.body(
            "PATCH " + contacts + "/{id}", contacts + "/mine:contact", "{'groups':[$group]}"),
        Naming.body(
            "POST " + contacts + "/batch",
            contacts + "/batch",
            "{'contacts':[" + CONTACT.formatted("$source", "mine:status", "") + "]}"),
        Naming.body("DELETE " + contacts + "/batch", contacts + "/batch", "{'ids':[$contact]}"),
        Naming.body("POST /api/v2/groups/{id}/contacts", groups, "{'contact_ids':[$contact]}"),
        Naming.body("DELETE /api/v2/groups/{id}/contacts", groups, "{'contact_ids':[$contact]}"));
  }

  private static List<Naming> shops() {
    return List.of(
        Naming.body(
            "POST /api/v2/shops",
            "/api/v2/shops",
            "{'name':'A','platform':'custom','groups':[$group]}"),
        Naming.body("PATCH /api/v2/shops/{id}", "/api/v2/shops/mine:shop", "{'groups':[$group]}"));
  }

  private static List<Naming> sends() {
    var all = new ArrayList<Naming>();
    Map<String, String> wordings =
        new TreeMap<>(
            Map.of(
                "messages/text",
                "'message':'Hello'",
                "messages/media",
                "'media_type':'image','media_url':'https://example.org/a.png'",
                "messages/template",
                "'template_name':'any','template_language':'en'",
                "messages/interactive",
                "'type':'button','body':'Choose','buttons':[{'id':'a','title':'A'}]",
                "auth/send-otp",
                "'template_name':'any'"));
    wordings.forEach(
        (call, wording) -> {
          for (String path : List.of("/api/v2/" + call, "/api/v2/" + call + "/preview")) {
            all.add(
                Naming.body(
                    "POST " + path,
                    path,
                    "{'phone':'+966500000023',%s,'contact_id':$contact}".formatted(wording)));
          }
        });
    return all;
  }

  @BeforeAll
  static void start() {
    app = TestApp.start();
    // So that no other number of an answer is taken for an id.
    for (String sequence : List.of("source", "status", "contact_group", "contact", "token")) {
      app.database()
          .asOwner(
              "select setval('%s_id_seq', %d)"
                  .formatted(sequence, 7_000_000 + sequence.length() * 1000));
    }
    theirs = fill(app.as(app.tenant("theirs")));
    neighbour = app.as(app.tenant("neighbour"));
    mine = fill(neighbour);
    myShop = id(neighbour.post(201, "/api/v2/shops", Map.of("name", "Mine", "platform", "custom")));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static Records fill(Api api) {
    long source = NamedKindUnderTest.SOURCE.create(api, "Kept");
    long status = NamedKindUnderTest.STATUS.create(api, "Kept");
    long group = id(api.post(201, "/api/v2/groups", Map.of("name", "Kept")));
    String contact = CONTACT.formatted(source, status, ",'groups':[" + group + "]");
    long token =
        id(
            api.post(
                201, "/api/v2/tokens", Map.of("name", "Kept", "scopes", List.of("audit:read"))));
    String body = contact.replace('\'', '"').replace("000021", "000022");
    return new Records(
        id(api.call(201, "POST", "/api/v2/contacts", body)), source, status, group, token);
  }

  private static long id(Api.Reply reply) {
    return reply.data().path("id").asLong();
  }

  @Test
  void everyRouteOfATenantStandsHere() {
    var here = new TreeSet<>(RoutesWithoutIds.NAME_NONE);
    namings().forEach(naming -> here.add(naming.route()));
    assertThat(tenantRoutes()).allSatisfy(route -> assertThat(here).contains(route));
  }

  @Test
  void aNeighboursIdIsAnsweredAsOneThatNobodyHas() {
    for (Naming naming : namings()) {
      String method = naming.route().split(" ", 2)[0];
      assertThat(call(method, naming, theirs))
          .as(naming.toString())
          .isEqualTo(call(method, naming, Records.nobodys()));
    }
    assertThat(neighbour.get(200, "/api/v2/contacts").data()).as("nothing was made").hasSize(1);
  }

  /** Status and answer, without what differs from call to call. */
  private static String call(String method, Naming naming, Records named) {
    String own =
        naming
            .path()
            .replace("mine:contact", "" + mine.contact())
            .replace("mine:shop", "" + myShop)
            .replace("mine:group", "" + mine.group());
    String body =
        naming
            .body()
            .replace("mine:source", "" + mine.source())
            .replace("mine:status", "" + mine.status());
    Api.Reply reply = neighbour.send(method, named.in(own), body.isEmpty() ? null : named.in(body));
    String text = reply.text();
    if (text.startsWith("{")) {
      ObjectNode answer = (ObjectNode) reply.json();
      JsonNode meta = answer.path("meta");
      answer.set("meta", meta.path("pagination"));
      text = Json.write(answer);
    }
    for (Records records : List.of(named, Records.nobodys())) {
      for (String kind : List.of("$contact", "$source", "$status", "$group", "$token")) {
        text = text.replaceAll("\\b" + records.in(kind) + "\\b", "ID");
      }
    }
    return reply.status() + " " + text;
  }

  @Test
  void everyRouteRefusesASuspendedTenant() {
    TenantId late = app.tenant("late");
    String token = app.token(late, EnumSet.allOf(Scope.class), OptionalInt.empty());
    app.database().asOwner("update tenant set status = 'suspended' where id = " + late);
    Api suspended = app.api().withToken(token);
    for (String route : tenantRoutes()) {
      String[] parts = route.split(" ", 2);
      String path = parts[1].replaceAll("\\{[^}]+}", "999999");
      assertThat(suspended.call(403, parts[0], path, null).code())
          .as(route)
          .isEqualTo("ACCOUNT_SUSPENDED");
    }
  }

  private static List<String> tenantRoutes() {
    return app.routes().stream()
        .filter(route -> route.access() instanceof Routes.Access.Token)
        .map(route -> route.method() + " " + route.path())
        .toList();
  }
}
