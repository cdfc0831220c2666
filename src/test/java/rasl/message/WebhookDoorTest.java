package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.RawSocket;

/** Who may bring webhooks, and of which numbers they may speak. */
class WebhookDoorTest {
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void withoutTheRightSignatureNothingIsStored() {
    String body =
        Json.write(
            Talk.body(
                Talk.SANDBOX_NUMBER,
                Map.of("messages", List.of(Talk.inbound(Talk.customer(), "wamid.FORGED", "x")))));
    talk.signed("/hooks/whatsapp", "another secret", body, 401);
    talk.signed("/hooks/whatsapp/nobodys-app", Talk.APP_SECRET, body, 401);
    try (Api api = talk.app.api()) {
      api.call(401, "POST", "/hooks/whatsapp", body);
      for (String header : List.of("sha256=", "sha256=zz", "sha1=00", "")) {
        api.with("X-Hub-Signature-256", header).call(401, "POST", "/hooks/whatsapp", body);
      }
    }
    assertThat(talk.number("select count(*) from message where wamid = 'wamid.FORGED'")).isZero();
    assertThat(metric("rasl_whatsapp_webhooks_forged_total")).isGreaterThanOrEqualTo(7);
  }

  @Test
  void aSignatureThatCannotBeRightIsRefusedBeforeTheBodyComes() {
    int port = URI.create(talk.app.url()).getPort();
    for (String header :
        List.of(
            "X: y", "X-Hub-Signature-256: sha256=0", "X-Hub-Signature-256: " + "0".repeat(64))) {
      try (var stranger = new RawSocket(port)) {
        stranger.send(
            "POST /hooks/whatsapp HTTP/1.1\r\nHost: h\r\n%s\r\nContent-Length: 3145728\r\n\r\n{"
                .formatted(header));
        assertThat(stranger.readAnswer().status()).isEqualTo(401);
      }
    }
  }

  @Test
  void theLargestBodyOfMetasIsTakenAndALargerOneIsNot() throws InterruptedException {
    String from = Talk.customer();
    var large = Talk.inbound(from, "wamid.LARGE", "x".repeat((3 << 20) - 1000));
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", List.of(large))));
    talk.awaitApplied();
    assertThat(talk.number("select length(body) from message where wamid = 'wamid.LARGE'"))
        .isEqualTo((3 << 20) - 1000);
    var larger = Talk.inbound(from, "wamid.LARGER", "x".repeat(3 << 20));
    assertThat(
            talk.webhook(413, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", List.of(larger))))
                .code())
        .isEqualTo("PAYLOAD_TOO_LARGE");
  }

  @Test
  void anAppSpeaksOnlyOfItsOwnNumbers() throws InterruptedException {
    var tenant = talk.app.tenant("own-app");
    talk.app.set(
        "own-app",
        Map.of(
            "whatsapp.phone_number_id", "555",
            "whatsapp.business_account_id", "1",
            "whatsapp.display_phone_number", "966500000055",
            "whatsapp.access_token", "token",
            "whatsapp.app_secret", "own-secret",
            "whatsapp.verify_token", "own-verify-token"));
    String key =
        talk.rows("select app_key from whatsapp_number where phone_number_id = '555'").getFirst();
    String from = Talk.customer();
    double dropped = metric("rasl_whatsapp_changes_dropped_total");
    String stolen =
        Json.write(
            Talk.body(
                Talk.SANDBOX_NUMBER,
                Map.of("messages", List.of(Talk.inbound(from, "wamid.STOLEN", "x")))));
    talk.signed("/hooks/whatsapp/" + key, "own-secret", stolen, 200);
    String own =
        Json.write(
            Talk.body("555", Map.of("messages", List.of(Talk.inbound(from, "wamid.OWN", "mine")))));
    talk.webhook(200, own);
    talk.signed("/hooks/whatsapp/" + key, "own-secret", own, 200);
    talk.webhook(200, "{\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":{}}]}]}");
    talk.awaitApplied();
    assertThat(talk.number("select count(*) from message where wamid = 'wamid.STOLEN'")).isZero();
    assertThat(talk.rows("select tenant_id from message where wamid = 'wamid.OWN'"))
        .containsExactly(tenant.toString());
    assertThat(metric("rasl_whatsapp_changes_dropped_total") - dropped).isEqualTo(3);
    talk.api.get(404, "/api/v2/messages/wamid.OWN");
    try (Api api = talk.app.api()) {
      String query = "?hub.mode=subscribe&hub.challenge=42&hub.verify_token=";
      assertThat(api.get(200, "/hooks/whatsapp/" + key + query + "own-verify-token").text())
          .isEqualTo("42");
      api.get(403, "/hooks/whatsapp/" + key + query + Talk.VERIFY_TOKEN);
    }
  }

  @Test
  void aRefusedNumberLeavesTheConnectionAsItWas() {
    var tenant = talk.app.tenant("greedy");
    var settings =
        new HashMap<>(
            Map.of(
                "whatsapp.phone_number_id", "556",
                "whatsapp.business_account_id", "1",
                "whatsapp.display_phone_number", "966500000056",
                "whatsapp.access_token", "token"));
    talk.app.set("greedy", settings);
    settings.put("whatsapp.phone_number_id", Talk.SANDBOX_NUMBER);
    assertThatThrownBy(() -> talk.app.set("greedy", settings));
    assertThat(talk.rows("select phone_number_id from whatsapp_number where tenant_id = " + tenant))
        .containsExactly("556");
  }

  @Test
  void metaVerifiesTheCallback() {
    try (Api api = talk.app.api()) {
      String path = "/hooks/whatsapp?hub.mode=subscribe&hub.challenge=abc123&hub.verify_token=";
      assertThat(api.get(200, path + Talk.VERIFY_TOKEN).text()).isEqualTo("abc123");
      api.get(403, path + "wrong");
      api.get(403, path);
      api.get(403, "/hooks/whatsapp?hub.mode=other&hub.verify_token=" + Talk.VERIFY_TOKEN);
      api.get(403, "/hooks/whatsapp");
    }
  }

  @Test
  void guessesAtVerifyTokensAreCountedByAddressAndTheRightOneAlwaysWorks() throws Exception {
    String path = "/hooks/whatsapp?hub.mode=subscribe&hub.challenge=7&hub.verify_token=";
    try (var guesser = from("127.0.0.77");
        var neighbour = from("127.0.0.78")) {
      for (int i = 0; i < 30; i++) {
        assertThat(status(guesser, path + "guess-" + i)).isEqualTo(403);
      }
      assertThat(status(guesser, path + "guess-30")).isEqualTo(429);
      assertThat(status(guesser, "/hooks/whatsapp/no-such-app?hub.verify_token=guess"))
          .isEqualTo(429);
      assertThat(status(guesser, path + Talk.VERIFY_TOKEN)).isEqualTo(200);
      assertThat(status(neighbour, path + "wrong")).isEqualTo(403);
    }
  }

  private static HttpClient from(String address) {
    return HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build();
  }

  private static int status(HttpClient client, String path) throws Exception {
    URI url = URI.create(talk.app.url() + path);
    return client
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static double metric(String name) {
    try (Api api = talk.app.api()) {
      return api.get(200, "/metrics")
          .text()
          .lines()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .findFirst()
          .orElse(0);
    }
  }
}
