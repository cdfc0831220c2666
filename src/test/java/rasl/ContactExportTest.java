package rasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Contacts as a CSV file: the list's filters and sort, whole, and back again unchanged. */
@Timeout(120)
class ContactExportTest {
  private static final String PATH = "/api/v2/contacts/export.csv";

  /** What a spreadsheet would run, and what only looks as if it had been neutralised. */
  private static final List<String> DANGEROUS =
      List.of(
          "=1+1",
          "+1",
          "-1",
          "@sum(A1)",
          "'=1",
          "''=1",
          "'quoted'",
          "a\"b,c\r\nd",
          "=\"x\"",
          "x;=1+1",
          "a\n=1",
          "\uFF1D1");

  private static TestApp app;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static List<Map<String, String>> rows(String csv) {
    try (Stream<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(csv).stream()) {
      return records.map(NamedCsvRecord::getFieldsAsMap).toList();
    }
  }

  @Test
  void neutralisesFormulasAndComesBackUnchanged() throws InterruptedException {
    Crm crm = Crm.of(app, "round");
    long group = crm.group("=VIP; and, more");
    for (int i = 0; i < DANGEROUS.size(); i++) {
      var fields = new HashMap<>(crm.fields("+9665020000%02d".formatted(i)));
      for (String field : List.of("firstname", "lastname", "company", "city", "description")) {
        fields.put(field, DANGEROUS.get(i));
      }
      fields.put("groups", List.of(group, crm.group("Group " + i)));
      fields.put("is_opted_out", i == 1);
      var _ = crm.create(fields);
    }
    String exported = crm.api().get(200, PATH + "?sort=id").text();
    List<Map<String, String>> rows = rows(exported);
    assertThat(rows).hasSize(DANGEROUS.size());
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.values())
                    .noneMatch(cell -> cell.matches("(?s)(.*[;\t\r\n])?[=+\\-@\uFF1D].*")));
    assertThat(rows.getFirst())
        .containsEntry("firstname", "'=1+1")
        .containsEntry("phone", "'+966502000000")
        .containsEntry("status", "Warm")
        .containsEntry("source", "Fair");
    List<JsonNode> before = contacts(crm);
    crm.api()
        .delete(
            200,
            "/api/v2/contacts/batch",
            Map.of("ids", before.stream().map(one -> one.path("id").asLong()).toList()));
    JsonNode done = new CsvUpload(exported).runAs(crm.api());
    assertThat(CsvUpload.errors(crm.api(), done)).hasLineCount(1);
    assertThat(plain(contacts(crm))).isEqualTo(plain(before));
  }

  private static List<JsonNode> contacts(Crm crm) {
    return crm.api()
        .get(200, "/api/v2/contacts?per_page=100&sort=id")
        .data()
        .valueStream()
        .toList();
  }

  /** Without what a new contact has anew. */
  private static List<JsonNode> plain(List<JsonNode> contacts) {
    contacts.forEach(
        contact -> ((ObjectNode) contact).remove(List.of("id", "created_at", "updated_at")));
    return contacts;
  }

  @Test
  void takesFiltersSearchSortAndFields() {
    Crm crm = Crm.of(app, "filters");
    for (int i = 0; i < 5; i++) {
      var fields = crm.fields("+96650210000" + i, "type", i % 2 == 0 ? "customer" : "guest");
      fields.put("firstname", "Name" + (9 - i));
      var _ = crm.create(fields);
    }
    String some =
        crm.api()
            .get(200, PATH + "?filter[type]=customer&sort=firstname&fields=firstname,status_id")
            .text();
    assertThat(some.lines().toList()).hasSize(4).first().isEqualTo("id,firstname,status_id,status");
    assertThat(rows(some))
        .extracting(row -> row.get("firstname"))
        .containsExactly("Name5", "Name7", "Name9");
    assertThat(rows(crm.api().get(200, PATH + "?search=ame8&per_page=1&page=3").text())).hasSize(1);
    byte[] marked = crm.api().get(200, PATH + "?bom=true").response().body();
    assertThat(new String(marked, UTF_8)).startsWith("\uFEFFid,firstname");
    var reply = crm.api().get(200, PATH);
    assertThat(reply.header("Content-Type")).contains("text/csv; charset=utf-8");
    assertThat(reply.header("Content-Disposition"))
        .contains("attachment; filename=\"contacts.csv\"");
    assertThat(
            crm.api()
                .get(422, PATH + "?filter[color]=red&sort=zip")
                .error()
                .path("details")
                .path("errors")
                .propertyNames())
        .contains("filter[color]");
  }

  @Test
  void writesEveryContactOnceHoweverManyThereAre() {
    Crm crm = Crm.of(app, "many");
    app.database()
        .asOwner(
            """
            insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,
              phone_key, status_id, source_id, created_at, updated_at)
            select %d, 'F' || n, 'f' || n, 'L', 'l', 'lead', (966503000000 + n)::text, %d, %d,
              now() - n / 7 * interval '1 minute', now()
            from generate_series(1, 12345) as n
            """
                .formatted(crm.tenant().value(), crm.status(), crm.source()));
    for (String sort : List.of("", "?sort=lastname", "?sort=-firstname,id")) {
      Set<String> phones =
          rows(crm.api().get(200, PATH + sort).text()).stream()
              .map(row -> row.get("phone"))
              .collect(Collectors.toSet());
      assertThat(phones).hasSize(12_345);
    }
    assertThat(rows(crm.api().get(200, PATH).text())).hasSize(12_345);
  }
}
