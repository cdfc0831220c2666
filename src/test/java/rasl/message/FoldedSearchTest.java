package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Searches find text in whatever way it is written, and nothing of another tenant. */
class FoldedSearchTest {
  private static final Talk talk = Talk.start(Map.of());
  private static final Api stranger = talk.app.as(talk.app.tenant("stranger"));
  private static final List<String> NAMES =
      List.of("أحمد", "فاطمة", "مُحَمَّد", "José", "O’Brien", "Straße", "Plain Jane", "آل‌سعود");

  @BeforeAll
  static void fill() throws InterruptedException {
    for (String name : NAMES) {
      String digits = Talk.customer();
      var _ = talk.write(digits, "About " + name + " \n and more");
      long id =
          talk.api.get(200, "/api/v2/contacts?search=" + digits).data().path(0).path("id").asLong();
      talk.api.patch(200, "/api/v2/contacts/" + id, Map.of("firstname", "-", "lastname", name));
      talk.send(200, "+" + digits, "To " + name);
      for (String list : List.of("groups", "sources", "statuses")) {
        talk.api.post(201, "/api/v2/" + list, Map.of("name", "Of " + name));
      }
    }
  }

  @AfterAll
  static void stop() {
    stranger.close();
    talk.close();
  }

  @ParameterizedTest
  @CsvSource({
    "احمد, أحمد",
    "أحمَد, أحمد",
    "فاطمه, فاطمة",
    "محمد, مُحَمَّد",
    "محمّـد, مُحَمَّد",
    "jose, José",
    "JOSÉ, José",
    "Jose\u0301, José",
    "O'Brien, O’Brien",
    "o‘brien, O’Brien",
    "STRASSE, Straße",
    "straße, Straße",
    "PLAIN jane, Plain Jane",
    "ال سعود, ''",
    "السعود, آل‌سعود",
  })
  void contactsThreadsMessagesAndListsAreFound(String text, String name) {
    String search = "?per_page=100&search=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    List<String> named = name.isEmpty() ? List.of() : List.of(name);
    assertThat(texts("/api/v2/contacts" + search, "/lastname")).isEqualTo(named);
    assertThat(texts("/api/v2/contacts" + search + "&filter[type]=lead", "/lastname"))
        .isEqualTo(named);
    assertThat(texts("/api/v2/conversations" + search, "/contact/lastname")).isEqualTo(named);
    assertThat(texts("/api/v2/messages" + search, "/message"))
        .containsExactlyInAnyOrderElementsOf(
            named.stream()
                .flatMap(one -> List.of("About " + one + " \n and more", "To " + one).stream())
                .toList());
    for (String list : List.of("groups", "sources", "statuses")) {
      assertThat(texts("/api/v2/" + list + search, "/name"))
          .isEqualTo(named.stream().map(one -> "Of " + one).toList());
      assertThat(stranger.get(200, "/api/v2/" + list + search).data()).isEmpty();
    }
    for (String list : List.of("contacts", "conversations", "messages")) {
      assertThat(stranger.get(200, "/api/v2/" + list + search).data()).isEmpty();
    }
  }

  /** An equality, and a part that a filter names, are exact but for case. */
  @Test
  void filtersStayExact() {
    assertThat(texts("/api/v2/contacts?filter[lastname]=jose", "/id")).isEmpty();
    assertThat(texts("/api/v2/contacts?filter[lastname]=JOSÉ", "/lastname"))
        .containsExactly("José");
    assertThat(texts("/api/v2/contacts?filter[lastname][like]=jose", "/id")).isEmpty();
  }

  /** Nothing is left of them, which is not to find everything. */
  @Test
  void marksAloneFindNothing() {
    for (String list : List.of("contacts", "conversations", "messages", "groups")) {
      assertThat(texts("/api/v2/" + list + "?search=%D9%8E%D9%80", "/id")).isEmpty();
    }
  }

  @Test
  void aChangedNameIsFoundAndTheOldOneIsNot() {
    Map<String, Object> fields = new HashMap<>(Map.of("name", "Ünlü"));
    long id = talk.api.post(201, "/api/v2/groups", fields).data().path("id").asLong();
    talk.api.patch(200, "/api/v2/groups/" + id, Map.of("name", "Škoda"));
    assertThat(texts("/api/v2/groups?search=unlu", "/name")).isEmpty();
    assertThat(texts("/api/v2/groups?search=SKODA", "/name")).containsExactly("Škoda");
  }

  private static List<String> texts(String path, String field) {
    return talk.api.get(200, path).data().valueStream().map(row -> text(row, field)).toList();
  }

  private static String text(JsonNode row, String field) {
    return row.at(field).asString();
  }
}
