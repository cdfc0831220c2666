package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.json.Json;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Many contacts in one transaction: the batches of contract 2.4. */
class ContactBatchTest {
  private static final String BATCH = "/api/v2/contacts/batch";
  private static TestApp app;
  private static int tenants;
  private Crm crm;
  private Api api;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @BeforeEach
  void enter() {
    crm = Crm.of(app, "batch-" + tenants++);
    api = crm.api();
  }

  @Test
  void goodOnesAreStoredAndTheOthersToldByTheirPlace() {
    crm.create("+966500000001");
    Api.Reply reply = batch(Map.of(), mixed());
    JsonNode data = reply.data();
    assertThat(reply.json().path("message").asString()).isNotEmpty();
    assertThat(data.path("success").asBoolean()).isTrue();
    assertThat(summary(data)).containsExactly(6, 2, 0, 4);
    assertThat(data.at("/created/0/phone").asString()).isEqualTo("+966500000002");
    assertThat(data.at("/created/1/phone").asString()).isEqualTo("+966500000003");
    assertThat(indexes(data.path("errors"))).containsExactly(1, 2, 3, 5);
    assertThat(data.at("/errors/0/errors/phone/0").asString()).contains("already been taken");
    assertThat(data.at("/errors/1/errors/phone/0").asString()).contains("already been taken");
    assertThat(data.at("/errors/2/errors/lastname/0").asString()).contains("required");
    assertThat(data.at("/errors/2/data/phone").asString()).isEqualTo("+966500000004");
    assertThat(data.at("/errors/3/errors/contact/0").asString()).contains("object");
    assertThat(crm.contacts()).isEqualTo(3);
    assertThat(crm.events("contact")).hasSize(3);
  }

