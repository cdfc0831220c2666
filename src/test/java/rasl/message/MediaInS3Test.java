package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rasl.testkit.FormBody;
import rasl.testkit.S3Server;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** A whole server whose files are in S3, and S3 going away under it. */
class MediaInS3Test {
  private static final byte[] PDF = "%PDF-1.7 in S3".getBytes(StandardCharsets.UTF_8);

  @Test
  void filesGoToS3AndItsOutageIsToldAndHarmsNothingElse() throws Exception {
    try (S3Server s3 = S3Server.start();
        Talk talk = Talk.start(s3.settings());
        HttpClient web = HttpClient.newHttpClient()) {
      String digits = talk.openCustomer();
      JsonNode data = talk.api.post(200, MediaForms.MEDIA, form(digits)).data();
      assertThat(s3.files()).hasSize(1);
      assertThat(talk.files()).isZero();
      assertThat(talk.outbox(digits)).hasSize(1);
      String url = data.path("media_url").asString().replace("localhost", "127.0.0.1");
      assertThat(fetch(web, url).body()).isEqualTo(PDF);
      JsonNode received = ReceivedFile.send(talk, digits, "image", Map.of());
      ReceivedFile.awaitMedia(talk, received, "stored");
      assertThat(s3.files()).hasSize(2);
      assertThat(talk.files()).isZero();
      String inbound = talk.message(received.path("id").asLong()).path("url").asString();
      assertThat(fetch(web, inbound.replace("localhost", "127.0.0.1")).statusCode()).isEqualTo(200);
      s3.kill();
      JsonNode later = ReceivedFile.send(talk, digits, "image", Map.of());
      Waiting.until(
          Talk.SOON,
          () ->
              talk.message(later.path("id").asLong())
                  .at("/media/failure")
                  .asString("")
                  .equals("it cannot be stored here"));
      assertThat(talk.api.post(503, MediaForms.MEDIA, form(digits)).code())
          .isEqualTo("SERVICE_UNAVAILABLE");
      assertThat(fetch(web, url).statusCode()).isEqualTo(503);
      assertThat(talk.number("select count(*) from media")).isEqualTo(2);
      assertThat(talk.send(200, digits, "Still here").at("/data/status").asString())
          .isEqualTo("sent");
    }
  }

  private static FormBody form(String phone) {
    return new FormBody()
        .field("phone", phone)
        .field("media_type", "document")
        .file("media_file", "a.pdf", "application/pdf", PDF);
  }

  private static HttpResponse<byte[]> fetch(HttpClient web, String url) throws Exception {
    return web.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
