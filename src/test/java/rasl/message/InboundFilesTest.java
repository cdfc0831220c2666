package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.Api;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What customers send as files, through the simulator, whose URLs are strict as Meta's. */
class InboundFilesTest {
  private static final Talk talk = Talk.start(Map.of());
  private static final HttpClient web = HttpClient.newHttpClient();

  @AfterAll
  static void stop() {
    web.close();
    talk.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "video", "audio", "document", "sticker"})
  void eachKindIsFetchedOnceAndServed(String kind) throws Exception {
    String customer = Talk.customer();
    JsonNode message = ReceivedFile.send(talk, customer, kind, Map.of());
    ReceivedFile.awaitMedia(talk, message, "stored");
    message = talk.message(message.path("id").asLong());
    JsonNode file = message.path("media");
    HttpResponse<byte[]> served = fetch(message.path("url").asString());
    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(served.body()).hasSize(file.path("size").asInt());
    String announced = message.path("content").path(kind).path("sha256").asString();
    assertThat(rasl.crypto.Hashes.sha256(served.body()))
        .isEqualTo(Base64.getDecoder().decode(announced));
    String type = message.path("content").path(kind).path("mime_type").asString();
    assertThat(file.path("mime_type").asString()).isEqualTo(type.split(";", 2)[0]);
    assertThat(header(served, "content-type")).isEqualTo(file.path("mime_type").asString());
    assertThat(header(served, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(served, "content-security-policy")).startsWith("sandbox");
    assertThat(header(served, "content-disposition"))
        .startsWith(kind.equals("document") ? "attachment; filename=\"sample.pdf\"" : "inline");
    assertThat(talk.events(message.path("id").asLong()))
        .containsExactly("message.received", "message.media_stored");
    JsonNode said =
        talk.api
            .get(
                200,
                "/api/v2/conversations/" + message.path("interaction_id").asLong() + "/messages")
            .data()
            .get(0);
    assertThat(said.path("media")).isEqualTo(file);
    assertThat(fetch(said.path("url").asString()).body()).isEqualTo(served.body());
    assertThat(
            talk.api
                .get(
                    200,
                    "/api/v2/conversations/"
                        + message.path("interaction_id").asLong()
                        + "/messages?fields=url")
                .data()
                .get(0)
                .propertyNames())
        .containsExactlyInAnyOrder("id", "url");
    assertThat(talk.number("select count(*) from job where kind = 'media.fetch'")).isZero();
  }

  @Test
  void whatABrowserMightRunIsADownloadOfNoType() throws Exception {
    String html = "<!DOCTYPE html><script>alert(document.domain)</script>";
    Map<String, Object> page = given("text/html", html);
    page.put("filename", "../x\"\r\n.html");
    for (var one :
        List.of(
            Map.entry("document", page),
            Map.entry("image", given("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>")),
            Map.entry("image", given("image/png", html)),
            Map.entry("audio", given("audio/ogg; codecs=opus", html)))) {
      JsonNode message = ReceivedFile.send(talk, Talk.customer(), one.getKey(), one.getValue());
      ReceivedFile.awaitMedia(talk, message, "stored");
      message = talk.message(message.path("id").asLong());
      assertThat(message.at("/media/mime_type").asString()).isEqualTo("application/octet-stream");
      HttpResponse<byte[]> served = fetch(message.path("url").asString());
      assertThat(header(served, "content-type")).isEqualTo("application/octet-stream");
      assertThat(header(served, "content-disposition")).startsWith("attachment");
      assertThat(header(served, "content-disposition")).doesNotContain("/", "\r");
    }
  }

  @Test
  void manyAtOnceAreAllFetchedAndHoldUpNoMessage() throws Exception {
    String customer = talk.openCustomer();
    for (int i = 0; i < 60; i++) {
      talk.simulator.post(
          200, "/control/inbound", Map.of("from", customer, "type", "image", "image", Map.of()));
    }
    assertThat(talk.send(200, "+" + customer, "Thanks").at("/data/status").asString())
        .isEqualTo("sent");
    Waiting.until(
        Talk.SOON,
        () ->
            talk.number(
                    """
                    select count(*) from media join message on message.id = message_id
                    where phone = '%s'
                    """
                        .formatted(customer))
                == 60);
  }

  @Test
  void whatIsNoIdIsNeverAskedFor() throws InterruptedException {
    for (String id : List.of("../me", "1 2", "1?access_token=x", "1%2e", "é")) {
      String wamid = "wamid.NOID" + id.length();
      var image = Map.of("id", id, "mime_type", "image/png");
      var message = Map.of("id", wamid, "from", Talk.customer(), "type", "image", "image", image);
      talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", List.of(message))));
      talk.awaitApplied();
      JsonNode kept = talk.api.get(200, "/api/v2/messages/" + wamid).data();
      assertThat(kept.path("media").isNull()).isTrue();
      assertThat(kept.at("/content/image/id").asString()).isEqualTo(id);
    }
  }

  @Test
  void aNeighbourSeesNothingOfItAndNobodyDoesOnceItIsDeleted() throws Exception {
    JsonNode message = ReceivedFile.send(talk, Talk.customer(), "image", Map.of());
    ReceivedFile.awaitMedia(talk, message, "stored");
    Api neighbour = talk.app.as(talk.app.tenant("neighbour-of-files"));
    neighbour.get(404, "/api/v2/messages/" + message.path("id").asLong());
    neighbour.get(
        404, "/api/v2/conversations/" + message.path("interaction_id").asLong() + "/messages");
    String url = talk.message(message.path("id").asLong()).path("url").asString();
    String other = url.replaceFirst("/media/[0-9]+-", "/media/999-");
    assertThat(fetch(other).statusCode()).isEqualTo(404);
    // As the cleaning does after RASL_MEDIA_KEEP_DAYS.
    talk.sql("delete from media where message_id = " + message.path("id").asLong());
    JsonNode after = talk.message(message.path("id").asLong());
    assertThat(after.at("/media/status").asString()).isEqualTo("deleted");
    assertThat(after.path("url").isNull()).isTrue();
    assertThat(fetch(url).statusCode()).isEqualTo(404);
  }

  private static Map<String, Object> given(String mimeType, String text) {
    var fields = new HashMap<String, Object>();
    fields.put("mime_type", mimeType);
    fields.put("data", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    return fields;
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static HttpResponse<byte[]> fetch(String url) throws Exception {
    return web.send(
        HttpRequest.newBuilder(URI.create(url.replace("localhost", "127.0.0.1"))).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }
}
