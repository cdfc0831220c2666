package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.Api;
import rasl.testkit.SettableClock;
import tools.jackson.databind.JsonNode;

/** The list of contacts, in the language of contract 1.4. */
class ContactListTest {
  private static TestApp app;
  private static Crm crm;
  private static Api api;
  private static long group;

  /** Four contacts, a day apart. */
  @BeforeAll
  static void start() {
    var clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    app = TestApp.start(Map.of(), clock);
    crm = Crm.of(app, "contact-list");
    api = crm.api();
    group = crm.group("VIP");
    make(clock, "Sara", "Ahmad", "+966500000001", "email", "sara@example.com");
    make(clock, "omar", "Zaid", "+966500000002", "company", "100% Dates_Co");
    make(clock, "Élodie", "MARTIN-GROẞ", "+33612345678", "type", "customer");
    make(clock, "Bob", "ahmad", "+5491123456789", "groups", List.of(group));
    long id = api.get(200, "/api/v2/contacts?search=bob").data().path(0).path("id").asLong();
    clock.advance(Duration.ofDays(1));
    api.patch(
        200,
        "/api/v2/contacts/" + id,
        Map.of("is_opted_out", true, "country_id", 54, "city", "BA"));
  }

  private static void make(
      SettableClock clock, String first, String last, String phone, String field, Object value) {
    clock.advance(Duration.ofDays(1));
    Map<String, Object> fields = crm.fields(phone, field, value);
    fields.put("firstname", first);
    fields.put("lastname", last);
    crm.create(fields);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                                    | Bob,Élodie,omar,Sara",
        "sort=firstname                                      | Bob,omar,Sara,Élodie",
        "sort=lastname,-created_at                           | Bob,Sara,Élodie,omar",
        "sort=-updated_at                                    | Bob,Élodie,omar,Sara",
        "sort=id                                             | Sara,omar,Élodie,Bob",
        "search=sar                                          | Sara",
        "search=sara%20ah                                    | Sara",
        "search=ÉLOD                                         | Élodie",
        "search=EXAMPLE.com                                  | Sara",
        "search=0%25%20dates_                                | omar",
        "search=_______                                      | ''",
        "search=STRASSE                                      | ''",
        "search=gross                                        | Élodie",
        "search=groß                                         | Élodie",
        "search=50000000                                     | omar,Sara",
        "search=%2B966%2050%20000%200001                     | Sara",
        "search=050%20000%200002                             | omar",
        "search=0033                                         | Élodie",
        "filter[phone]=0500000002                            | omar",
        "filter[phone]=966-50-000-0002                       | omar",
        "filter[phone][in]=0500000001,%2B33%206%2012345678   | Élodie,Sara",
        "filter[phone][ne]=0500000001                        | Bob,Élodie,omar",
        "filter[phone][like]=66500                           | omar,Sara",
        "filter[phone]=%2B54%2011%202345%206789              | Bob",
        "filter[firstname]=ÉLODIE                            | Élodie",
        "filter[lastname]=AHMAD                              | Bob,Sara",
        "filter[lastname][like]=ai                           | omar",
        "filter[type]=customer                               | Élodie",
        "filter[type][in]=customer,guest                     | Élodie",
        "filter[email]=SARA@example.com                      | Sara",
        "filter[email][null]=false                           | Sara",
        "filter[company][like]=%25                           | omar",
        "filter[is_opted_out]=true                           | Bob",
        "filter[country_id]=54                               | Bob",
        "filter[city]=ba                                     | Bob",
        "filter[assigned_id][null]=true&filter[type]=customer | Élodie",
        "filter[created_at]=2026-03-03                       | omar",
        "filter[created_at][between]=2026-03-02,2026-03-03   | omar,Sara",
        "filter[updated_at][gte]=2026-03-06                  | Bob",
        "filter[firstname][gt]=p                             | Élodie,Sara",
      })
  void contactsAreFoundAndSorted(String query, String names) {
    Api.Reply reply = get(query == null ? "" : query);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(String.join(",", names(reply))).isEqualTo(names);
    assertThat(reply.meta().at("/pagination/total").asInt()).isEqualTo(names(reply).size());
  }

  @Test
  void idsOfGroupsSourcesAndStatusesFindTheirContacts() {
    assertThat(names(get("filter[group_id]=" + group))).containsExactly("Bob");
    assertThat(names(get("filter[group_id][not_in]=" + group))).hasSize(3);
    assertThat(names(get("filter[source_id]=" + crm.source()))).hasSize(4);
    assertThat(names(get("filter[status_id][ne]=" + crm.status()))).isEmpty();
  }

  @Test
  void whatIsIncludedIsAnsweredAsObjects() {
    JsonNode row = get("include=groups,source,status&search=bob").data().path(0);
    assertThat(row.at("/groups/0/name").asString()).isEqualTo("VIP");
    assertThat(row.at("/source/name").asString()).isEqualTo("Fair");
    assertThat(row.at("/status/name").asString()).isEqualTo("Warm");
    assertThat(get("search=bob").data().path(0).has("groups")).isFalse();
    assertThat(get("fields=phone&include=source&search=bob").data().path(0).propertyNames())
        .containsExactlyInAnyOrder("id", "phone", "source");
  }

  @Test
  void aCursorWalksEverySortOnce() {
    for (String sort : List.of("firstname", "-lastname", "created_at", "-updated_at", "id")) {
      var seen = new ArrayList<String>();
      Api.Reply page = get("per_page=1&sort=" + sort);
      seen.addAll(names(page));
      while (!page.meta().at("/pagination/next_cursor").isNull()) {
        String cursor = page.meta().at("/pagination/next_cursor").asString();
        page = get("per_page=2&sort=" + sort + "&cursor=" + cursor);
        seen.addAll(names(page));
      }
      assertThat(seen).isEqualTo(names(get("sort=" + sort)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter[group_id]=x",
        "filter[group_id][gt]=1",
        "filter[type]=friend",
        "filter[status_id]=abc",
        "filter[is_opted_out]=perhaps",
        "filter[phone]=call+me",
        "filter[wa_id]=1",
        "sort=phone",
        "include=messages",
        "fields=groups",
      })
  void whatIsUnknownOrOfTheWrongTypeIsRefused(String query) {
    assertThat(get(query).status()).isEqualTo(422);
  }

  private static Api.Reply get(String query) {
    String encoded = query.strip().replace("[", "%5B").replace("]", "%5D").replace("É", "%C3%89");
    return api.send("GET", "/api/v2/contacts?" + encoded, null);
  }

  private static List<String> names(Api.Reply reply) {
    return reply.data().valueStream().map(row -> row.path("firstname").asString()).toList();
  }
}
