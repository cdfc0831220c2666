package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Templates are pulled whole from the simulator, listed, and forgotten when WhatsApp does. */
class TemplatesTest {
  private static final String TEMPLATES = "/api/v2/templates";

  private static TestApp app;
  private static Api api;

  @BeforeAll
  static void pullOnce() {
    app = TestApp.start();
    api = app.sandbox();
    sync();
  }

  @AfterAll
  static void stop() {
    api.close();
    app.close();
  }

  private static JsonNode sync() {
    Api.Reply reply = api.call(200, "POST", TEMPLATES + "/sync", null);
    assertThat(reply.json().path("message").asString()).isEqualTo("Templates synced successfully");
    return reply.data();
  }

  @Test
  void aSecondPullFindsEverythingUnchanged() {
    JsonNode again = sync();
    assertThat(again.path("unchanged").asInt()).isPositive();
    assertThat(again.path("unchanged")).isEqualTo(again.path("total"));
    assertThat(again.path("created").asInt() + again.path("updated").asInt()).isZero();
    assertThat(again.path("removed").asInt()).isZero();
  }

  @Test
  void theListSaysWhatASendMustGive() {
    JsonNode order = only("filter[template_name]=order_update&filter[language]=en");
    assertThat(order.path("header_data_format").asString()).isEqualTo("TEXT");
    assertThat(order.path("body_params_count").asInt()).isEqualTo(2);
    assertThat(order.path("category").asString()).isEqualTo("UTILITY");
    assertThat(order.path("status").asString()).isEqualTo("APPROVED");
    assertThat(order.path("name")).isEqualTo(order.path("template_name"));
    JsonNode photo = only("filter[template_name]=order_photo&filter[language]=en");
    assertThat(photo.path("header_data_format").asString()).isEqualTo("IMAGE");
  }

  @Test
  void listsFilterSortAndSearch() {
    assertThat(names("filter[category]=authentication")).containsOnly("login_code");
    assertThat(names("sort=template_name")).isSorted();
    assertThat(names("search=photo")).isNotEmpty().containsOnly("order_photo");
    JsonNode pruned = api.get(200, TEMPLATES + "?fields=template_name&per_page=1").data().get(0);
    assertThat(pruned.propertyNames()).containsExactlyInAnyOrder("id", "template_name");
    api.get(422, TEMPLATES + "?filter[color]=red");
  }

  @Test
  void oneIsFoundByWhatsAppsIdAndNeverByANeighbour() {
    String id =
        only("filter[template_name]=order_update&filter[language]=en")
            .path("template_id")
            .asString();
    assertThat(api.get(200, TEMPLATES + "/" + id).data().path("template_id").asString())
        .isEqualTo(id);
    TenantId neighbour = app.tenant("templates-neighbour");
    try (Api theirs = app.as(neighbour)) {
      theirs.get(404, TEMPLATES + "/" + id);
      assertThat(theirs.get(200, TEMPLATES).data()).isEmpty();
      assertThat(theirs.call(422, "POST", TEMPLATES + "/sync", null).code())
          .isEqualTo("WHATSAPP_NOT_CONFIGURED");
    }
  }

  @Test
  void whatWhatsAppNoLongerHasLeavesTheListsAndComesBackWithIt() {
    app.database()
        .asOwner(
            "insert into template (tenant_id, template_id, name, language, category, status,"
                + " header_format, parameter_format, components, created_at, updated_at) values ("
                + app.sandboxTenant().value()
                + ", '424242', 'gone', 'en', 'UTILITY', 'APPROVED', 'NONE', 'positional', '[]',"
                + " now(), now())");
    assertThat(names("filter[template_name]=gone")).hasSize(1);
    assertThat(sync().path("removed").asInt()).isEqualTo(1);
    assertThat(names("filter[template_name]=gone")).isEmpty();
    api.get(404, TEMPLATES + "/424242");
  }

  private static JsonNode only(String query) {
    JsonNode found = api.get(200, TEMPLATES + "?" + query).data();
    assertThat(found).as(query).hasSize(1);
    return found.get(0);
  }

  private static List<String> names(String query) {
    JsonNode found = api.get(200, TEMPLATES + "?per_page=100&" + query).data();
    return StreamSupport.stream(found.spliterator(), false)
        .map(one -> one.path("template_name").asString())
        .toList();
  }

  @Test
  void anErrorOfWhatsAppsIsToldAndChangesNothing() {
    try (Api simulator = app.simulator()) {
      simulator.post(
          200,
          "/control/faults",
          Map.of(
              "match", Map.of("call", "templates"), "http_status", 401, "code", 190, "times", 1));
      Api.Reply refused = api.call(422, "POST", TEMPLATES + "/sync", null);
      assertThat(refused.text()).contains("190");
      simulator.post(
          200,
          "/control/faults",
          Map.of("match", Map.of("call", "templates"), "code", 80007, "times", 1));
      assertThat(api.call(503, "POST", TEMPLATES + "/sync", null).header("Retry-After"))
          .contains("30");
      assertThat(names("")).isNotEmpty();
    }
  }
}