  @Test
  void duplicatesAreSkippedWhereThatIsAskedFor() {
    crm.create("+966500000001");
    JsonNode data = batch(Map.of("skip_duplicates", true), mixed()).data();
    assertThat(summary(data)).containsExactly(6, 2, 2, 2);
    assertThat(indexes(data.path("skipped"))).containsExactly(1, 2);
    assertThat(data.at("/skipped/0/reason").asString()).isNotEmpty();
    assertThat(data.at("/skipped/0/data/phone").asString()).isEqualTo("0500000001");
    assertThat(indexes(data.path("errors"))).containsExactly(3, 5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFirstFailureUndoesEverythingWhereThatIsAskedFor(boolean skip) {
    crm.create("+966500000001");
    Map<String, Object> options = Map.of("continue_on_error", false, "skip_duplicates", skip);
    Api.Reply refused = api.post(422, BATCH, Map.of("contacts", mixed(), "options", options));
    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.error().at("/details/errors").has("contacts.3.lastname")).isTrue();
    assertThat(refused.error().at("/details/errors").has("contacts.1.phone")).isEqualTo(!skip);
    assertThat(crm.contacts()).isEqualTo(1);
    assertThat(crm.events("contact")).hasSize(1);
  }

  @Test
  void withoutContinueOnErrorDuplicatesMayStillBeSkipped() {
    crm.create("+966500000001");
    List<Object> good = List.of(crm.fields("+966500000001"), crm.fields("+966500000002"));
    JsonNode data = batch(Map.of("continue_on_error", false, "skip_duplicates", true), good).data();
    assertThat(summary(data)).containsExactly(2, 1, 1, 0);
  }

  @Test
  void whatIsWrongWithTheOptionsIsNamedByItsPath() {
    Map<String, Object> options = Map.of("continue_on_error", "maybe", "skip_duplicates", 2);
    List<Object> good = List.of(crm.fields("+966500000001"));
    Api.Reply refused = api.post(422, BATCH, Map.of("contacts", good, "options", options));
    assertThat(refused.error().at("/details/errors").propertyNames())
        .containsExactlyInAnyOrder("options.continue_on_error", "options.skip_duplicates");
    refused = api.post(422, BATCH, Map.of("contacts", good, "options", "none"));
    assertThat(refused.error().at("/details/errors").has("options")).isTrue();
    assertThat(crm.contacts()).isZero();
  }

  @Test
  void nothingStoredBecauseOfErrorsIsNoSuccess() {
    JsonNode data = batch(Map.of(), List.of(Map.of())).data();
    assertThat(data.path("success").asBoolean()).isFalse();
    assertThat(summary(data)).containsExactly(1, 0, 0, 1);
  }

  @Test
  void aPhoneThatFailedEarlierInTheBatchIsStillFree() {
    Map<String, Object> bad = crm.fields("+966500000001", "source_id", 999_999);
    JsonNode data = batch(Map.of(), List.of(bad, crm.fields("+966500000001"))).data();
    assertThat(summary(data)).containsExactly(2, 1, 0, 1);
  }

  @Test
  void emailsAreUniqueWithinABatchToo() {
    JsonNode data =
        batch(
                Map.of("skip_duplicates", true),
                List.of(
                    crm.fields("+966500000001", "email", "a@b.c"),
                    crm.fields("+966500000002", "email", "A@B.C")))
            .data();
    assertThat(summary(data)).containsExactly(2, 1, 0, 1);
    assertThat(data.at("/errors/0/errors/email/0").asString()).contains("taken");
  }

  @Test
  void itemsPastThePlansLimitFail() {
    app.set("batch-" + (tenants - 1), Map.of("contact_limit", "2"));
    crm.create("+966500000001");
    List<Object> three = new ArrayList<>();
    for (int i = 2; i <= 4; i++) {
      three.add(crm.fields("+96650000000" + i));
    }
    JsonNode data = batch(Map.of(), three).data();
    assertThat(summary(data)).containsExactly(3, 1, 0, 2);
    assertThat(data.at("/errors/0/errors").toString()).contains("FEATURE_LIMIT_EXCEEDED");
    assertThat(crm.contacts()).isEqualTo(2);
    api.post(422, BATCH, Map.of("contacts", three, "options", Map.of("continue_on_error", false)));
  }

  @Test
  void aBatchOfTenThousandIsTakenAndOneMoreIsNot() {
    long group = crm.group("Imported");
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Map<String, Object> fields = crm.fields("+9665%08d".formatted(i), "groups", List.of(group));
      fields.put("address", "x".repeat(300));
      many.add(fields);
    }
    JsonNode data = batch(Map.of(), many).data();
    assertThat(data.at("/summary/created").asInt()).isEqualTo(10_000);
    assertThat(crm.contacts()).isEqualTo(10_000);
    many.add(crm.fields("+966512345678"));
    assertThat(Crm.fault(api.post(422, BATCH, Map.of("contacts", many)), "contacts"))
        .contains("10000");
  }

  @Test
  void aListThatIsTooLongEndsAtItsFirstContactTooMany() {
    // What follows it is not even looked at: 33 MB would be gigabytes as a tree.
    String many = "{\"contacts\":[" + "{},".repeat(11_000_000) + "{}]}";
    assertThat(Crm.fault(api.call(422, "POST", BATCH, many), "contacts")).contains("10000");
    assertThat(Crm.of(app, "beside-" + tenants).create("+966500000001")).isPositive();
  }

