package rasl.http.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rasl.http.Answer;
import rasl.json.Json;
import tools.jackson.databind.node.ObjectNode;

final class AnswersTest {
  private static final String PATH = "/api/v2/things";

  record Row(long id, String name, @Nullable String note) {}

  @Test
  void aPageSaysWhereItStands() {
    assertThat(pagination("page=2&per_page=2", rows(2), Optional.of(5L), Optional.of("next")))
        .isEqualTo(
            """
            {"total":5,"per_page":2,"current_page":2,"last_page":3,"from":3,"to":4,\
            "next_cursor":"next"}\
            """);
  }

  @Test
  void anEmptyListHasOnePageFromNullToNull() {
    assertThat(pagination("", rows(0), Optional.of(0L), Optional.empty()))
        .isEqualTo(
            """
            {"total":0,"per_page":15,"current_page":1,"last_page":1,"from":null,"to":null,\
            "next_cursor":null}\
            """);
  }

  @Test
  void aWalkHasNoCount() {
    assertThat(pagination("per_page=500", rows(1), Optional.empty(), Optional.empty()))
        .isEqualTo("{\"per_page\":100,\"next_cursor\":null}");
  }

  @Test
  void linksKeepTheOtherParametersAndNeverTheHostOfTheCaller() {
    Answer answer =
        answer("q=a%26b&filter[size][>=]=1&page=2&per_page=2", rows(2), Optional.of(5L));
    String same = "https://rasl.example/api/v2/things?q=a%26b&filter%5Bsize%5D%5B%3E%3D%5D=1";
    assertThat(answer.headers())
        .containsOnly(
            Map.entry(
                "Link",
                "<S&per_page=2&page=1>; rel=\"first\", <S&per_page=2&page=1>; rel=\"prev\", "
                        .replace("S", same)
                    + "<S&per_page=2&page=3>; rel=\"next\", <S&per_page=2&page=3>; rel=\"last\""
                        .replace("S", same)));
  }

  @Test
  void thePageBeforeOneBeyondTheEndIsTheLast() {
    assertThat(answer("page=9", rows(0), Optional.of(20L)).headers().get("Link"))
        .contains("page=2>; rel=\"prev\"")
        .contains("page=2>; rel=\"last\"")
        .doesNotContain("rel=\"next\"");
  }

  @Test
  void aWalkLinksToTheBeginningAndOn() {
    ListQuery query = Things.parse("sort=name");
    var page = new ListPage<>(rows(1), Optional.empty(), Optional.of("abc"));
    assertThat(Things.LISTS.answer(PATH, query, page).headers().get("Link"))
        .isEqualTo(
            "<https://rasl.example/api/v2/things?sort=name&page=1>; rel=\"first\", "
                + "<https://rasl.example/api/v2/things?sort=name&cursor=abc>; rel=\"next\"");
  }

  @Test
  void onlyTheFieldsAskedForAndTheIdAndTheRelationsOfTheRowAreThere() {
    assertThat(data("")).isEqualTo("[{\"id\":0,\"name\":\"n\",\"note\":null}]");
    assertThat(data("fields=name")).isEqualTo("[{\"id\":0,\"name\":\"n\"}]");
    assertThat(data("fields=name&include=owner"))
        .isEqualTo("[{\"id\":0,\"name\":\"n\",\"owner\":\"o\"}]");
    assertThat(data("include=groups"))
        .isEqualTo("[{\"id\":0,\"name\":\"n\",\"note\":null,\"groups\":[]}]");
  }

  /** A row shows the relations that were asked for, which is its list's own work. */
  private static String data(String query) {
    ListQuery asked = Things.parse(query);
    ObjectNode row = Json.mapper().valueToTree(rows(1).getFirst());
    if (asked.includes("owner")) {
      row.put("owner", "o");
    }
    if (asked.includes("groups")) {
      row.putArray("groups");
    }
    var tree = new ListPage<>(List.of(row), Optional.of(1L), Optional.empty());
    String answered = Json.write(Things.LISTS.answer(PATH, asked, tree).data());
    if (!row.has("owner") && !row.has("groups")) {
      var records = new ListPage<>(rows(1), Optional.of(1L), Optional.empty());
      assertThat(Json.write(Things.LISTS.answer(PATH, asked, records).data())).isEqualTo(answered);
    }
    return answered;
  }

  private static String pagination(
      String query, List<Row> rows, Optional<Long> total, Optional<String> next) {
    var page = new ListPage<>(rows, total, next);
    return Json.write(
        Things.LISTS.answer(PATH, Things.parse(query), page).pagination().orElseThrow());
  }

  private static Answer answer(String query, List<Row> rows, Optional<Long> total) {
    var page = new ListPage<>(rows, total, Optional.empty());
    return Things.LISTS.answer(PATH, Things.parse(query), page);
  }

  private static List<Row> rows(int count) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < count; i++) {
      rows.add(new Row(i, "n", null));
    }
    return rows;
  }
}
