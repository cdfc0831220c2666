package rasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Files of contacts as spreadsheets and other programs write them. */
@Timeout(120)
class SpreadsheetFilesTest {
  private static final String EXPORT = "/api/v2/contacts/export.csv?sort=id";
  private static TestApp app;
  private static Crm crm;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    crm = Crm.of(app, "spreadsheets");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  /** With the values that each contact needs beside its name and phone. */
  private static CsvUpload upload(String csv) {
    return new CsvUpload(csv)
        .with("defaults[type]", "lead")
        .with("defaults[status]", "Warm")
        .with("defaults[source]", "Fair");
  }

  private static JsonNode found(String digits) {
    return crm.api().get(200, "/api/v2/contacts?filter[phone]=%2B" + digits).data().path(0);
  }

  private static void allGood(CsvUpload upload, int rows) throws InterruptedException {
    JsonNode done = upload.runAs(crm.api());
    assertThat(CsvUpload.errors(crm.api(), done)).hasLineCount(1);
    assertThat(done.path("created").asInt()).isEqualTo(rows);
  }

  @Test
  void aDefaultFillsOnlyWhatTheNameLeavesEmpty() throws InterruptedException {
    String csv =
        "name,phone\nAhmed Ali Hassan,0578800101\nCher,0578800102\nMona\u00a0Al Saleh,0578800103\n";
    allGood(upload(csv).with("defaults[lastname]", "-"), 3);
    assertThat(found("966578800101").path("firstname").asString()).isEqualTo("Ahmed");
    assertThat(found("966578800101").path("lastname").asString()).isEqualTo("Ali Hassan");
    assertThat(found("966578800102").path("lastname").asString()).isEqualTo("-");
    assertThat(found("966578800103").path("firstname").asString()).isEqualTo("Mona");
    assertThat(found("966578800103").path("lastname").asString()).isEqualTo("Al Saleh");
  }

  @Test
  void rowsThatSayNothingAndCellsAtTheEndDoNotFailAnImport() throws InterruptedException {
    String csv =
        """
        firstname,lastname,phone,city,zip
        ,,,,
         , ,\u00a0,,\s
        A,B,0578800201
        C,D,0578800202,Riyadh,1,
        E,F,0578800203,,,,
        ,,
        \u001a
        """;
    allGood(upload(csv).with("options[continue_on_error]", "false"), 3);
    assertThat(found("966578800202").path("zip").asString()).isEqualTo("1");
  }

  @Test
  void aHintIsNoHeader() throws InterruptedException {
    allGood(upload("sep=;\r\nname;phone;city\r\nA B;0578800301;Al, Khobar\r\n"), 1);
    assertThat(found("966578800301").path("city").asString()).isEqualTo("Al, Khobar");
    allGood(upload("\uFEFF\"sep=|\"\nname|phone\nA B|0578800302\n"), 1);
    allGood(upload("SEP=,\nname,phone\nA B,0578800303\n"), 1);
    assertThat(upload("sep=,\nwho,whom\n1,2\n").refusal(crm.api())).contains("no column");
    String errors =
        CsvUpload.errors(crm.api(), upload("sep=;\nname;phone\nA B;1\n").runAs(crm.api()));
    assertThat(errors).startsWith("name;phone;line;reason\r\nA B;1;3;");
  }

  @Test
  void phonesAreReadAsSpreadsheetsWriteThem() throws InterruptedException {
    List<String> cells =
        List.of(
            "\"=\"\"0577990001\"\"\"",
            "057.799.0002",
            "tel:+966577990003",
            "'0577990004",
            "966577990005.0",
            "\u202a+966 57 799 0006\u202c",
            "p:+966577990007",
            "٠٥٧٧٩٩٠٠٠٨",
            "9.66577990009E+11",
            "057/799/0010",
            "+966 (57) 799-0011",
            "\"966577990012,00\"");
    var csv = new StringBuilder("name,phone\n");
    cells.forEach(cell -> csv.append("A B,").append(cell).append('\n'));
    allGood(upload(csv.toString()), cells.size());
    for (int i = 1; i <= cells.size(); i++) {
      assertThat(found("9665779900%02d".formatted(i)).isObject()).as(cells.get(i - 1)).isTrue();
    }
  }

  @Test
  void aRoundedNumberIsRefusedInWords() throws InterruptedException {
    String csv = "name;phone\nA B;9.66578E+11\nC D;9,66578E+11\nE F;9E+11\nG H;057.799x\n";
    JsonNode done = upload(csv).runAs(crm.api());
    assertThat(done.path("failed").asInt()).isEqualTo(4);
    assertThat(CsvUpload.errors(crm.api(), done).lines().skip(1).toList())
        .satisfiesExactly(
            row -> assertThat(row).contains("rounded this number; format the column as text"),
            row -> assertThat(row).contains("rounded this number; format the column as text"),
            row -> assertThat(row).contains("rounded this number; format the column as text"),
            row -> assertThat(row).contains("its character 4 is"));
  }