  @Test
  void twentyFaultsOfAnItemAreNamedAndEveryItem() {
    List<Long> groups = LongStream.range(0, 1_000).mapToObj(i -> 999_000_000 + i).toList();
    List<Object> items =
        IntStream.range(0, 150)
            .mapToObj(i -> (Object) crm.fields("+9665%08d".formatted(i), "groups", groups))
            .toList();
    JsonNode errors = batch(Map.of(), items).data().path("errors");
    assertThat(errors.size()).isEqualTo(150);
    for (JsonNode item : errors) {
      assertThat(item.path("errors").path("groups").size()).isEqualTo(20);
      assertThat(item.path("errors").path("more").path(0).asString()).contains("980 more");
    }
    Map<String, Object> options = Map.of("continue_on_error", false);
    Api.Reply refused = api.post(422, BATCH, Map.of("contacts", items, "options", options));
    assertThat(Crm.fault(refused, "more")).contains(150 * 21 - 100 + " more");
    // Faults at an item that is no number, too.
    Map<String, Object> wrong = crm.fields("+966500000001", "groups", Collections.nCopies(99, "x"));
    JsonNode one = batch(Map.of(), List.of(wrong)).data().at("/errors/0/errors");
    assertThat(one.size()).isEqualTo(21);
    assertThat(one.path("more").path(0).asString()).contains("79 more");
  }

  @Test
  void optionsStandBeforeOrAfterTheContacts() {
    String contact = Json.write(crm.fields("+966500000001"));
    String options = "\"options\":{\"skip_duplicates\":true}";
    String after = "{\"contacts\":[" + contact + "],\"more\":[[{}]]," + options + "}";
    assertThat(summary(api.call(200, "POST", BATCH, after).data())).containsExactly(1, 1, 0, 0);
    String before = "{" + options + ",\"contacts\":[" + contact + "]}";
    assertThat(summary(api.call(200, "POST", BATCH, before).data())).containsExactly(1, 0, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"contacts\":[]}",
        "{\"contacts\":{}}",
        "{\"contacts\":null}",
        "{\"contacts\":[{}],\"options\":5}",
        "{\"contacts\":[{}],\"options\":{\"skip_duplicates\":\"maybe\"}}",
        "[]"
      })
  void aBatchWithoutContactsOrWithWrongOptionsIsRefused(String body) {
    assertThat(api.call(422, "POST", BATCH, body).code()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void aBatchIsDeletedInOneTransactionAndUnknownIdsCountAsFailed() {
    long one = crm.create("+966500000001");
    long two = crm.create("+966500000002");
    long stays = crm.create("+966500000003");
    Api.Reply reply = api.delete(200, BATCH, Map.of("ids", List.of(one, two, 999_999, one)));
    assertThat(reply.data().path("success").asBoolean()).isTrue();
    assertThat(reply.data().at("/summary/total").asInt()).isEqualTo(3);
    assertThat(reply.data().at("/summary/deleted").asInt()).isEqualTo(2);
    assertThat(reply.data().at("/summary/failed").asInt()).isEqualTo(1);
    assertThat(crm.contacts()).isEqualTo(1);
    api.get(200, "/api/v2/contacts/" + stays);
    assertThat(crm.events("contact"))
        .filteredOn(event -> event.path("type").asString().equals("contact.deleted"))
        .hasSize(2);
    api.delete(422, BATCH, Map.of("ids", List.of("x")));
    api.delete(422, BATCH, Map.of());
  }

  /** Good, a duplicate in the tenant, one in the batch, incomplete, good, no object. */
  private List<Object> mixed() {
    Map<String, Object> incomplete = new HashMap<>(crm.fields("+966500000004"));
    incomplete.remove("lastname");
    return List.of(
        crm.fields("+966500000002"),
        crm.fields("0500000001"),
        crm.fields("0500000002"),
        incomplete,
        crm.fields("+966500000003"),
        "no object");
  }

  private Api.Reply batch(Map<String, Object> options, List<Object> contacts) {
    return api.post(200, BATCH, Map.of("contacts", contacts, "options", options));
  }

  private static List<Integer> summary(JsonNode data) {
    JsonNode summary = data.path("summary");
    return List.of(
        summary.path("total").asInt(),
        summary.path("created").asInt(),
        summary.path("skipped").asInt(),
        summary.path("failed").asInt());
  }

  private static List<Integer> indexes(JsonNode items) {
    return items.valueStream().map(item -> item.path("index").asInt()).toList();
  }
}
