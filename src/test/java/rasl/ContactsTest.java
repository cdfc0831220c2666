package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Contacts, one at a time: contract 2.4. */
class ContactsTest {
  private static final String PATH = "/api/v2/contacts";
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
    crm = Crm.of(app, "contacts-" + tenants++);
    api = crm.api();
  }

  @Test
  void aContactIsCreatedReadChangedAndDeleted() {
    long group = crm.group("VIP");
    Map<String, Object> fields = crm.fields("+966 50 000 0001", "groups", List.of(group));
    fields.put("email", " Sara@Example.com ");
    fields.put("city", "Riyadh");
    Api.Reply created = api.post(201, PATH, fields);
    assertThat(created.json().path("message").asString()).isEqualTo("Contact created successfully");
    JsonNode contact = created.data();
    assertThat(contact.path("phone").asString()).isEqualTo("+966500000001");
    assertThat(contact.path("email").asString()).isEqualTo("Sara@Example.com");
    assertThat(contact.path("company").isNull()).isTrue();
    assertThat(contact.path("is_opted_out").asBoolean()).isFalse();
    assertThat(contact.at("/group_id/0").asLong()).isEqualTo(group);
    assertThat(contact.at("/groups/0/name").asString()).isEqualTo("VIP");
    String one = PATH + "/" + contact.path("id").asLong();

    JsonNode read = api.get(200, one).data();
    assertThat(read.has("groups")).isFalse();
    assertThat(read.path("city").asString()).isEqualTo("Riyadh");
    JsonNode whole = api.get(200, one + "?include=groups,source,status").data();
    assertThat(whole.at("/source/name").asString()).isEqualTo("Fair");
    assertThat(whole.at("/status/color").isNull()).isTrue();
    assertThat(whole.at("/groups/0/id").asLong()).isEqualTo(group);
    assertThat(Crm.fault(api.get(422, one + "?include=secrets"), "include")).contains("secrets");

    Map<String, Object> change = new HashMap<>();
    change.put("city", null);
    change.put("is_opted_out", "true");
    Api.Reply changed = api.patch(200, one, change);
    assertThat(changed.json().path("message").asString()).isEqualTo("Contact updated successfully");
    assertThat(changed.data().path("city").isNull()).isTrue();
    assertThat(changed.data().path("is_opted_out").asBoolean()).isTrue();
    assertThat(changed.data().path("firstname").asString()).isEqualTo("Sara");
    assertThat(changed.data().path("groups")).isEqualTo(contact.path("groups"));
    var nothing = Collections.singletonMap("is_opted_out", null);
    assertThat(api.patch(200, one, nothing).data().path("is_opted_out").asBoolean()).isTrue();

    Api.Reply deleted = api.delete(200, one);
    assertThat(deleted.json().path("message").asString()).isEqualTo("Contact deleted successfully");
    assertThat(deleted.data().isNull()).isTrue();
    api.get(404, one);
    api.patch(404, one, Map.of("city", "Jeddah"));
    api.delete(404, one);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    JsonNode errors =
        api.post(422, PATH, Map.of("email", "nobody", "zip", "1".repeat(21), "type", "friend"))
            .error()
            .at("/details/errors");
    assertThat(errors.propertyNames())
        .containsExactlyInAnyOrder(
            "firstname", "lastname", "type", "phone", "source_id", "status_id", "email", "zip");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "firstname   | ''",
        "type        | Lead",
        "phone       | 12",
        "phone       | call me",
        "phone       | +966+500",
        "source_id   | 999999",
        "status_id   | 999999",
        "assigned_id | 5",
        "country_id  | one",
        "groups      | 5",
        "email       | a b@c",
        "is_opted_out | perhaps",
      })
  void aFieldOfTheWrongKindIsRefused(String field, String value) {
    Api.Reply refused = api.post(422, PATH, crm.fields("+966500000002", field, value));
    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.error().at("/details/errors").propertyNames())
        .allSatisfy(path -> assertThat(path).startsWith(field));
  }

  @Test
  void aGroupThatDoesNotExistIsRefused() {
    Api.Reply refused =
        api.post(422, PATH, crm.fields("+966500000003", "groups", List.of(999_999)));
    assertThat(Crm.fault(refused, "groups")).contains("999999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+966 50 000 0009", "966500000009", "0500000009", "00966500000009", "500000009"})
  void onePersonIsOneContactInAnySpelling(String spelling) {
    long id = crm.create("+966500000009");
    assertThat(Crm.fault(api.post(422, PATH, crm.fields(spelling)), "phone"))
        .isEqualTo("The phone has already been taken.");
    long other = crm.create("+966500000010");
    assertThat(Crm.fault(api.patch(422, PATH + "/" + other, Map.of("phone", spelling)), "phone"))
        .isEqualTo("The phone has already been taken.");
    api.patch(200, PATH + "/" + id, Map.of("phone", spelling));
    String filter = PATH + "?filter%5Bphone%5D=" + spelling.replace("+", "%2B").replace(" ", "%20");
    assertThat(api.get(200, filter).data().path(0).path("id").asLong()).isEqualTo(id);
  }

  @Test
  void anEmailBelongsToOneContactInAnyCase() {
    crm.create(crm.fields("+966500000011", "email", "Sara@example.com"));
    Api.Reply refused =
        api.post(422, PATH, crm.fields("+966500000012", "email", "sara@EXAMPLE.com"));
    assertThat(Crm.fault(refused, "email")).isEqualTo("The email has already been taken.");
    long other = crm.create("+966500000012");
    api.patch(422, PATH + "/" + other, Map.of("email", "SARA@example.com"));
  }

  /** As the answer to a read with include=groups has them. */
  @Test
  void whatWasAnsweredMayBeSentBackWithItsRelations() {
    long group = crm.group("Sent back");
    long id = crm.create(crm.fields("+966500000077", "groups", List.of(group))).path("id").asLong();
    String one = "/api/v2/contacts/" + id;
    JsonNode shown = api.get(200, one + "?include=groups,source,status").data();
    Map<String, Object> back = new java.util.HashMap<>();
    shown.propertyStream().forEach(field -> back.put(field.getKey(), field.getValue()));
    JsonNode after = api.patch(200, one, back).data();
    assertThat(after.path("updated_at")).isEqualTo(shown.path("updated_at"));
    assertThat(after.path("groups")).isEqualTo(shown.path("groups"));
    long theirs = Crm.of(app, name() + "-groups").group("Theirs");
    Api.Reply refused =
        api.patch(422, one, Map.of("groups", List.of(Map.of("id", theirs, "name", "Theirs"))));
    assertThat(Crm.fault(refused, "groups")).contains(Long.toString(theirs));
    api.patch(422, one, Map.of("groups", List.of(Map.of("name", "No id"))));
  }

  @Test
  void groupsWhenSentReplaceAllMemberships() {
    long one = crm.group("One");
    long two = crm.group("Two");
    long three = crm.group("Three");
    JsonNode made = crm.create(crm.fields("+966500000013", "groups", List.of(two, one, two)));
    String path = PATH + "/" + made.path("id").asLong();
    assertThat(longs(made.path("group_id"))).containsExactly(one, two);
    assertThat(longs(api.patch(200, path, Map.of("city", "Riyadh")).data().path("group_id")))
        .containsExactly(one, two);
    assertThat(
            longs(
                api.patch(200, path, Map.of("groups", List.of(three, two)))
                    .data()
                    .path("group_id")))
        .containsExactly(two, three);
    assertThat(api.patch(200, path, Map.of("groups", List.of())).data().path("groups")).isEmpty();
    assertThat(api.get(200, path).data().path("group_id")).isEmpty();
  }

  @Test
  void whatIsRequiredCannotBeTakenAway() {
    long id = crm.create("+966500000014");
    for (String field :
        List.of("firstname", "lastname", "phone", "type", "source_id", "status_id")) {
      Map<String, Object> change = new HashMap<>();
      change.put(field, null);
      assertThat(Crm.fault(api.patch(422, PATH + "/" + id, change), field)).contains("required");
    }
  }

  @Test
  void everyChangeHasItsEventWithRelations() {
    long group = crm.group("VIP");
    JsonNode made = crm.create(crm.fields("+966500000015", "groups", List.of(group)));
    String path = PATH + "/" + made.path("id").asLong();
    api.patch(200, path, Map.of("city", "Riyadh", "firstname", "Sara"));
    api.patch(200, path, Map.of("city", "Riyadh"));
    api.delete(200, path);
    List<JsonNode> events = crm.events("contact");
    assertThat(events)
        .extracting(event -> event.path("type").asString())
        .containsExactly("contact.created", "contact.updated", "contact.deleted");
    for (JsonNode event : events) {
      assertThat(event.at("/body/relationships/source/name").asString()).isEqualTo("Fair");
      assertThat(event.at("/body/relationships/status/name").asString()).isEqualTo("Warm");
      assertThat(event.at("/body/relationships/groups/0/name").asString()).isEqualTo("VIP");
      assertThat(event.at("/body/relationships/assigned").isNull()).isTrue();
      String state = event.equals(events.getLast()) ? "previous" : "current";
      assertThat(event.path("body").path(state).at("/group_id/0").asLong()).isEqualTo(group);
      assertThat(event.path("request").asString()).isNotEmpty();
    }
    JsonNode update = events.get(1).path("body");
    assertThat(update.path("modified_fields").valueStream().map(JsonNode::asString))
        .containsExactly("city");
    assertThat(update.at("/previous/city").isNull()).isTrue();
    assertThat(update.at("/current/city").asString()).isEqualTo("Riyadh");
    assertThat(events.getLast().at("/body/current")).isEmpty();
    assertThat(events.getLast().at("/body/previous/city").asString()).isEqualTo("Riyadh");
  }

  @Test
  void theMessageHistoryOfADeletedContactStaysWithoutTheLink() {
    Api sandbox = app.sandbox();
    app.set("sandbox", Map.of("window_policy", "passthrough"));
    JsonNode sent =
        sandbox
            .with("Prefer", "respond-async")
            .post(
                202, "/api/v2/messages/text", Map.of("phone", "+966500000016", "message", "Hello"))
            .data();
    sandbox.delete(200, PATH + "/" + sent.path("contact_id").asLong());
    long message = sent.path("chat_message_id").asLong();
    assertThat(sandbox.get(200, "/api/v2/messages/" + message).data().path("id").asLong())
        .isEqualTo(message);
    assertThat(
            sandbox
                .get(
                    200,
                    "/api/v2/messages?filter%5Bcontact_id%5D=" + sent.path("contact_id").asLong())
                .data())
        .isEmpty();
  }

  @Test
  void overThePlansLimitNothingIsCreated() {
    app.set(name(), Map.of("contact_limit", "1"));
    crm.create("+966500000017");
    Api.Reply refused = api.post(403, PATH, crm.fields("+966500000018"));
    assertThat(refused.code()).isEqualTo("FEATURE_LIMIT_EXCEEDED");
    assertThat(refused.error().at("/details/current").asLong()).isEqualTo(1);
    assertThat(refused.error().at("/details/maximum").asLong()).isEqualTo(1);
    assertThat(crm.contacts()).isEqualTo(1);
  }

  private static String name() {
    return "contacts-" + (tenants - 1);
  }

  private static List<Long> longs(JsonNode array) {
    var longs = new ArrayList<Long>();
    array.forEach(item -> longs.add(item.asLong()));
    return longs;
  }
}
