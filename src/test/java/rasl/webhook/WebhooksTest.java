package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.crypto.Macs;
import rasl.db.TenantId;
import rasl.testkit.Api;
import rasl.testkit.LyingReceiver;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Endpoints over the API, and what reaches them. */
class WebhooksTest {
  private static final String PATH = "/api/v2/webhooks";
  private static final Duration SOON = Duration.ofSeconds(30);

  private static TestApp app;
  private static Api api;
  private static Api neighbour;
  private static LyingReceiver receiver;

  @BeforeAll
  static void start() {
    app = TestApp.start(Map.of("RASL_OUTGOING_ALLOW", "127.0.0.1"));
    api = app.sandbox();
    TenantId other = app.tenant("neighbour");
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

  private static JsonNode create(String path, Map<String, Object> more) {
    var body = new LinkedHashMap<String, Object>(more);
    body.put("url", receiver.url(path).toString());
    return api.post(201, PATH, body).data();
  }

  private static String source(String name) {
    return api.post(201, "/api/v2/sources", Map.of("name", name)).data().path("id").asString();
  }

  private static LyingReceiver.Got first(String path) throws InterruptedException {
    Waiting.until(SOON, () -> !receiver.got(path).isEmpty());
    return receiver.got(path).getFirst();
  }

  private static Map<String, List<String>> signed(LyingReceiver.Got got) {
    return List.of("webhook-id", "webhook-timestamp", "webhook-signature").stream()
        .collect(Collectors.toMap(name -> name, name -> List.of(got.header(name))));
  }

  /** By the library of standardwebhooks.com, and by hand as RASL's own. */
  private static void verify(LyingReceiver.Got got, String secret) throws Exception {
    new Webhook(secret).verify(got.text(), HttpHeaders.of(signed(got), (_, _) -> true));
    String hex =
        HexFormat.of()
            .formatHex(Macs.hmacSha256(secret.getBytes(StandardCharsets.UTF_8), got.body()));
    assertThat(List.of(got.header("X-Webhook-Signature").split(","))).contains(hex);
  }

  @Test
  void anEventArrivesAsTheContractSaysAndSigned() throws Exception {
    JsonNode made =
        create("/first", Map.of("headers", Map.of("X-Api-Key", "open sesame"), "description", "x"));
    String secret = made.path("secret").asString();
    String id = source("First source");
    LyingReceiver.Got got = first("/first");
    verify(got, secret);
    assertThat(got.header("Content-Type")).isEqualTo("application/json");
    assertThat(got.header("X-Webhook-Event")).isEqualTo("source.created");
    assertThat(got.header("X-Api-Key")).isEqualTo("open sesame");
    JsonNode event = got.json();
    assertThat(event.propertyNames())
        .containsExactly("event", "tenant", "data", "changes", "metadata");
    assertThat(event.path("event").propertyNames())
        .containsExactly("id", "type", "timestamp", "version");
    assertThat(event.path("event").path("id").asString())
        .matches("evt_[0-9]{10}_[0-9A-Za-z]{10,}")
        .isEqualTo(got.header("webhook-id"))
        .isEqualTo(got.header("X-Webhook-Id"));
    assertThat(event.path("tenant").propertyNames()).containsExactly("id", "name", "domain");
    assertThat(event.at("/data/resource/type").asString()).isEqualTo("source");
    assertThat(event.at("/data/resource/id").asString()).isEqualTo(id);
    assertThat(event.at("/changes/previous").isNull()).isTrue();
    assertThat(event.at("/changes/current")).isEqualTo(event.at("/data/resource/attributes"));
    assertThat(event.at("/metadata/source").asString()).isEqualTo("api_webhook_manager");
    api.delete(200, PATH + "/" + made.path("id").asString());
  }

  @Test
  void secretsAreShownOnceAndRotationLetsBothSign() throws Exception {
    Api once = api.with("Idempotency-Key", "a-webhook");
    Map<String, Object> body =
        Map.of("url", receiver.url("/rotated").toString(), "headers", Map.of("X-Key", "sesame"));
    JsonNode made = once.post(201, PATH, body).data();
    String old = made.path("secret").asString();
    Api.Reply repeated = once.post(201, PATH, body);
    assertThat(repeated.data().path("id")).isEqualTo(made.path("id"));
    String one = PATH + "/" + made.path("id").asString();
    String shown = api.get(200, one).text() + api.get(200, PATH).text() + repeated.text();
    assertThat(shown).doesNotContain(old, "sesame").contains("X-Key");
    String fresh =
        api.post(200, one + "/rotate-secret", Map.of("grace_days", 1))
            .data()
            .path("secret")
            .asString();
    assertThat(fresh).startsWith("whsec_").isNotEqualTo(old);
    String id = source("Rotated source");
    LyingReceiver.Got both = first("/rotated");
    verify(both, old);
    verify(both, fresh);
    api.post(200, one + "/rotate-secret", Map.of("grace_days", 0, "secret", "0123456789abcdef"));
    api.delete(200, "/api/v2/sources/" + id);
    Waiting.until(SOON, () -> receiver.got("/rotated").size() == 2);
    LyingReceiver.Got last = receiver.got("/rotated").getLast();
    assertThat(last.header("X-Webhook-Signature"))
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    Macs.hmacSha256(
                        "0123456789abcdef".getBytes(StandardCharsets.UTF_8), last.body())));
    assertThat(app.database().column("select secret_sealed::text from webhook"))
        .noneMatch(text -> text.contains("0123456789abcdef"));
    api.delete(200, one);
  }

  @Test
  void filterAndFormatAreHeeded() throws Exception {
    JsonNode made =
        create(
            "/filtered",
            Map.of(
                "event_types", List.of("source.*"),
                "format", "standard",
                "filter", Map.of("data.resource.attributes.name", Map.of("like", "WANTED"))));
    source("Not this");
    source("A wanted source");
    LyingReceiver.Got got = first("/filtered");
    assertThat(got.json().propertyNames()).containsExactly("type", "timestamp", "data");
    assertThat(got.json().at("/data/resource/attributes/name").asString())
        .isEqualTo("A wanted source");
    verify(got, made.path("secret").asString());
    assertThat(receiver.got("/filtered")).hasSize(1);
    api.delete(200, PATH + "/" + made.path("id").asString());
  }

  @Test
  void whatCannotBeTakenIsRefusedWithWhatThereIs() {
    String url = "https://example.com/hook";
    assertThat(faults(Map.of("url", url, "event_types", List.of("contact.made")), "event_types"))
        .contains("contact.created", "message.received");
    assertThat(faults(Map.of("url", url, "filter", Map.of("data.nothing", 1)), "filter.data"))
        .contains("data.resource.id");
    assertThat(
            faults(
                Map.of("url", url, "filter", Map.of("event.type", Map.of("almost", "x"))),
                "filter.event"))
        .contains("not_in", "like");
    for (String name : List.of("Host", "Content-Type", "webhook-id", "X-Webhook-Event", "TE")) {
      assertThat(faults(Map.of("url", url, "headers", Map.of(name, "x")), "headers." + name))
          .contains("cannot be chosen");
    }
    assertThat(faults(Map.of("url", url, "headers", Map.of("X-A", "a\r\nb")), "headers.X-A"))
        .contains("printable");
    assertThat(faults(Map.of("url", url, "secret", "whsec_c2hvcnQ="), "secret")).contains("24");
    for (String own :
        List.of("http://10.1.2.3/", "http://[::ffff:10.0.0.1]/", "http://0x0a000001/")) {
      assertThat(api.post(422, PATH, Map.of("url", own)).text()).contains("\"url\"");
    }
    assertThat(api.post(422, PATH, Map.of("url", "http://printer.internal/")).error())
        .isEqualTo(api.post(422, PATH, Map.of("url", "http://no-such-name.invalid/")).error());
  }

  private static String faults(Map<String, Object> body, String field) {
    JsonNode errors = api.post(422, PATH, body).error().at("/details/errors");
    return StreamSupport.stream(errors.properties().spliterator(), false)
        .filter(error -> error.getKey().startsWith(field))
        .map(error -> error.getValue().toString())
        .collect(Collectors.joining());
  }

  @Test
  void aNeighbourSeesNothingOfIt() throws Exception {
    JsonNode made = create("/mine", Map.of());
    String one = PATH + "/" + made.path("id").asString();
    source("Mine");
    first("/mine");
    Waiting.until(SOON, () -> api.get(200, one + "/deliveries").data().size() == 1);
    String delivery = api.get(200, one + "/deliveries").data().get(0).path("id").asString();
    assertThat(neighbour.get(200, PATH).data()).isEmpty();
    for (String path :
        List.of(
            one,
            one + "/stats",
            one + "/deliveries",
            one + "/deliveries/" + delivery,
            one + "/replays")) {
      neighbour.get(404, path);
    }
    neighbour.patch(404, one, Map.of("enabled", false));
    neighbour.delete(404, one);
    neighbour.post(404, one + "/test", Map.of());
    neighbour.post(404, one + "/rotate-secret", Map.of());
    neighbour.post(404, one + "/deliveries/" + delivery + "/replay", Map.of());
    neighbour.post(201, "/api/v2/sources", Map.of("name", "Theirs"));
    source("Mine too");
    Waiting.until(SOON, () -> receiver.got("/mine").size() >= 2);
    assertThat(receiver.got("/mine")).noneMatch(got -> got.text().contains("Theirs"));
    api.delete(200, one);
    api.get(404, one + "/deliveries/" + delivery);
  }

  @Test
  void everyTypeOfEventHasAnExample() {
    JsonNode types = api.get(200, PATH + "/event-types").data();
    assertThat(types.size()).isGreaterThan(20);
    types.forEach(
        type ->
            assertThat(type.at("/example/event/type").asString())
                .isEqualTo(type.path("type").asString()));
    assertThat(
            StreamSupport.stream(types.spliterator(), false)
                .filter(type -> type.path("is_default").asBoolean()))
        .hasSize(9);
  }
}
