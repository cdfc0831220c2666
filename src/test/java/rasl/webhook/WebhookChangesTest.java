package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.db.TenantId;
import rasl.testkit.Api;
import rasl.testkit.LyingReceiver;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What is noted of changes of endpoints, what is refused, and what a suspension does. */
class WebhookChangesTest {
  private static final String PATH = "/api/v2/webhooks";
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final int MANY = 25;

  private static TestApp app;
  private static TenantId other;
  private static Api api;
  private static Api neighbour;
  private static LyingReceiver receiver;

  @BeforeAll
  static void start() {
    app = TestApp.start(Map.of("RASL_OUTGOING_ALLOW", "127.0.0.1"));
    api = app.sandbox();
    other = app.tenant("neighbour");
    neighbour = app.as(other);
    receiver = LyingReceiver.start();
  }

  @AfterAll
  static void stop() {
    receiver.close();
    neighbour.close();
    api.close();
    app.close();
  }

  private static String create(Api owner, String path, Map<String, Object> more) {
    var body = new LinkedHashMap<String, Object>(more);
    body.put("url", receiver.url(path).toString());
    return PATH + "/" + owner.post(201, PATH, body).data().path("id").asString();
  }

  private static void source(Api owner, String name) {
    owner.post(201, "/api/v2/sources", Map.of("name", name));
  }

  @Test
  void everyChangeIsInTheAuditOfItsTenantWithoutSecrets() {
    String one =
        create(
            api,
            "/audited",
            Map.of("secret", "a secret of our own", "headers", Map.of("X-Key", "open sesame")));
    api.patch(200, one, Map.of("description", "for the shop"));
    api.post(200, one + "/rotate-secret", Map.of("secret", "another secret of ours"));
    api.delete(200, one);
    String id = one.substring(PATH.length() + 1);
    Api.Reply audit =
        api.get(200, "/api/v2/audit?filter[target_type]=webhook&sort=id&filter[target_id]=" + id);
    assertThat(audit.data().valueStream().map(entry -> entry.path("action").asString()))
        .containsExactly(
            "webhook.created", "webhook.updated", "webhook.rotated", "webhook.deleted");
    JsonNode changed = audit.data().get(1);
    assertThat(changed.at("/before/description").isString()).isFalse();
    assertThat(changed.at("/after/description").asString()).isEqualTo("for the shop");
    assertThat(changed.at("/actor/type").asString()).isEqualTo("token");
    assertThat(audit.data().get(2).at("/after/former_secret_until").isString()).isTrue();
    assertThat(audit.text())
        .doesNotContain("a secret of our own", "another secret of ours", "open sesame");
    assertThat(neighbour.get(200, "/api/v2/audit?filter[target_type]=webhook").text())
        .doesNotContain("for the shop");
  }

  @Test
  void theFormerSecretSignsForAWeekAtMost() {
    String one = create(api, "/graced", Map.of());
    for (Object days : List.of(8, -1, 1.5, "many")) {
      assertThat(api.post(422, one + "/rotate-secret", Map.of("grace_days", days)).text())
          .contains("grace_days");
    }
    JsonNode week = api.post(200, one + "/rotate-secret", Map.of("grace_days", 7)).data();
    assertThat(week.path("former_secret_until").isString()).isTrue();
    JsonNode none = api.post(200, one + "/rotate-secret", Map.of("grace_days", 0)).data();
    assertThat(none.path("former_secret_until").isNull()).isTrue();
    neighbour.post(404, one + "/rotate-secret", Map.of("grace_days", 1));
    api.delete(200, one);
  }

  @Test
  void headersThatWeOrTheConnectionSetAreRefused() {
    for (String name :
        List.of(
            "host",
            "CONTENT-LENGTH",
            "Content-Encoding",
            "webhook-signature",
            "X-Webhook-Extra",
            "Connection",
            "Keep-Alive",
            "Proxy-Authorization",
            "Transfer-Encoding",
            "Upgrade",
            "Trailer",
            "a b",
            "",
            "x".repeat(101))) {
      assertThat(refused(Map.of(name, "x"))).as(name).contains("headers." + name);
    }
    assertThat(refused(Map.of("X-A", ""))).contains("headers.X-A");
    assertThat(refused(Map.of("X-A", "x".repeat(2049)))).contains("headers.X-A");
    assertThat(refused(Map.of("X-A", "1", "x-a", "2"))).contains("there twice");
    api.delete(
        200, create(api, "/any", Map.of("headers", Map.of("Authorization", "Bearer of n8n"))));
  }

