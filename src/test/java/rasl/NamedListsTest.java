package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.Api;
import rasl.testkit.SettableClock;
import tools.jackson.databind.JsonNode;

/** The lists of sources and statuses, in the language of contract 1.4. */
class NamedListsTest {
  private static TestApp app;
  private static Api api;

  /** Five statuses and five sources, a day apart: Alpha, beta, Gamma, delta_1, Delta%2. */
  @BeforeAll
  static void start() {
    var clock = new SettableClock(java.time.Instant.parse("2026-03-01T12:00:00Z"));
    app = TestApp.start(Map.of(), clock);
    api = app.as(app.tenant("lists"));
    for (NamedKindUnderTest kind : NamedKindUnderTest.values()) {
      for (JsonNode old : api.get(200, kind.path()).data()) {
        api.patch(200, kind.path(old.path("id").asLong()), Map.of("name", "Zero"));
      }
    }
    for (String name : List.of("Alpha", "beta", "Gamma", "delta_1", "Delta%2")) {
      clock.advance(java.time.Duration.ofDays(1));
      NamedKindUnderTest.SOURCE.create(api, name);
      Map<String, String> status =
          name.equals("beta")
              ? Map.of("name", name)
              : Map.of("name", name, "color", name.equals("Alpha") ? "#FF0000" : "#00ff00");
      api.post(201, "/api/v2/statuses", status);
    }
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @ParameterizedTest
  @EnumSource
  void aListIsNewestFirstAndCountsItsPages(NamedKindUnderTest kind) {
    Api.Reply page = api.get(200, kind.path() + "?per_page=2&page=2");
    assertThat(names(page)).containsExactly("Gamma", "beta");
    JsonNode pagination = page.meta().path("pagination");
    assertThat(pagination.path("total").asInt()).isEqualTo(6);
    assertThat(pagination.path("last_page").asInt()).isEqualTo(3);
    assertThat(pagination.path("from").asInt()).isEqualTo(3);
    assertThat(pagination.path("to").asInt()).isEqualTo(4);
    assertThat(page.header("Link").orElseThrow())
        .contains(kind.path() + "?per_page=2&page=1>; rel=\"first\"")
        .contains("page=1>; rel=\"prev\"", "page=3>; rel=\"next\"", "page=3>; rel=\"last\"");
  }

  @ParameterizedTest
  @EnumSource
  void aCursorWalksTheWholeListOnce(NamedKindUnderTest kind) {
    var seen = new ArrayList<String>();
    Api.Reply page = api.get(200, kind.path() + "?sort=name&per_page=4");
    seen.addAll(names(page));
    while (!page.meta().path("pagination").path("next_cursor").isNull()) {
      String cursor = page.meta().path("pagination").path("next_cursor").asString();
      page = api.get(200, kind.path() + "?sort=name&per_page=1&cursor=" + cursor);
      assertThat(page.meta().path("pagination").propertyNames())
          .containsExactly("per_page", "next_cursor");
      seen.addAll(names(page));
    }
    assertThat(seen).containsExactly("Alpha", "beta", "Delta%2", "delta_1", "Gamma", "Zero");
  }

  @Test
  void aCursorOfAnotherListSortOrTenantIsRefused() {
    String cursor =
        api.get(200, "/api/v2/sources?per_page=1")
            .meta()
            .path("pagination")
            .path("next_cursor")
            .asString();
    api.get(200, "/api/v2/sources?cursor=" + cursor);
    api.get(422, "/api/v2/statuses?cursor=" + cursor);
    api.get(422, "/api/v2/sources?sort=name&cursor=" + cursor);
    api.get(422, "/api/v2/sources?filter[name]=beta&cursor=" + cursor);
    api.get(422, "/api/v2/sources?cursor=" + cursor.substring(1));
    api.get(200, "/api/v2/sources?cursor=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filter[name]=BETA                                   | beta",
        "filter[name][ne]=beta&sort=name                     | Alpha,Delta%2,delta_1,Gamma,Zero",
        "filter[name][!=]=beta&sort=-name                    | Zero,Gamma,delta_1,Delta%2,Alpha",
        "filter[name][like]=m_                               | ''",
        "filter[name][like]=a%25                             | Delta%2",
        "filter[name][like]=LTA&sort=name                    | Delta%2,delta_1",
        "filter[name][in]=alpha,Gamma,nobody&sort=id         | Alpha,Gamma",
        "filter[name][not_in]=alpha,gamma,zero,beta&sort=id  | delta_1,Delta%2",
        "filter[name][null]=true                             | ''",
        "filter[name][between]=b,e&sort=name                 | beta,Delta%2,delta_1",
        "filter[created_at]=2026-03-03                       | beta",
        "filter[created_at][gt]=2026-03-04                   | Delta%2,delta_1",
        "filter[created_at][>=]=2026-03-04&sort=created_at   | Gamma,delta_1,Delta%2",
        "filter[created_at][%3E=]=2026-03-05&sort=created_at | delta_1,Delta%2",
        "filter%5Bcreated_at%5D%5Blt%5D=2026-03-02           | Zero",
        "filter[created_at][lte]=2026-03-02T12:00:00%2B00:00 | Alpha,Zero",
        "filter[updated_at][between]=2026-03-02,2026-03-03   | beta,Alpha",
        "search=ELT                                          | Delta%2,delta_1",
        "q=elt&search=                                       | Delta%2,delta_1",
        "search=%25                                          | Delta%2",
        "unknown=1&search=beta                               | beta",
      })
  void filtersAndSearchFind(String query, String names) {
    for (NamedKindUnderTest kind : NamedKindUnderTest.values()) {
      String raw = query.replace(">", "%3E");
      Api.Reply found =
          api.get(200, kind.path() + "?" + raw.replace("[", "%5B").replace("]", "%5D"));
      assertThat(String.join(",", names(found))).as(kind + " " + query).isEqualTo(names);
    }
  }

  @Test
  void idsAndColorsCanBeFiltered() {
    long id = api.get(200, "/api/v2/sources?search=gamma").data().path(0).path("id").asLong();
    assertThat(names(get("/api/v2/sources?filter[id]=" + id))).containsExactly("Gamma");
    assertThat(names(get("/api/v2/sources?sort=-id&filter[id][lt]=" + id)))
        .containsExactly("beta", "Alpha", "Zero");
    assertThat(names(get("/api/v2/statuses?filter[color]=%23ff0000"))).containsExactly("Alpha");
    assertThat(names(get("/api/v2/statuses?filter[color][null]=true&sort=name")))
        .contains("beta")
        .doesNotContain("Alpha");
    assertThat(names(get("/api/v2/statuses?filter[color][ne]=%2300FF00&sort=name")))
        .contains("Alpha", "beta");
  }

  @Test
  void onlyTheFieldsAskedForAreAnswered() {
    JsonNode row = get("/api/v2/statuses?fields=color,name&search=alpha").data().path(0);
    assertThat(row.propertyNames()).containsExactlyInAnyOrder("id", "name", "color");
    assertThat(get("/api/v2/sources?fields=id").data().path(0).propertyNames())
        .containsExactly("id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "page=0",
        "page=x",
        "page=-1",
        "per_page=0",
        "per_page=2147483648",
        "sort=color",
        "sort=-nothing",
        "fields=color",
        "fields=secret",
        "include=contacts",
        "filter[color]=x",
        "filter[tenant_id]=1",
        "filter[id]=abc",
        "filter[id][like]=1",
        "filter[name][near]=x",
        "filter[name][null]=perhaps",
        "filter[created_at]=yesterday",
        "filter[created_at]=2026-02-30",
        "filter[created_at]=2026-03-01T12:00:00",
        "filter[created_at][between]=2026-03-01",
        "filter[name][in]=,",
        "filter=x",
        "filter[name][gt][lt]=x",
        "search=%ff",
        "search=%00",
      })
  void whatIsUnknownOrOfTheWrongTypeIsRefused(String query) {
    Api.Reply refused = get("/api/v2/sources?" + query);
    assertThat(refused.status()).isEqualTo(422);
    String parameter = query.substring(0, query.lastIndexOf('='));
    assertThat(refused.error().path("details").path("errors").propertyNames())
        .containsExactly(parameter);
  }

  @Test
  void perPageOver100CountsAs100AndAPageBehindTheLastIsEmpty() {
    assertThat(get("/api/v2/sources?per_page=500").meta().at("/pagination/per_page").asInt())
        .isEqualTo(100);
    Api.Reply empty = get("/api/v2/sources?page=2147483647");
    assertThat(empty.data()).isEmpty();
    assertThat(empty.meta().at("/pagination/from").isNull()).isTrue();
    assertThat(empty.meta().at("/pagination/last_page").asInt()).isEqualTo(1);
  }

  private static Api.Reply get(String path) {
    return api.send("GET", path.replace("[", "%5B").replace("]", "%5D"), null);
  }

  private static List<String> names(Api.Reply reply) {
    return reply.data().valueStream().map(row -> row.path("name").asString()).toList();
  }
}
