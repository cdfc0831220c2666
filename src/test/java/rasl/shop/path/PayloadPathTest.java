package rasl.shop.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

class PayloadPathTest {
  private static final JsonNode PAYLOAD =
      Json.parse(
          """
          {"billing": {"phone": "050", "first name": "A", "it's": "B", "none": null},
           "lines": [{"name": "x", "tags": ["1", "2"]}, {"name": "y"}, {}],
           "total": 12.50}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "billing.phone | \"050\"",
        "$.billing.phone | \"050\"",
        "billing['first name'] | \"A\"",
        "billing[\"it's\"] | \"B\"",
        "lines[0].name | \"x\"",
        "lines[1].name | \"y\"",
        "lines[*].name | \"x\",\"y\"",
        "lines[*].tags[*] | \"1\",\"2\"",
        "lines[9].name | ''",
        "lines.name | ''",
        "billing.none | ''",
        "total | 12.50",
      })
  void aPathLeadsToItsValues(String path, String values) {
    List<String> found =
        PayloadPath.parse(path).orElseThrow().values(PAYLOAD).stream()
            .map(node -> node.isNumber() ? "12.50" : Json.write(node))
            .toList();
    assertThat(String.join(",", found)).isEqualTo(values);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$",
        ".",
        "a..b",
        "a.",
        "a[",
        "a[]",
        "a[-1]",
        "a[?(@.b)]",
        "$..a",
        "a[0:2]",
        "a b",
        "a['b",
        "a[0]b",
        "a[1234567]",
        "a]",
        ".a"
      })
  void whatIsNoPathIsNone(String text) {
    assertThat(PayloadPath.parse(text)).isEmpty();
  }

  @Test
  void everyListedPathCanBeRead() {
    List<PathList.Row> rows = PathList.of(PAYLOAD);
    assertThat(rows)
        .extracting(PathList.Row::path)
        .contains("billing['first name']", "billing[\"it's\"]", "lines[0].tags[1]");
    assertThat(rows)
        .filteredOn(row -> row.value() != null)
        .allSatisfy(
            row ->
                assertThat(PayloadPath.parse(row.path()).orElseThrow().values(PAYLOAD)).hasSize(1));
  }

  @Test
  void manyPathsAreCutShort() {
    var object = Json.mapper().createObjectNode();
    for (int i = 0; i < 5000; i++) {
      object.put("f" + i, i);
    }
    assertThat(PathList.of(object)).hasSize(PathList.MOST);
  }
}
