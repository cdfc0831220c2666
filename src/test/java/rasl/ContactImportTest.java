package rasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.Api;
import rasl.testkit.FormBody;
import tools.jackson.databind.JsonNode;

/** Contacts from CSV files: how a file is read, and what is said of what is wrong with it. */
@Timeout(120)
class ContactImportTest {
  private static final String HEADER = "firstname,lastname,phone,type,status,source\n";
  private static TestApp app;
  private static Crm crm;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    crm = Crm.of(app, "importing");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static String row(String phone) {
    return "Mona,Saleh," + phone + ",lead,Warm,fair\n";
  }

  private static JsonNode found(String phone) {
    return crm.api().get(200, "/api/v2/contacts?filter[phone]=" + phone).data().path(0);
  }

  @Test
  void failedRowsKeepTheirCellsBelowTheHeader() throws InterruptedException {
    String header = "firstname,lastname,phone,type,status,source\n";
    String csv = header + "short,row\nlong,row,1,lead,Warm,Fair,=more,cells\n";
    JsonNode done = new CsvUpload(csv).runAs(crm.api());
    assertThat(CsvUpload.errors(crm.api(), done).lines())
        .containsExactly(
            "firstname,lastname,phone,type,status,source,line,reason",
            "short,row,,,,,2,The phone field is required. The type field is required. The status_id"
                + " field is required. The source_id field is required.",
            "long,row,1,lead,Warm,Fair,3,\"The row has 8 cells, but the header has"
                + " 6.\",'=more,cells");
  }

  @Test
  void importsWhatSpreadsheetsWrite() throws InterruptedException {
    long vip = crm.group("VIP; first");
    long friends = crm.group("Friends");
    String csv =
        "\uFEFF\"الاسم الأول\";Family Name;رقم"
            + " الجوال;E-Mail;Type;الحالة;Source;Group_ID;Groups;Notes;opted out\r\n"
            + "منى;\"Al \"\"M\"\" Saleh\";\u202A+٩٦٦ 50 100"
            + " 0001\u202C;MONA@example.com;Lead;WARM;Fair;"
            + vip
            + ";;\"two\r\nlines; and more\";نعم\r\n"
            + "\r\n"
            + "Omar;Ali;0501000002;;CUSTOMER;"
            + crm.status()
            + ";"
            + crm.source()
            + ";"
            + vip
            + "|"
            + friends
            + ";ignored beside the ids;'=1+1;FALSE\r\n";
    JsonNode done = new CsvUpload(csv).runAs(crm.api());
    assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("completed");
    assertThat(done.path("rows").asInt()).isEqualTo(2);
    assertThat(CsvUpload.errors(crm.api(), done)).hasLineCount(1);
    assertThat(done.path("created").asInt()).isEqualTo(2);
    assertThat(done.path("percent").asDouble()).isEqualTo(100);
    assertThat(done.path("filename").asString()).isEqualTo("people.csv");
    assertThat(done.path("finished_at").asString()).isNotEmpty();
    JsonNode mona = found("966501000001");
    assertThat(mona.path("firstname").asString()).isEqualTo("منى");
    assertThat(mona.path("lastname").asString()).isEqualTo("Al \"M\" Saleh");
    assertThat(mona.path("description").asString()).isEqualTo("two\r\nlines; and more");
    assertThat(mona.path("is_opted_out").asBoolean()).isTrue();
    assertThat(mona.path("group_id").toString()).isEqualTo("[" + vip + "]");
    JsonNode omar = found("966501000002");
    assertThat(omar.path("description").asString()).isEqualTo("=1+1");
    assertThat(omar.path("group_id").toString()).isEqualTo("[" + vip + "," + friends + "]");
  }

  @Test
  void takesMappingsDefaultsAndWholeNames() throws InterruptedException {
    var upload =
        new CsvUpload("Handy\tname\tphone\tFarbe\n0501100001\tSara bint Omar\t1\tred\n")
            .with("mapping[Handy]", "phone")
            .with("mapping[Farbe]", "description")
            .with(
                "defaults",
                "{\"type\": \"guest\", \"source\": \"Fair\", \"status_id\": \"%d\"}"
                    .formatted(crm.status()))
            .with("defaults[city]", "ignored");
    assertThat(Crm.fault(crm.api().post(422, CsvUpload.PATH, upload.form()), "defaults"))
        .contains("in one way only");
    var fields = new java.util.LinkedHashMap<>(upload.fields());
    fields.remove("defaults[city]");
    JsonNode done = new CsvUpload(upload.file(), fields).runAs(crm.api());
    assertThat(CsvUpload.errors(crm.api(), done)).hasLineCount(1);
    JsonNode sara = found("966501100001");
    assertThat(sara.path("firstname").asString()).isEqualTo("Sara");
    assertThat(sara.path("lastname").asString()).isEqualTo("bint Omar");
    assertThat(sara.path("type").asString()).isEqualTo("guest");
    assertThat(sara.path("description").asString()).isEqualTo("red");
    assertThat(done.path("mapping").path("Handy").asString()).isEqualTo("phone");
    assertThat(done.path("mapping").has("phone")).isFalse();
  }