  @Test
  void aGroupsNameMayHoldWhatStandsBetweenNames() throws InterruptedException {
    long vip = crm.group("VIP, gold");
    long plain = crm.group("Plain");
    long many = crm.group("a;b,c;d,e;f,g|h");
    Crm neighbour = Crm.of(app, "groups-next-door");
    neighbour.group("VIP");
    String csv =
        """
        name,phone,groups
        A B,0578800401,"VIP, gold"
        C D,0578800402,"plain;vip, GOLD"
        E F,0578800403,"a;b,c;d,e;f,g|h"
        """;
    allGood(upload(csv), 3);
    assertThat(found("966578800401").path("group_id").toString()).isEqualTo("[" + vip + "]");
    assertThat(found("966578800402").path("group_id").toString())
        .isEqualTo("[" + vip + "," + plain + "]");
    assertThat(found("966578800403").path("group_id").toString()).isEqualTo("[" + many + "]");
  }

  @Test
  void twoColumnsThatAreIgnoredMayHaveOneName() throws InterruptedException {
    allGood(upload("name,notes x,Notes X,phone,,\nA B,1,2,0578800501,3,4\n"), 1);
  }

  /** Contacts that WhatsApp brought have no last name, and may have numbers of earlier plans. */
  @Test
  void everyExportIsImportedAgainAndExportsTheSame() throws InterruptedException {
    Crm from = Crm.of(app, "exports");
    Crm to = Crm.of(app, "imports");
    // So that the ids of the two differ.
    to.group("Other");
    for (Crm one : List.of(from, to)) {
      one.group("VIP, gold");
      one.group("=SUM; of all");
      one.group("Plain");
    }
    List<Long> groups = new ArrayList<>();
    from.api()
        .get(200, "/api/v2/groups")
        .data()
        .forEach(group -> groups.add(group.path("id").asLong()));
    var random = new Random(20261127);
    for (int i = 0; i < 60; i++) {
      var _ = from.create(contact(from, random, i, groups));
    }
    app.database()
        .asOwner(
            """
            insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,
              phone_key, created_at, updated_at)
            values (%1$d, '22997123456', '22997123456', '', '', 'lead', '22997123456', now(), now()),
              (%1$d, 'Jean', 'jean', '', '', 'lead', '22996000001', now(), now())
            """
                .formatted(from.tenant().value()));
    String exported = text(from.api(), EXPORT);
    JsonNode done = new CsvUpload(exported).runAs(to.api());
    assertThat(CsvUpload.errors(to.api(), done)).hasLineCount(1);
    assertThat(done.path("created").asInt()).isEqualTo(62);
    assertThat(plain(to.api())).isEqualTo(plain(from.api()));
    assertThat(withoutIds(to.api())).isEqualTo(withoutIds(from.api()));
  }

  /** The same columns in a file of one's own are judged as a single create is. */
  @Test
  void whatWasNeverExportedNeedsItsLastName() throws InterruptedException {
    JsonNode done = upload("firstname,lastname,phone\nA,,+22996000009\n").runAs(crm.api());
    assertThat(CsvUpload.errors(crm.api(), done)).contains("lastname").contains("phone");
  }

  private static Map<String, Object> contact(Crm of, Random random, int i, List<Long> groups) {
    List<String> words =
        List.of("=1+1", "'=x", "O’Brien", "منى", "a,b;c", "two\nlines", "\"q\"", "-", "José", "+");
    Map<String, Object> fields = of.fields("+96657%07d".formatted(i));
    for (String field : List.of("firstname", "lastname", "company", "description", "address")) {
      fields.put(field, words.get(random.nextInt(words.size())));
    }
    fields.put("email", i % 3 == 0 ? "a" + i + "@example.com" : null);
    fields.put("is_opted_out", random.nextBoolean());
    var some = new ArrayList<>(groups);
    Collections.shuffle(some, random);
    fields.put("groups", some.subList(0, random.nextInt(groups.size() + 1)));
    return fields;
  }

  private static String text(Api api, String path) {
    return new String(api.get(200, path).response().body(), UTF_8);
  }

  /** The contacts in the order of their making, without ids and times. */
  private static List<JsonNode> plain(Api api) {
    List<JsonNode> contacts =
        api.get(200, "/api/v2/contacts?per_page=100&sort=id&include=groups,source,status")
            .data()
            .valueStream()
            .toList();
    for (JsonNode one : contacts) {
      ((ObjectNode) one)
          .remove(List.of("id", "created_at", "updated_at", "group_id", "source_id", "status_id"));
      one.path("groups").forEach(SpreadsheetFilesTest::onlyName);
      onlyName(one.path("source"));
      onlyName(one.path("status"));
    }
    return contacts;
  }

  private static void onlyName(JsonNode record) {
    if (record instanceof ObjectNode node) {
      node.remove(List.of("id", "created_at", "updated_at"));
    }
  }

  /** What of an export does not depend on the account. */
  private static String withoutIds(Api api) {
    String fields = "firstname,lastname,phone,email,company,type,description,address,is_opted_out";
    return text(api, EXPORT + "&fields=" + fields).replaceAll("(?m)^[0-9]+,", "");
  }
}
