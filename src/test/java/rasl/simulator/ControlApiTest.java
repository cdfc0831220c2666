package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ControlApiTest {
  private static final String CUSTOMER = "966512345678";

  @TempDir Path folder;
  private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final Receiver receiver = new Receiver();
  private Play play;

  @BeforeEach
  void start() {
    play = Play.start(folder, clock, receiver);
  }

  @AfterEach
  void stop() {
    play.close();
    receiver.close();
  }

  private void fault(String json) {
    Play.Reply reply = play.control("/control/faults", json);
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
  }

  private Play.Reply text() {
    return play.send(Play.text("+" + CUSTOMER, "Hello"));
  }

  private HttpRequest.Builder textRequest() {
    return play.request(
            "POST",
            "/v25.0/" + Play.ACCOUNT.phoneNumberId() + "/messages",
            Play.text(CUSTOMER, "Hello"))
        .header("Authorization", "Bearer " + Play.TOKEN);
  }

  @Test
  void theOutboxHoldsEveryAcceptedRequestOnceAsItCame() {
    String json =
        """
        {"messaging_product":"whatsapp",
         "to":"+966512345678", "type":"text",
         "text":{"body":"Grüße\\n1", "preview_url":false},
         "unknown":{"n":1.50}}\
        """;
    String wamid = play.send(json).json().path("messages").path(0).path("id").stringValue();
    String other = play.accepted("966587654321");
    play.send("{}");

    JsonNode messages = play.get("/control/outbox").json().path("messages");
    assertThat(messages.size()).isEqualTo(2);
    JsonNode first = messages.path(0);
    assertThat(first.propertyNames()).containsExactly("wamid", "at", "request");
    assertThat(first.path("wamid").stringValue()).isEqualTo(wamid);
    assertThat(first.path("at").stringValue()).isEqualTo("2026-11-23T10:00:00Z");
    assertThat(first.path("request")).isEqualTo(JsonMapper.shared().readTree(json));
    assertThat(play.outbox("?to=966587654321")).containsExactly(other);
    assertThat(play.outbox("?to=+966587654321")).containsExactly(other);
    assertThat(play.outbox("?to=%2B966512345678")).containsExactly(wamid);
    assertThat(play.outbox("?to=12345678")).isEmpty();
    assertThat(play.outbox("?limit=1")).containsExactly(wamid);
    assertThat(play.outbox("?after=1")).containsExactly(other);
    assertThat(play.get("/control/outbox?to=x").status()).isEqualTo(422);
  }

  @Test
  void aFaultAnswersMetasErrorSoManyTimesAndAcceptsNothing() {
    fault("{\"match\":{\"to\":\"+966512345678\"},\"http_status\":400,\"code\":131056,\"times\":2}");
    assertThat(play.send(Play.text("966587654321", "Hi")).status()).isEqualTo(200);
    for (int i = 0; i < 2; i++) {
      Play.Reply reply = text();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.code()).isEqualTo(131056);
      assertThat(reply.json().path("error").path("message").stringValue())
          .isEqualTo("(#131056) (Business Account, Consumer Account) pair rate limit hit");
    }
    assertThat(text().status()).isEqualTo(200);
    assertThat(play.outbox("?to=" + CUSTOMER)).hasSize(1);
  }

  @Test
  void faultsBefallOnceByDefaultAndInTheirOrder() {
    fault("{\"match\":{},\"http_status\":500,\"code\":131000}");
    fault("{\"code\":131016}");
    assertThat(text().code()).isEqualTo(131000);
    Play.Reply second = text();
    assertThat(second.code()).isEqualTo(131016);
    assertThat(second.status()).isEqualTo(500);
    assertThat(text().status()).isEqualTo(200);
  }

  @Test
  void aFaultWithoutACodeHasNoErrorObject() {
    fault("{\"http_status\":502,\"times\":1}");
    Play.Reply reply = text();
    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.header("content-type")).startsWith("text/html");
  }

  @Test
  void aFaultOfStatus200IsAcceptedAndFailsLater() {
    fault("{\"http_status\":200,\"code\":131049}");
    play.inbound(CUSTOMER);
    String wamid = play.accepted(CUSTOMER);
    play.advance(Duration.ofSeconds(2));
    receiver.awaitStatuses(wamid, "failed");
  }

  @Test
  void aFaultThatOnlyDelaysDelays() {
    fault("{\"delay_ms\":120}");
    long start = System.nanoTime();
    assertThat(text().status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(119));
    assertThat(play.outbox("")).hasSize(1);
  }

  @Test
  void aConnectionDroppedBeforeAcceptanceLeavesNothingBehind() {
    fault(
        "{\"match\":{},\"http_status\":500,\"code\":1,\"times\":1,\"drop_connection\":\"before\"}");
    assertThatThrownBy(() -> play.tryExchange(textRequest())).isInstanceOf(IOException.class);
    assertThat(play.outbox("")).isEmpty();
  }

  @Test
  void aConnectionDroppedAfterAcceptanceLeavesAMessageThatIsDelivered() {
    play.inbound(CUSTOMER);
    fault("{\"match\":{\"to\":\"" + CUSTOMER + "\"},\"drop_connection\":\"after\"}");
    assertThatThrownBy(() -> play.tryExchange(textRequest())).isInstanceOf(IOException.class);
    List<String> outbox = play.outbox("");
    assertThat(outbox).hasSize(1);
    play.advance(Duration.ofSeconds(2));
    receiver.await(it -> it.statuses(outbox.getFirst()).size() == 3, "three statuses");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/control/faults|400|nonsense",
        "/control/faults|400|[]",
        "/control/faults|422|{}",
        "/control/faults|422|{'match':{'to':'all'},'code':1}",
        "/control/faults|422|{'match':'all','code':1}",
        "/control/faults|422|{'http_status':302}",
        "/control/faults|422|{'code':1,'times':0}",
        "/control/faults|422|{'code':'1'}",
        "/control/faults|422|{'delay_ms':-1}",
        "/control/faults|422|{'drop_connection':'never'}",
        "/control/faults|422|{'drop_connection':true}",
        "/control/clock|422|{}",
        "/control/clock|422|{'advance_seconds':-1}",
        "/control/clock|422|{'advance_seconds':1.5}",
        "/control/webhooks|422|{'delay_ms':'1'}",
        "/control/webhooks|422|{'duplicate':1}",
        "/control/inbound|422|{'type':'text','text':'Hi'}",
        "/control/inbound|422|{'from':'x','type':'text','text':'Hi'}",
        "/control/inbound|422|{'from':'966512345678','type':'image','text':'Hi'}",
        "/control/inbound|422|{'from':'966512345678','type':'text'}",
        "/control/inbound|422|{'from':'966512345678','type':'text','text':''}",
        "/control/inbound|422|{'from':'966512345678','type':'text','text':{'body':'Hi'}}",
        "/control/inbound|422|{'from':'966512340000','type':'text','text':'Hi'}",
        "/control/inbound|422|{'from':'966512345678','type':'text','text':'Hi','to':'999'}"
      })
  void wrongBodiesAreRefusedWithAReason(String path, int status, String json) {
    Play.Reply reply = play.control(path, json.replace('\'', '"'));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("error").path("message").stringValue()).isNotEmpty();
  }

  @Test
  void unknownFieldsOfAnInboundMessageAreIgnored() {
    Play.Reply reply =
        play.control(
            "/control/inbound",
            "{\"from\":\"+966512345678\",\"type\":\"text\",\"text\":\"Hi\",\"mood\":[1]}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("wamid").stringValue()).startsWith("wamid.");
  }

  @Test
  void halfASurrogatePairPassesThroughEverything() {
    play.control(
        "/control/inbound", "{\"from\":\"966512345678\",\"type\":\"text\",\"text\":\"a\\ud83d\"}");
    String wamid =
        play.send(Play.text(CUSTOMER, "b\\ud83d")).json().at("/messages/0/id").stringValue();
    assertThat(play.outbox("")).containsExactly(wamid);
    receiver.await(it -> it.taken().size() == 1, "the message");
    assertThat(receiver.taken().getFirst().at("/text/body").stringValue()).isEqualTo("a\ud83d");
  }

  @Test
  void resetForgetsEverything() {
    play.control("/control/webhooks", "{\"delay_ms\":5000}");
    play.inbound(CUSTOMER);
    play.accepted(CUSTOMER);
    fault("{\"code\":131000,\"times\":9}");
    play.advance(Duration.ofMinutes(1));
    Play.Reply reply = play.control("/control/reset", "{}");
    assertThat(reply.status()).isEqualTo(200);

    JsonNode state = play.get("/control/state").json();
    assertThat(state.path("accepted").asInt()).isZero();
    assertThat(state.path("pending_webhooks").asInt()).isZero();
    assertThat(state.path("faults").asInt()).isZero();
    assertThat(state.path("now").stringValue()).isEqualTo("2026-11-23T10:00:00Z");
    assertThat(state.path("webhooks").path("delay_ms").asInt()).isZero();
    assertThat(play.outbox("")).isEmpty();
    String wamid = play.accepted(CUSTOMER);
    play.advance(Duration.ofSeconds(2));
    receiver.awaitStatuses(wamid, "failed");
    assertThat(play.control("/control/reset", "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
  void onlyJsonIsTaken(String type) {
    var request = play.request("POST", "/control/reset", "{}").header("Content-Type", type);
    assertThat(play.exchange(request).status()).isEqualTo(415);
    assertThat(play.exchange(play.request("POST", "/control/reset", "{}")).status()).isEqualTo(415);
    var charset =
        play.request("POST", "/control/reset", "{}")
            .header("Content-Type", "application/json; charset=utf-8");
    assertThat(play.exchange(charset).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 200",
    "127.0.0.1:8081, 200",
    "localhost:1, 200",
    "LOCALHOST, 200",
    "[::1]:8081, 200",
    "evil.example, 403",
    "127.0.0.1.evil.example, 403",
    "localhost.evil.example:8081, 403",
    "10.0.0.1, 403"
  })
  void onlyALoopbackHostIsAnswered(String host, int status) throws IOException {
    assertThat(rawStatus("GET /control/state HTTP/1.1\r\nHost: " + host)).contains(" " + status);
  }

  @Test
  void aCallWithoutAHostIsRefused() throws IOException {
    assertThat(rawStatus("GET /control/state HTTP/1.0")).contains(" 403");
  }

  private String rawStatus(String head) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), play.simulator.port())) {
      String request = head + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return reader.readLine();
    }
  }

  @Test
  void methodsAndPathsAreChecked() {
    Play.Reply wrong = play.get("/control/reset");
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.header("Allow")).isEqualTo("POST");
    assertThat(play.control("/control/outbox", "{}").status()).isEqualTo(405);
    assertThat(play.control("/control/nothing", "{}").status()).isEqualTo(404);
    assertThat(play.get("/control").status()).isEqualTo(404);
  }
}