  @Test
  void refusesAFileThatIsWrongAsAWhole() {
    long before = crm.contacts();
    Api api = crm.api();
    String good = HEADER + row("0501200001");
    var twice = new CsvUpload("phone,Phone\n1,2\n");
    assertThat(new CsvUpload("").refusal(api)).contains("empty");
    assertThat(new CsvUpload("\n\n").refusal(api)).contains("empty");
    assertThat(new CsvUpload(HEADER).refusal(api)).contains("no rows");
    assertThat(new CsvUpload(good + "Mona,\"Saleh,1,lead\n").refusal(api)).contains("quote");
    assertThat(new CsvUpload(good + "Mona,\"Sa\"leh,1,lead,Warm,Fair\n").refusal(api))
        .contains("quote");
    byte[] latin = (HEADER + row("0501200002").replace("Mona", "Zoë")).getBytes(ISO_8859_1);
    assertThat(new CsvUpload(latin, Map.of()).refusal(api)).contains("UTF-8");
    String late = good + row("0501200003").repeat(3000);
    byte[] lateLatin = (late + "Zoë").getBytes(ISO_8859_1);
    assertThat(new CsvUpload(lateLatin, Map.of()).refusal(api)).contains("UTF-8").contains("line");
    assertThat(Crm.fault(api.post(422, CsvUpload.PATH, twice.form()), "mapping"))
        .contains("phone and Phone both stand for phone");
    assertThat(new CsvUpload("a".repeat(300_000)).refusal(api)).contains("cell");
    assertThat(new CsvUpload("a,".repeat(1000) + "\n1").refusal(api)).contains("cells");
    assertThat(crm.contacts()).isEqualTo(before);
    assertThat(api.post(415, CsvUpload.PATH, Map.of("file", good)).code())
        .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    assertThat(Crm.fault(api.post(422, CsvUpload.PATH, new FormBody()), "file"))
        .contains("required");
    assertThat(Crm.fault(api.post(422, CsvUpload.PATH, new FormBody().field("file", good)), "file"))
        .contains("must be a file");
  }

  @Test
  void namesEveryColumnThatIsMissingOrNotKnown() {
    var upload =
        new CsvUpload("Phone,Mobile,colour\n1,2,3\n")
            .with("mapping[colour]", "color")
            .with("mapping[size]", "city")
            .with("defaults[phone]", "1")
            .with("options[skip_duplicates]", "perhaps");
    var reply = crm.api().post(422, CsvUpload.PATH, upload.form());
    assertThat(Crm.fault(reply, "options.skip_duplicates")).contains("true or false");
    var fields = new java.util.LinkedHashMap<>(upload.fields());
    fields.remove("options[skip_duplicates]");
    reply = crm.api().post(422, CsvUpload.PATH, new CsvUpload(upload.file(), fields).form());
    JsonNode errors = reply.error().path("details").path("errors");
    assertThat(errors.propertyNames())
        .containsExactlyInAnyOrder(
            "mapping.colour", "mapping.size", "defaults.phone", "mapping", "file");
    assertThat(errors.path("mapping").path(0).asString()).contains("Phone").contains("Mobile");
    assertThat(errors.path("file").valueStream().map(JsonNode::asString).toList())
        .hasSize(6)
        .anyMatch(text -> text.endsWith("is: Phone, Mobile, colour."))
        .anyMatch(text -> text.contains("firstname"))
        .anyMatch(text -> text.contains("source_id"));
  }

