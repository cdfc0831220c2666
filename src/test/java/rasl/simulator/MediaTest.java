package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.crypto.Hashes;
import tools.jackson.databind.JsonNode;

class MediaTest {
  private static final String CUSTOMER = "966512345678";
  private static final byte[] PDF = "%PDF-1.4 and so on".getBytes(StandardCharsets.US_ASCII);

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

  private Play.Reply download(String url, String token) {
    return play.exchange(
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token));
  }

  private String uploaded() {
    Play.Reply reply = play.upload("application/pdf", PDF);
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    return reply.json().path("id").stringValue();
  }

  @Test
  void aFileIsUploadedLookedUpDownloadedAndDeleted() {
    String id = uploaded();
    JsonNode found = play.graph("GET", "/v25.0/" + id, "").json();
    assertThat(found.path("mime_type").stringValue()).isEqualTo("application/pdf");
    assertThat(found.path("sha256").stringValue())
        .isEqualTo(HexFormat.of().formatHex(Hashes.sha256(PDF)));
    assertThat(found.path("file_size").asInt()).isEqualTo(PDF.length);
    String url = found.path("url").stringValue();
    Play.Reply file = download(url, Play.TOKEN);
    assertThat(file.raw().body()).isEqualTo(new String(PDF, StandardCharsets.US_ASCII));
    assertThat(file.header("content-type")).isEqualTo("application/pdf");

    assertThat(play.exchange(HttpRequest.newBuilder(URI.create(url))).status()).isEqualTo(401);
    assertThat(download(url, "token-2").status()).isEqualTo(404);
    assertThat(download(url + "0", Play.TOKEN).status()).isEqualTo(404);
    assertThat(play.graph("DELETE", "/v25.0/" + id, "").json().path("success").booleanValue())
        .isTrue();
    assertThat(play.graph("GET", "/v25.0/" + id, "").code()).isEqualTo(100);
    assertThat(download(url, Play.TOKEN).status()).isEqualTo(404);
  }

  @Test
  void aUrlLivesFiveMinutesAndAnUploadThirtyDays() {
    String id = uploaded();
    String url = play.graph("GET", "/v25.0/" + id, "").json().path("url").stringValue();
    play.advance(Duration.ofMinutes(5));
    assertThat(download(url, Play.TOKEN).status()).isEqualTo(404);
    String fresh = play.graph("GET", "/v25.0/" + id, "").json().path("url").stringValue();
    assertThat(download(fresh, Play.TOKEN).status()).isEqualTo(200);
    play.advance(Duration.ofDays(30));
    assertThat(play.graph("GET", "/v25.0/" + id, "").code()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "100, image/gif, GIF89a",
    "100, application/octet-stream, x",
    "131053, image/png, no picture",
    "131053, application/pdf, no document",
    "100, text/plain, ''"
  })
  void filesThatWhatsAppDoesNotTakeAreRefused(int code, String type, String content) {
    Play.Reply reply = play.upload(type, content.getBytes(StandardCharsets.US_ASCII));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo(code);
  }

  @Test
  void aPictureMayHaveFiveMegabytes() {
    byte[] large = new byte[(5 << 20) + 1];
    System.arraycopy("\u0089PNG".getBytes(StandardCharsets.ISO_8859_1), 0, large, 0, 4);
    assertThat(play.upload("image/png", large).code()).isEqualTo(131053);
  }

  @Test
  void aMessageTakesOnlyFilesOfItsNumberAndType() {
    String id = uploaded();
    String document = "'type':'document','document':{'id':'" + id + "'}";
    assertThat(play.sendTo(CUSTOMER, document).status()).isEqualTo(200);
    String image = "'type':'image','image':{'id':'" + id + "'}";
    assertThat(play.sendTo(CUSTOMER, image).code()).isEqualTo(131053);
    String theirs =
        play.steer("/control/inbound", "{'from':'966512345678','type':'image','image':{}}")
            .path("media_id")
            .stringValue();
    String foreign = "'type':'image','image':{'id':'" + theirs + "'}";
    assertThat(play.sendTo(CUSTOMER, foreign).code()).isEqualTo(100);
    String wrongNumber = "/v25.0/" + id + "?phone_number_id=" + Play.OTHER.phoneNumberId();
    assertThat(play.graph("GET", wrongNumber, "").code()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "image, image/png",
    "video, video/mp4",
    "audio, audio/ogg; codecs=opus",
    "document, application/pdf",
    "sticker, image/webp"
  })
  void aCustomersFileIsServedForSevenDays(String type, String mimeType) {
    play.steer(
        "/control/inbound",
        "{'from':'966512345678','type':'" + type + "','" + type + "':{'caption':'c'}}");
    receiver.await(it -> it.taken().size() == 1, "the file");
    JsonNode file = receiver.taken().getFirst().path(type);
    assertThat(file.path("mime_type").stringValue()).isEqualTo(mimeType);
    byte[] hash = Base64.getDecoder().decode(file.path("sha256").stringValue());
    Play.Reply bytes = download(file.path("url").stringValue(), Play.TOKEN);
    assertThat(bytes.status()).isEqualTo(200);
    String path = "/v25.0/" + file.path("id").stringValue();
    assertThat(play.graph("GET", path, "").json().path("sha256").stringValue())
        .isEqualTo(HexFormat.of().formatHex(hash));
    play.advance(Duration.ofDays(7));
    assertThat(play.graph("GET", path, "").code()).isEqualTo(100);
  }

  @Test
  void aGivenFileArrivesAsItIsAndSurvivesARestart() {
    String data = Base64.getEncoder().encodeToString(PDF);
    play.steer(
        "/control/inbound",
        "{'from':'966512345678','type':'document','document':{'data':'"
            + data
            + "','mime_type':'application/pdf','filename':'a.pdf'}}");
    receiver.await(it -> it.taken().size() == 1, "the file");
    String id = receiver.taken().getFirst().at("/document/id").stringValue();
    assertThat(receiver.taken().getFirst().at("/document/filename").stringValue())
        .isEqualTo("a.pdf");
    play.close();
    play = Play.start(folder, clock, Optional.of(receiver.url()));
    String url = play.graph("GET", "/v25.0/" + id, "").json().path("url").stringValue();
    assertThat(download(url, Play.TOKEN).raw().body()).startsWith("%PDF");
  }

  @Test
  void faultsBefallFilesAndTemplatesToo() {
    String id = uploaded();
    play.steer("/control/faults", "{'match':{'call':'media'},'code':131000}");
    play.steer("/control/faults", "{'match':{'call':'templates'},'http_status':400,'code':80007}");
    play.steer("/control/faults", "{'match':{'call':'download'},'http_status':503}");
    assertThat(play.graph("GET", "/v25.0/" + id, "").code()).isEqualTo(131000);
    String url = play.graph("GET", "/v25.0/" + id, "").json().path("url").stringValue();
    assertThat(download(url, Play.TOKEN).status()).isEqualTo(503);
    assertThat(download(url, Play.TOKEN).status()).isEqualTo(200);
    String templates = "/v25.0/" + Play.ACCOUNT.wabaId() + "/message_templates";
    assertThat(play.graph("GET", templates, "").code()).isEqualTo(80007);
    assertThat(play.graph("GET", templates, "").status()).isEqualTo(200);
  }
}
