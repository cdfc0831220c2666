package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static rasl.message.MediaForms.MEDIA;
import static rasl.message.MediaForms.PDF;
import static rasl.message.MediaForms.form;
import static rasl.message.MediaForms.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.crypto.Hashes;
import rasl.testkit.Api;
import rasl.testkit.FormBody;
import tools.jackson.databind.JsonNode;

class SendMediaTest {
  private static Talk talk;
  private static HttpClient web;

  @BeforeAll
  static void start() {
    talk = Talk.start(Map.of());
    web = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    web.close();
    talk.close();
  }

  private static HttpResponse<byte[]> fetch(String url, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return web.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static JsonNode sent(String digits) {
    return talk.outbox(digits).getLast();
  }

  // ---- files

  @Test
  void aFileIsStoredUploadedSentAndServed() throws Exception {
    String digits = talk.openCustomer();
    JsonNode data =
        talk.api
            .post(
                200,
                MEDIA,
                form("+" + digits, "document")
                    .field("caption", "Your invoice, @{contact_phone}")
                    .file("media_file", "C:\\fakepath\\فاتورة 7.pdf", "application/pdf", PDF))
            .data();
    assertThat(data.path("status").asString()).isEqualTo("sent");
    assertThat(data.path("media_type").asString()).isEqualTo("document");
    assertThat(data.path("filename").asString()).isEqualTo("فاتورة 7.pdf");
    assertThat(data.path("caption").asString()).isEqualTo("Your invoice, +" + digits);
    JsonNode outgoing = sent(digits).path("request");
    assertThat(outgoing.path("type").asString()).isEqualTo("document");
    assertThat(outgoing.at("/document/id").asString()).matches("[0-9]+");
    assertThat(outgoing.at("/document/filename").asString()).isEqualTo("فاتورة 7.pdf");
    String url = data.path("media_url").asString();
    assertThat(url).startsWith("http://localhost:");
    HttpResponse<byte[]> file = fetch(url.replace("localhost", "127.0.0.1"));
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).isEqualTo(PDF);
    assertThat(file.headers().map())
        .containsEntry("content-type", List.of("application/pdf"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("content-length", List.of(String.valueOf(PDF.length)))
        .containsEntry("content-security-policy", List.of("sandbox; default-src 'none'"));
    assertThat(file.headers().firstValue("content-disposition").orElseThrow())
        .startsWith("attachment; filename=\"")
        .endsWith("filename*=UTF-8''%D9%81%D8%A7%D8%AA%D9%88%D8%B1%D8%A9%207.pdf");
    JsonNode item = talk.message(data.path("chat_message_id").asLong());
    assertThat(item.path("type").asString()).isEqualTo("document");
    assertThat(item.path("message").asString()).isEqualTo("Your invoice, +" + digits);
    assertThat(fetch(item.path("url").asString().replace("localhost", "127.0.0.1")).body())
        .isEqualTo(PDF);
  }

  @Test
  void aPartOfAFileIsServedAndItsUrlCannotBeChanged() throws Exception {
    String digits = talk.openCustomer();
    byte[] video = sample("sample.mp4");
    String url =
        talk.api
            .post(
                200,
                MEDIA,
                form(digits, "video").file("media_file", "clip.MP4", "video/mp4", video))
            .data()
            .path("media_url")
            .asString()
            .replace("localhost", "127.0.0.1");
    HttpResponse<byte[]> part = fetch(url, "Range", "bytes=4-7");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(new String(part.body(), StandardCharsets.US_ASCII)).isEqualTo("ftyp");
    assertThat(part.headers().firstValue("content-range")).contains("bytes 4-7/" + video.length);
    assertThat(part.headers().firstValue("content-disposition").orElseThrow()).startsWith("inline");
    assertThat(fetch(url, "Range", "bytes=" + video.length + "-").statusCode()).isEqualTo(416);
    HttpResponse<Void> head =
        web.send(
            HttpRequest.newBuilder(URI.create(url)).HEAD().build(),
            HttpResponse.BodyHandlers.discarding());
    assertThat(head.headers().firstValue("content-length")).contains(String.valueOf(video.length));
    String key = url.substring(url.lastIndexOf('/') + 1);
    String base = url.substring(0, url.lastIndexOf('/') + 1);
    String[] parts = key.split("-", -1);
    for (String wrong :
        List.of(
            parts[0] + "-" + (Long.parseLong(parts[1]) + 1) + "-" + parts[2] + "-" + parts[3],
            (Long.parseLong(parts[0]) + 1) + "-" + parts[1] + "-" + parts[2] + "-" + parts[3],
            parts[0] + "-" + parts[1] + "-9" + parts[2] + "-" + parts[3],
            parts[0] + "-" + parts[1] + "-" + parts[2] + "-" + "0".repeat(40),
            parts[0] + "-" + parts[1] + "-" + parts[2],
            "..%2f..%2fsecret.key",
            "x")) {
      assertThat(fetch(base + wrong).statusCode()).as(wrong).isEqualTo(404);
    }
  }

  @Test
  void theSameFileIsUploadedOnce() throws Exception {
    String digits = talk.openCustomer();
    byte[] picture = sample("sample.png");
    for (int i = 0; i < 3; i++) {
      talk.api.post(
          200, MEDIA, form(digits, "image").file("media_file", "a.png", "image/png", picture));
    }
    assertThat(
            talk.outbox(digits).stream()
                .map(one -> one.at("/request/image/id").asString())
                .distinct())
        .hasSize(1);
    assertThat(sent(digits).path("request").path("image").has("filename")).isFalse();
    // Where WhatsApp has lost it, it gets it anew.
    talk.sql("update media_upload set whatsapp_id = '1' where mime_type = 'image/png'");
    JsonNode again =
        talk.api
            .post(
                202, MEDIA, form(digits, "image").file("media_file", "a.png", "image/png", picture))
            .data();
    talk.awaitStatus(again.path("chat_message_id").asLong(), "sent");
    assertThat(sent(digits).at("/request/image/id").asString()).isNotEqualTo("1");
  }

  @Test
  void webpBecomesAPictureThatWhatsAppTakes() throws Exception {
    String digits = talk.openCustomer();
    JsonNode data =
        talk.api
            .post(
                200,
                MEDIA,
                form(digits, "image")
                    .file("media_file", "front.webp", "image/webp", sample("sample.webp")))
            .data();
    assertThat(data.path("filename").asString()).matches("front\\.(jpg|png)");
    HttpResponse<byte[]> file =
        fetch(data.path("media_url").asString().replace("localhost", "127.0.0.1"));
    assertThat(file.headers().firstValue("content-type").orElseThrow()).matches("image/(jpeg|png)");
    assertThat(file.body()[0]).isIn((byte) 0xff, (byte) 0x89);
  }

  // ---- links

  @Test
  void aLinkIsHandedOnAsItWasGiven() throws Exception {
    String digits = talk.openCustomer();
    String link = "https://cdn.rasl-nobody-knows.example/a%20b.jpg?x=1";
    JsonNode data =
        talk.api
            .post(
                200,
                MEDIA,
                Map.of(
                    "phone", digits, "media_type", "image", "media_url", link, "filename", "b.jpg"))
            .data();
    assertThat(data.path("media_url").asString()).isEqualTo(link);
    assertThat(data.path("caption").isNull()).isTrue();
    assertThat(data.path("filename").asString()).isEqualTo("b.jpg");
    assertThat(sent(digits).at("/request/image").toString())
        .isEqualTo("{\"link\":\"" + link + "\"}");
    assertThat(talk.message(data.path("chat_message_id").asLong()).path("url").asString())
        .isEqualTo(link);
    var inForm = form(digits, "document").field("media_url", link).field("filename", "x.pdf");
    assertThat(talk.api.post(200, MEDIA, inForm).data().path("filename").asString())
        .isEqualTo("x.pdf");
    assertThat(sent(digits).at("/request/document/filename").asString()).isEqualTo("x.pdf");
  }

  @Test
  void everyFaultIsNamedAtOnce() {
    Api.Reply refused =
        talk.api.post(
            422,
            MEDIA,
            Map.of(
                "phone",
                "1",
                "media_type",
                "audio",
                "media_url",
                "http://169.254.169.254/latest/meta-data",
                "caption",
                "x",
                "filename",
                "../../etc/passwd",
                "contact",
                Map.of("email", "no", "groups", "1,x")));
    JsonNode errors = refused.error().at("/details/errors");
    assertThat(errors.propertyNames())
        .containsExactlyInAnyOrder(
            "phone", "media_url", "caption", "filename", "contact.email", "contact.groups.1");
    for (Map<String, Object> body :
        List.<Map<String, Object>>of(
            Map.of("phone", "+966500000001", "media_type", "image"),
            Map.of("phone", "+966500000001", "media_type", "sticker", "media_url", "https://a.b/c"),
            Map.of("phone", "+966500000001", "media_url", "https://a.b/c"),
            Map.of("phone", "+966500000001", "media_type", 1, "media_url", List.of()),
            Map.of("phone", "+966500000001", "media_type", "image", "media_file", "x"),
            Map.of(
                "phone",
                "+966 50 000 00001",
                "media_type",
                "image",
                "media_url",
                "https://a.b/c"))) {
      assertThat(talk.api.post(422, MEDIA, body).code()).isEqualTo("VALIDATION_ERROR");
    }
    var both =
        form("+966500000001", "document")
            .field("media_url", "https://a.b/c")
            .file("media_file", "a.pdf", "application/pdf", PDF);
    assertThat(talk.api.post(422, MEDIA, both).error().at("/details/errors/media_file").isArray())
        .isTrue();
  }

  @Test
  void aTemplatesHeaderTakesAFile() throws Exception {
    talk.api.call(200, "POST", "/api/v2/templates/sync", null);
    String digits = Talk.customer();
    JsonNode template =
        talk.api.get(200, "/api/v2/templates?filter[header_data_format]=IMAGE").data().get(0);
    var body =
        new FormBody()
            .field("phone", digits)
            .field("template_name", template.path("template_name").asString())
            .field("language", template.path("language").asString());
    for (int i = 1; i <= template.path("body_params_count").asInt(); i++) {
      body.field("field_" + i, "v" + i);
    }
    assertThat(talk.api.post(422, "/api/v2/messages/template", body).error().toString())
        .contains("header_image_url");
    byte[] picture = sample("sample.png");
    body.file("header_image_file", "a.png", "image/png", picture);
    talk.api.post(200, "/api/v2/messages/template", body);
    String id = sent(digits).at("/request/template/components/0/parameters/0/image/id").asString();
    assertThat(id).matches("[0-9]+");
    assertThat(HexFormat.of().formatHex(Hashes.sha256(picture)))
        .isEqualTo(
            talk.rows(
                    "select encode(sha256, 'hex') from media_upload where whatsapp_id = '"
                        + id
                        + "'")
                .getFirst());
    body.file("header_video_file", "a.mp4", "video/mp4", sample("sample.mp4"));
    assertThat(talk.api.post(422, "/api/v2/messages/template", body).error().toString())
        .contains("header_video_file");
  }
}
