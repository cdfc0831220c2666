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

/** What one account exports, another imports, and the same account finds that it has it. */
@Timeout(120)
class ExportAgainTest {
  private static final String EXPORT = "/api/v2/contacts/export.csv?sort=id";
  private static TestApp app;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
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
      app.database()
          .asOwner(
              "insert into member (tenant_id, name, email) values (%d, 'Noura', 'n@example.com')"
                  .formatted(one.tenant().value()));
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
              (%1$d, 'Jean', 'jean', '', '', 'lead', '22996000001', now(), now()),
              (%1$d, 'Without', 'without', '', '', 'lead', null, now(), now());
            insert into contact_tally (tenant_id, stripe, contacts) values (%1$d, 99, 3);
            update contact set assigned_id = (select id from member where tenant_id = %1$d)
            where tenant_id = %1$d and id %% 3 = 0
            """
                .formatted(from.tenant().value()));
    String exported = text(from.api(), EXPORT);
    JsonNode done = new CsvUpload(exported).runAs(to.api());
    assertThat(CsvUpload.errors(to.api(), done)).hasLineCount(1);
    assertThat(done.path("created").asInt()).isEqualTo(63);
    assertThat(plain(to.api())).isEqualTo(plain(from.api()));
    assertThat(withoutIds(to.api())).isEqualTo(withoutIds(from.api()));
    assertThat(exported).contains(",Noura,");
    assertThat(assigned(to.api())).isEqualTo(assigned(from.api())).isPositive();
    againWhereItIsAlready(from, exported);
    // Nobody there is called Noura: the contacts are nobody's.
    Crm others = Crm.of(app, "imports-of-others");
    List.of("VIP, gold", "=SUM; of all", "Plain").forEach(others::group);
    JsonNode whole =
        new CsvUpload(exported).with("options[continue_on_error]", "false").runAs(others.api());
    assertThat(CsvUpload.errors(others.api(), whole)).hasLineCount(1);
    assertThat(others.contacts()).isEqualTo(63);
    assertThat(assigned(others.api())).isZero();
  }

  private static int assigned(Api api) {
    return api.get(200, "/api/v2/contacts?filter[assigned_id][null]=false")
        .meta()
        .at("/pagination/total")
        .asInt();
  }

  /** No contact is there twice, though one has no phone to be known by. */
  private static void againWhereItIsAlready(Crm from, String exported) throws InterruptedException {
    JsonNode again =
        new CsvUpload(exported).with("options[skip_duplicates]", "true").runAs(from.api());
    assertThat(again.path("skipped").asInt()).isEqualTo(63);
    JsonNode refused = new CsvUpload(exported).runAs(from.api());
    assertThat(CsvUpload.errors(from.api(), refused))
        .contains("The contact, which has no phone, is here already.");
    assertThat(from.contacts()).isEqualTo(63);
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
          .remove(
              List.of(
                  "id",
                  "created_at",
                  "updated_at",
                  "group_id",
                  "source_id",
                  "status_id",
                  "assigned_id"));
      one.path("groups").forEach(ExportAgainTest::onlyName);
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
