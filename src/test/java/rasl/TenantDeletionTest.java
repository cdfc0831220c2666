package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Scope;
import rasl.testkit.Api;
import rasl.testkit.SettableClock;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** A deleted tenant is gone, whatever its last calls still stored. */
class TenantDeletionTest {
  private static final String TENANTS = "/api/v2/operator/tenants";
  private static SettableClock clock;
  private static TestApp app;
  private static Api operator;

  @BeforeAll
  static void start() {
    clock = new SettableClock(Instant.now());
    app = TestApp.start(Map.of(), clock);
    operator = app.operator();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void aDeletedTenantLeavesNothingButTheInstallationsAudit() throws InterruptedException {
    TenantId gone = app.tenant("gone");
    TenantId stays = app.tenant("stays");
    String token = app.token(gone, EnumSet.allOf(Scope.class), OptionalInt.empty());
    fill(app.api().withToken(token));
    fill(app.as(stays));
    String path = TENANTS + "/" + gone;
    operator.delete(422, path, Map.of("subdomain", "stays"));
    JsonNode deleting = operator.delete(200, path, Map.of("subdomain", "gone")).data();
    assertThat(deleting.path("status").asString()).isEqualTo("deleting");
    app.deleteTenants();
    Api old = app.api().withToken(token);
    // A call that was let in before may still store something: the end waits for it.
    assertThat(operator.get(200, path).data().path("status").asString()).isEqualTo("deleting");
    app.database()
        .asOwner(
            """
            insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,
              phone_key, created_at, updated_at)
            values (%s, 'A', 'a', 'B', 'b', 'lead', '966599999999', now(), now())
            """
                .formatted(gone));
    clock.advance(Duration.ofMinutes(1));
    app.deleteTenants();
    operator.get(404, path);
    for (String table : app.database().column("select tenant_tables()")) {
      assertThat(
              app.database()
                  .column("select count(*) from %s where tenant_id = %s".formatted(table, gone)))
          .as(table)
          .containsExactly("0");
    }
    assertThat(app.as(stays).get(200, "/api/v2/contacts").data()).hasSize(1);
    Waiting.until(
        Duration.ofSeconds(60), () -> old.send("GET", "/api/v2/contacts", null).status() == 401);
    TenantId again = app.tenant("gone");
    assertThat(again).isNotEqualTo(gone);
    app.api().withToken(token).get(401, "/api/v2/contacts");
    assertThat(app.as(again).get(200, "/api/v2/contacts").data()).isEmpty();
    String audit = operator.get(200, "/api/v2/operator/audit").text();
    assertThat(audit).contains("tenant.deletion_begun", "tenant.deleted", "\"gone\"");
  }

  /** Records of many kinds that point to each other. */
  private static void fill(Api api) {
    long source = NamedKindUnderTest.SOURCE.create(api, "Mine");
    long status = NamedKindUnderTest.STATUS.create(api, "Mine");
    long group = api.post(201, "/api/v2/groups", Map.of("name", "Mine")).data().path("id").asLong();
    api.post(
        201,
        "/api/v2/contacts",
        Map.of(
            "firstname",
            "A",
            "lastname",
            "B",
            "phone",
            "+966500000001",
            "type",
            "lead",
            "source_id",
            source,
            "status_id",
            status,
            "groups",
            List.of(group)));
    api.with("Idempotency-Key", "k").post(201, "/api/v2/groups", Map.of("name", "Keyed"));
    api.patch(200, "/api/v2/account/settings", Map.of("default_source", source));
  }

  @Test
  void onlyATenantThatIsBeingDeletedCanBeForgotten() {
    TenantId tenant = app.tenant("alive");
    assertThat(forgetting("contact", tenant)).contains("is not being deleted");
    app.database().asOwner("update tenant set status = 'deleting' where id = " + tenant);
    assertThat(forgetting("plan", tenant)).contains("is not being deleted");
    assertThat(forgetting("contact", tenant)).isEmpty();
    app.database().asOwner("update tenant set status = 'active' where id = " + tenant);
  }

  private static String forgetting(String table, TenantId tenant) {
    try {
      app.db()
          .doInSystem(
              tx ->
                  tx.query(
                      "select tenant_forget(?, ?, 10) as deleted",
                      row -> row.getInt("deleted"),
                      table,
                      tenant.value()));
      return "";
    } catch (rasl.db.DatabaseException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