  @Test
  void tellsTheRowsThatFailAndTakesThemMended() throws InterruptedException {
    String csv =
        HEADER
            + row("0501300001")
            + row("0501300001")
            + "Mona,Saleh,0501300002\n"
            + "Mona,,hello,friend,Cold,Fair\n"
            + "\"=cmd|'/c calc'!A1\",Saleh,,lead,Warm,Fair\n";
    JsonNode done = new CsvUpload(csv).runAs(crm.api());
    assertThat(done.path("state").asString()).isEqualTo("completed");
    assertThat(List.of(done.path("created").asInt(), done.path("failed").asInt()))
        .containsExactly(1, 4);
    List<String> lines = CsvUpload.errors(crm.api(), done).lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo("firstname,lastname,phone,type,status,source,line,reason");
    assertThat(lines.get(1)).endsWith(",3,The phone has already been taken.");
    assertThat(lines.get(2)).contains(",4,").contains("type field is required");
    assertThat(lines.get(3))
        .contains("lastname")
        .contains("phone")
        .contains("type must be one of")
        .contains("There is no status named Cold.");
    assertThat(lines.get(4)).startsWith("'=cmd|");
    // The file as it is, with two of its rows mended, and a column more.
    String mended =
        lines.get(0)
            + "\n"
            + lines.get(1).replace("0501300001", "0501300009")
            + "\n"
            + lines.get(4);
    JsonNode again = new CsvUpload(mended).runAs(crm.api());
    assertThat(List.of(again.path("created").asInt(), again.path("failed").asInt()))
        .containsExactly(1, 1);
    assertThat(CsvUpload.errors(crm.api(), again).lines().toList().getFirst())
        .isEqualTo("firstname,lastname,phone,type,status,source,line,reason");
    assertThat(CsvUpload.errors(crm.api(), again)).contains("\n'=cmd|'/c calc'!A1,");
  }

  @Test
  void skipsDuplicatesWhereAsked() throws InterruptedException {
    var csv = new CsvUpload(HEADER + row("0501400001") + row("0501400002") + row("+966501400001"));
    JsonNode first = csv.with("options[skip_duplicates]", "1").runAs(crm.api());
    assertThat(List.of(first.path("created").asInt(), first.path("skipped").asInt()))
        .containsExactly(2, 1);
    JsonNode second = csv.with("options.skip_duplicates", "true").runAs(crm.api());
    assertThat(List.of(second.path("created").asInt(), second.path("skipped").asInt()))
        .containsExactly(0, 3);
  }

  @Test
  void storesNothingWhereOneFailureUndoesEverything() throws InterruptedException {
    long before = crm.contacts();
    var rows = new StringBuilder(HEADER);
    for (int i = 0; i < 4500; i++) {
      rows.append(row("05015" + String.format("%05d", i)));
    }
    var bad =
        new CsvUpload(rows + "Mona,Saleh,none,lead,Warm,Fair\n")
            .with("options[continue_on_error]", "false");
    JsonNode failed = bad.runAs(crm.api());
    assertThat(failed.path("state").asString()).isEqualTo("failed");
    assertThat(failed.path("failure").asString()).contains("nothing was stored");
    assertThat(List.of(failed.path("created").asInt(), failed.path("failed").asInt()))
        .containsExactly(0, 1);
    assertThat(CsvUpload.errors(crm.api(), failed)).contains(",4502,");
    assertThat(crm.contacts()).isEqualTo(before);
    var good = new CsvUpload(rows.toString()).with("options[continue_on_error]", "0");
    JsonNode done = good.runAs(crm.api());
    assertThat(done.path("state").asString()).isEqualTo("completed");
    assertThat(done.path("created").asInt()).isEqualTo(4500);
    assertThat(crm.contacts()).isEqualTo(before + 4500);
  }

  @Test
  void isOneOfTheListAndTellsOfItsContacts() throws InterruptedException {
    var other = Crm.of(app, "listing");
    var ids = new ArrayList<Long>();
    ids.add(new CsvUpload(HEADER + row("0501600001")).runAs(other.api()).path("id").asLong());
    ids.add(new CsvUpload(HEADER + row("0501600002")).runAs(other.api()).path("id").asLong());
    JsonNode list =
        other
            .api()
            .get(200, CsvUpload.PATH + "?filter[state]=completed&fields=state,created")
            .data();
    assertThat(list.valueStream().map(one -> one.path("id").asLong()).toList())
        .isEqualTo(ids.reversed());
    List<JsonNode> events = other.events("contact");
    assertThat(events).hasSize(2);
    assertThat(events.getFirst().path("type").asString()).isEqualTo("contact.created");
    assertThat(events.getFirst().at("/body/relationships/status/name").asString())
        .isEqualTo("Warm");
    assertThat(events.getFirst().path("request").asString()).hasSize(36);
  }

  @Test
  void aRepeatWithTheSameKeyImportsOnce() throws InterruptedException {
    Api keyed = crm.api().with("Idempotency-Key", "import-1");
    var upload = new CsvUpload(HEADER + row("0501700001"));
    long id = upload.start(keyed).path("id").asLong();
    var repeat = keyed.post(202, CsvUpload.PATH, upload.form());
    assertThat(repeat.header("Idempotent-Replayed")).contains("true");
    assertThat(repeat.data().path("id").asLong()).isEqualTo(id);
    assertThat(keyed.post(409, CsvUpload.PATH, new CsvUpload(HEADER + row("1")).form()).code())
        .isEqualTo("IDEMPOTENCY_CONFLICT");
    assertThat(CsvUpload.await(crm.api(), id).path("created").asInt()).isEqualTo(1);
  }
}
