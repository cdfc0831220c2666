package rasl;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Files of contacts as spreadsheets and other programs write them. */
@Timeout(120)
class SpreadsheetFilesTest {
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

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, true, '\t', 1",
    "UTF-16BE, true, ';', 2",
    "UTF-16LE, false, ',', 3",
    "UTF-16BE, false, '\t', 4",
    "UTF-8, true, ';', 5",
    "UTF-8, false, '|', 6",
  })
  void everyEncodingOfUnicodeIsRead(String charset, boolean mark, String separator, int number)
      throws InterruptedException {
    String text =
        "\r\n\r\nالأســم;الجوال;المدينة\r\n\"منى; الأحمد\";٠٥٧٨٨٠٠٦٠" + number + ";جدة 🙂\r\n";
    String csv = text.replace(';', separator.replace("\\t", "\t").charAt(0));
    byte[] file =
        ((mark ? "\uFEFF" : "") + csv.replace("الأســم", mark ? "الأســم" : "name"))
            .getBytes(Charset.forName(charset));
    var upload = upload("").with("defaults[lastname]", "-");
    allGood(new CsvUpload(file, upload.fields()), 1);
    JsonNode read = found("96657880060" + number);
    assertThat(read.path("city").asString()).isEqualTo("جدة 🙂");
    assertThat(read.path("lastname").asString()).isEqualTo("الأحمد");
  }

  /** Replaced by question marks, names would be lost. */
  @Test
  void anotherEncodingIsRefusedInWords() {
    byte[] arabic = "name,phone\nمنى,0578800699\n".getBytes(Charset.forName("windows-1256"));
    assertThat(new CsvUpload(arabic, upload("").fields()).refusal(crm.api()))
        .contains("UTF-8 or UTF-16");
    byte[] half = Arrays.copyOf("\uFEFFname,phone\nA,1\n".getBytes(UTF_16LE), 25);
    assertThat(new CsvUpload(half, upload("").fields()).refusal(crm.api())).contains("UTF-16");
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

  @Test
  void anAssigneeIsNamed() throws InterruptedException {
    Crm one = Crm.of(app, "assignees");
    app.database()
        .asOwner(
            """
            insert into member (tenant_id, name, email) values (%1$d, 'Ali Q.', 'ali@example.com'),
              (%1$d, 'Two', 'a@example.com'), (%1$d, 'Two', 'b@example.com')
            """
                .formatted(one.tenant().value()));
    String csv =
        """
        name,phone,owner
        A B,0578800701,ALI Q.
        C D,0578800702,Ali@Example.com
        E F,0578800703,Two
        G H,0578800704,Noura
        """;
    JsonNode done = upload(csv).runAs(one.api());
    assertThat(done.path("created").asInt()).isEqualTo(2);
    assertThat(CsvUpload.errors(one.api(), done)).contains("the name Two", "the name Noura");
    assertThat(one.api().get(200, "/api/v2/contacts?filter[assigned_id][null]=false").data())
        .hasSize(2);
  }

  /** The same columns in a file of one's own are judged as a single create is. */
  @Test
  void whatWasNeverExportedNeedsItsLastName() throws InterruptedException {
    JsonNode ours = upload("id,firstname,lastname,phone\n1,A,B,\n").runAs(crm.api());
    assertThat(CsvUpload.errors(crm.api(), ours)).contains("phone");
    JsonNode done = upload("firstname,lastname,phone\nA,,+22996000009\n").runAs(crm.api());
    assertThat(CsvUpload.errors(crm.api(), done)).contains("lastname").contains("phone");
  }
}