  private static String refused(Map<String, String> headers) {
    String url = receiver.url("/any").toString();
    return api.post(422, PATH, Map.of("url", url, "headers", headers)).text();
  }

  @Test
  void aReplayThatIsCancelledSendsNothingMoreAndChangesNothingThatWasDelivered()
      throws InterruptedException {
    Map<String, Object> only =
        Map.of(
            "event_types", List.of("source.created"),
            "filter", Map.of("data.resource.attributes.name", Map.of("like", "Again")));
    String one = create(api, "/again", only);
    for (int i = 0; i < MANY; i++) {
      source(api, "Again " + i);
    }
    Waiting.until(SOON, () -> states(one, "delivered") == MANY);
    Map<String, Object> slowly =
        Map.of("from", "2020-01-01T00:00:00Z", "to", "2100-01-01T00:00:00Z", "rate_per_second", 1);
    JsonNode replay = api.post(201, one + "/replay", slowly).data();
    String mine = one + "/replays/" + replay.path("id").asString();
    Waiting.until(SOON, () -> states(one, "waiting") > 0);
    neighbour.post(404, mine + "/cancel", Map.of());
    api.post(200, mine + "/cancel", Map.of());
    Waiting.until(SOON, () -> states(one, "delivered") == MANY);
    assertThat(states(one, "waiting")).isZero();
    source(api, "Again after it");
    Waiting.until(SOON, () -> states(one, "delivered") == MANY + 1);
    // One a second would be more by now only if this test took long.
    assertThat(receiver.got("/again").size()).isLessThan(2 * MANY);
    api.delete(200, one);
  }

  private static long states(String one, String status) {
    return Long.parseLong(
        app.database()
            .column(
                "select count(*) from webhook_delivery where webhook_id = %s and status = '%s'"
                    .formatted(one.substring(PATH.length() + 1), status))
            .getFirst());
  }

  @Test
  void aSuspendedTenantGetsNothingUntilItIsResumedAndMissesNothing() throws InterruptedException {
    create(neighbour, "/suspended", Map.of("event_types", List.of("source.created")));
    create(api, "/beside", Map.of("event_types", List.of("source.created")));
    source(neighbour, "Before");
    Waiting.until(SOON, () -> receiver.got("/suspended").size() == 1);
    String tenant = "update tenant set status = '%s' where id = " + other;
    app.database().asOwner(tenant.formatted("suspended"));
    // What runs notices within a second; what it noticed it says by giving back its turn.
    Waiting.until(
        SOON,
        () ->
            app.database()
                .column(
                    "select count(*) from webhook_turn where leased_until is not null"
                        + " and tenant_id = "
                        + other)
                .equals(List.of("0")));
    app.database()
        .asOwner(
            """
            insert into event
              (tenant_id, public_id, type, resource_type, resource_id, occurred_at, body)
            select tenant_id, 'evt_1760000000_meanwhile1', type, resource_type, resource_id,
              now(), body
            from event where type = 'source.created' and tenant_id = %s order by id desc limit 1
            """
                .formatted(other));
    source(api, "Beside it");
    Waiting.until(
        SOON,
        () -> receiver.got("/beside").stream().anyMatch(got -> got.text().contains("Beside it")));
    Waiting.until(SOON, () -> due("> statement_timestamp()"));
    assertThat(receiver.got("/suspended")).hasSize(1);
    app.database().asOwner(tenant.formatted("active"));
    app.database().asOwner("update webhook_turn set due_at = now() where tenant_id = " + other);
    Waiting.until(SOON, () -> receiver.got("/suspended").size() == 2);
    assertThat(receiver.got("/suspended").getLast().header("webhook-id"))
        .isEqualTo("evt_1760000000_meanwhile1");
  }

  /** Whether it was looked at since it had news: its next look is later. */
  private static boolean due(String when) {
    return app.database()
        .column(
            "select count(*) from webhook_turn where due_at "
                + when
                + " and leased_until is null and tenant_id = "
                + other)
        .equals(List.of("1"));
  }
}
