package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Sources and statuses: contract 2.1 and 2.2, one record at a time. */
class NamedRecordsTest {
  private static TestApp app;
  private static int tenants;
  private Api api;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  /** Each test has a tenant of its own, with the records that a new one has. */
  @BeforeEach
  void enter() {
    api = app.as(app.tenant("tenant-" + tenants++));
  }

  @ParameterizedTest
  @EnumSource
  void aRecordIsCreatedReadChangedAndDeleted(NamedKindUnderTest kind) {
    Api.Reply created = api.post(201, kind.path(), Map.of("name", "  Website \t"));
    assertThat(message(created)).isEqualTo(kind.title() + " created successfully");
    JsonNode record = created.data();
    assertThat(record.path("name").asString()).isEqualTo("Website");
    assertThat(record.path("created_at")).isEqualTo(record.path("updated_at"));
    String path = kind.path(record.path("id").asLong());

    assertThat(api.get(200, path).data()).isEqualTo(record);
    assertThat(api.get(200, path).json().has("message")).isFalse();

    Api.Reply changed = api.patch(200, path, Map.of("name", "Web shop"));
    assertThat(message(changed)).isEqualTo(kind.title() + " updated successfully");
    assertThat(changed.data().path("name").asString()).isEqualTo("Web shop");
    assertThat(changed.data().path("created_at")).isEqualTo(record.path("created_at"));
    assertThat(api.get(200, path).data()).isEqualTo(changed.data());

    Api.Reply deleted = api.delete(200, path);
    assertThat(message(deleted)).isEqualTo(kind.title() + " deleted successfully");
    assertThat(deleted.data().isNull()).isTrue();
    assertThat(api.get(404, path).error().path("message").asString())
        .isEqualTo(kind.title() + " not found");
    api.patch(404, path, Map.of("name", "Web shop"));
    api.delete(404, path);
  }

  @ParameterizedTest
  @EnumSource
  void aNameIsUniqueWithoutRegardToCaseAndFreeAgainAfterwards(NamedKindUnderTest kind) {
    long id = kind.create(api, "Straße É");
    for (String same : new String[] {"Straße É", "STRASSE É", "strasse e\u0301", " straße É "}) {
      assertThat(fault(api.post(422, kind.path(), Map.of("name", same)), "name"))
          .isEqualTo("The name has already been taken.");
    }
    long other = kind.create(api, "Strasse E");
    assertThat(fault(api.patch(422, kind.path(other), Map.of("name", "straße é")), "name"))
        .isEqualTo("The name has already been taken.");
    api.patch(200, kind.path(id), Map.of("name", "STRASSE É"));
    api.delete(200, kind.path(id));
    api.patch(200, kind.path(other), Map.of("name", "straße é"));
  }

  @ParameterizedTest
  @EnumSource
  void twoTenantsMayUseTheSameName(NamedKindUnderTest kind) {
    kind.create(api, "Fair");
    kind.create(app.as(app.tenant("neighbour-" + kind.word())), "Fair");
  }

  @ParameterizedTest
  @EnumSource
  void aNameIsTextOf1To255CodePoints(NamedKindUnderTest kind) {
    assertThat(fault(api.post(422, kind.path(), Map.of()), "name"))
        .isEqualTo("The name field is required.");
    for (String missing : new String[] {"{\"name\":null}", "{\"name\":\" \"}", "{\"name\":\"\"}"}) {
      Api.Reply refused = api.call(422, "POST", kind.path(), missing);
      assertThat(fault(refused, "name")).isEqualTo("The name field is required.");
    }
    assertThat(fault(api.post(422, kind.path(), Map.of("name", 5)), "name"))
        .isEqualTo("The name field must be text.");
    api.post(422, kind.path(), Map.of("name", "a\u0000b"));
    api.call(422, "POST", kind.path(), "{\"name\":\"\\ud800\"}");
    String longest = "\uD83D\uDE00".repeat(255);
    assertThat(api.post(201, kind.path(), Map.of("name", longest)).data().path("name").asString())
        .isEqualTo(longest);
    assertThat(fault(api.post(422, kind.path(), Map.of("name", longest + "x")), "name"))
        .contains("255");
    long id = kind.create(api, "Named");
    assertThat(fault(api.patch(422, kind.path(id), Map.of()), "name"))
        .isEqualTo("The name field is required.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "{", "{\"name\":\"a\"}x", "{\"name\":\"a\",\"name\":\"b\"}"})
  void aBodyIsOneJsonObject(String body) {
    Api.Reply refused = api.call(422, "POST", "/api/v2/sources", body);
    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void unknownFieldsAreIgnored() {
    JsonNode made =
        api.post(201, "/api/v2/sources", Map.of("name", "Fair", "color", "no color", "id", 1))
            .data();
    assertThat(made.propertyNames()).containsExactly("id", "name", "created_at", "updated_at");
  }

  @Test
  void aColorIsSixHexadecimalDigitsOrNull() {
    String path = "/api/v2/statuses";
    assertThat(api.post(201, path, Map.of("name", "Plain")).data().path("color").isNull()).isTrue();
    JsonNode made = api.post(201, path, Map.of("name", "Green", "color", "#25d366")).data();
    assertThat(made.path("color").asString()).isEqualTo("#25d366");
    for (Object wrong : new Object[] {"green", "#25d36", "#25d3667", "25d366", "#25d36g", 5}) {
      assertThat(fault(api.post(422, path, Map.of("name", "No", "color", wrong)), "color"))
          .contains("color");
    }
    String one = path + "/" + made.path("id").asLong();
    assertThat(api.patch(200, one, Map.of("name", "Greener")).data().path("color").asString())
        .isEqualTo("#25d366");
    Map<String, Object> without = new HashMap<>();
    without.put("name", "Greener");
    without.put("color", null);
    assertThat(api.patch(200, one, without).data().path("color").isNull()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void anIdThatIsNoneIsNotFound(NamedKindUnderTest kind) {
    for (String id :
        new String[] {"0", "-1", "x", "1.0", "9007199254740992", "99999999999999999999", "%20"}) {
      assertThat(api.get(404, kind.path() + "/" + id).code()).isEqualTo("NOT_FOUND");
      api.delete(404, kind.path() + "/" + id);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeThatChangesNothingKeepsTheTimeOfTheLastChange(NamedKindUnderTest kind) {
    JsonNode made = api.post(201, kind.path(), Map.of("name", "Same")).data();
    JsonNode again =
        api.patch(200, kind.path(made.path("id").asLong()), Map.of("name", " Same ")).data();
    assertThat(again).isEqualTo(made);
  }

  private static String message(Api.Reply reply) {
    return reply.json().path("message").asString("");
  }

  private static String fault(Api.Reply reply, String field) {
    assertThat(reply.code()).isEqualTo("VALIDATION_ERROR");
    return reply.error().path("details").path("errors").path(field).path(0).asString("");
  }
}
