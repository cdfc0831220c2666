package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static rasl.message.MediaForms.MEDIA;
import static rasl.message.MediaForms.PDF;
import static rasl.message.MediaForms.bytes;
import static rasl.message.MediaForms.form;
import static rasl.message.MediaForms.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Which files are taken, and which are not what they say. */
class MediaTypesTest {
  private static Talk talk;

  @BeforeAll
  static void start() {
    talk = Talk.start(Map.of());
  }

  @AfterAll
  static void stop() {
    talk.close();
  }

  static Stream<Arguments> files() {
    byte[] ogg = sample("sample.ogg");
    return Stream.of(
        Arguments.of("image", "a.jpg", "image/jpeg", bytes("ffd8ffe0", 100)),
        Arguments.of("image", "a.JPEG", "application/octet-stream", bytes("ffd8ffdb", 100)),
        Arguments.of("audio", "a.ogg", "audio/ogg; codecs=opus", ogg),
        Arguments.of("audio", "a.opus", "audio/opus", ogg),
        Arguments.of("audio", "a.mp3", "audio/mpeg", bytes("494433", 100)),
        Arguments.of("audio", "a.mp3", "audio/mp3", bytes("fffb90", 100)),
        Arguments.of("audio", "a.amr", "audio/amr", bytes("2321414d520a", 100)),
        Arguments.of("audio", "a.aac", "audio/aac", bytes("fff15080", 100)),
        Arguments.of("audio", "a.m4a", "audio/x-m4a", bytes("00000020 66747970 4d344120", 100)),
        Arguments.of("video", "a.3gp", "video/3gpp", bytes("00000018 66747970 33677034", 100)),
        Arguments.of(
            "document", "a.csv", "text/csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)),
        Arguments.of("document", "a.csv", "application/vnd.ms-excel", bytes("61", 1)),
        Arguments.of("document", "a.txt", "text/plain; charset=utf-8", bytes("61", 1)),
        Arguments.of(
            "document", "a.xls", "application/vnd.ms-excel", bytes("d0cf11e0a1b11ae1", 99)),
        Arguments.of(
            "document", "secret.xlsx", "application/octet-stream", bytes("d0cf11e0a1b11ae1", 99)),
        Arguments.of("document", "secret.docx", "", bytes("d0cf11e0a1b11ae1", 99)),
        Arguments.of(
            "document",
            "secret.pptx",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            bytes("d0cf11e0a1b11ae1", 99)),
        Arguments.of("document", "labelled.docx", "", zip("docMetadata/LabelInfo.xml")),
        Arguments.of(
            "document",
            "a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            zip("[Content_Types].xml")));
  }

  private static byte[] zip(String entry) {
    var out = new ByteArrayOutputStream();
    try (var zip = new java.util.zip.ZipOutputStream(out)) {
      zip.putNextEntry(new java.util.zip.ZipEntry(entry));
      zip.write(1);
      zip.closeEntry();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  @ParameterizedTest(name = "{1} as {2}")
  @MethodSource("files")
  void everyTypeThatIsPromisedIsTaken(String kind, String name, String type, byte[] file)
      throws Exception {
    String digits = talk.openCustomer();
    JsonNode data =
        talk.api.post(200, MEDIA, form(digits, kind).file("media_file", name, type, file)).data();
    assertThat(data.path("status").asString()).isEqualTo("sent");
    assertThat(data.path("filename").asString()).isEqualTo(name);
  }

  static Stream<Arguments> names() {
    String persian = "فاکتور\u200cها.pdf";
    return Stream.of(
        Arguments.of(persian, persian),
        Arguments.of("👨\u200d👩\u200d👧.pdf", "👨\u200d👩\u200d👧.pdf"),
        Arguments.of("\u200einvoice.pdf\u200f", "invoice.pdf"),
        Arguments.of("in\u00advoice\ufeff.PDF", "invoice.PDF"),
        Arguments.of("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        Arguments.of("n".repeat(300) + ".pdf", "n".repeat(251) + ".pdf"),
        Arguments.of("🙂".repeat(255) + ".pdf", "🙂".repeat(251) + ".pdf"),
        Arguments.of("n".repeat(251) + ".pdf", "n".repeat(251) + ".pdf"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameOfAFileIsTakenAsItCanBeShown(String given, String shown) throws Exception {
    String digits = talk.openCustomer();
    JsonNode data =
        talk.api
            .post(
                200,
                MEDIA,
                form(digits, "document").file("media_file", given, "application/pdf", PDF))
            .data();
    assertThat(data.path("filename").asString()).isEqualTo(shown);
    assertThat(talk.outbox(digits).getLast().at("/request/document/filename").asString())
        .isEqualTo(shown);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameThatIsGivenIsTakenAlikeOrIsTooLong(String given, String shown) throws Exception {
    String digits = talk.openCustomer();
    Map<String, Object> body =
        Map.of(
            "phone",
            "+" + digits,
            "media_type",
            "document",
            "media_url",
            "https://my_bucket.s3.amazonaws.com/a.pdf",
            "filename",
            given);
    boolean fits = given.codePointCount(0, given.length()) <= 255;
    Api.Reply answer = talk.api.post(fits ? 200 : 422, MEDIA, body);
    if (fits) {
      assertThat(answer.data().path("filename").asString()).isEqualTo(shown);
    } else {
      assertThat(answer.error().at("/details/errors/filename/0").asString())
          .contains("more than 255 characters");
    }
  }

  static Stream<Arguments> liars() {
    byte[] exe = bytes("4d5a9000", 200);
    return Stream.of(
        Arguments.of("image", "a.gif", "image/gif", bytes("474946383961", 50), "extension"),
        Arguments.of("image", "a", "image/png", bytes("89504e470d0a1a0a", 50), "extension"),
        Arguments.of("image", "a.pdf", "application/pdf", PDF, "extension"),
        Arguments.of("document", "a.png", "image/png", sample("sample.png"), "extension"),
        Arguments.of("document", "a.exe", "application/pdf", exe, "extension"),
        Arguments.of("document", "a.pdf.exe", "application/pdf", PDF, "extension"),
        Arguments.of("document", "a.pdf", "text/html", PDF, "declared"),
        Arguments.of("image", "a.png", "image/jpeg", sample("sample.png"), "declared"),
        Arguments.of("document", "a.pdf", "application/pdf", exe, "content"),
        Arguments.of("document", "a.txt", "text/plain", exe, "content"),
        Arguments.of("document", "a.txt", "text/plain", PDF, "content"),
        Arguments.of("document", "a.csv", "text/csv", zip("word/x"), "content"),
        Arguments.of("document", "a.docx", "application/octet-stream", zip("evil.js"), "content"),
        Arguments.of("image", "a.png", "image/png", bytes("ffd8ffe0", 50), "content"),
        Arguments.of(
            "image", "a.jpg", "image/jpeg", "<svg/>".getBytes(StandardCharsets.UTF_8), "content"),
        Arguments.of("video", "a.mp4", "video/mp4", bytes("1a45dfa3", 50), "content"),
        Arguments.of("audio", "a.ogg", "audio/ogg", vorbis(), "Opus"),
        Arguments.of(
            "image", "a.webp", "image/webp", bytes("52494646 20000000 57454250", 50), "WebP"),
        Arguments.of("document", "a.pdf", "application/pdf", new byte[0], "empty"));
  }

  private static byte[] vorbis() {
    byte[] ogg = Arrays.copyOf("OggS".getBytes(StandardCharsets.US_ASCII), 60);
    System.arraycopy("\u0001vorbis".getBytes(StandardCharsets.ISO_8859_1), 0, ogg, 28, 7);
    return ogg;
  }

  @ParameterizedTest(name = "{1} as {2}")
  @MethodSource("liars")
  void whatIsNotWhatItSaysIsRefusedAndNothingStays(
      String kind, String name, String type, byte[] file, String word) throws Exception {
    String digits = talk.openCustomer();
    long before = talk.number("select count(*) from media");
    Api.Reply refused =
        talk.api.post(422, MEDIA, form(digits, kind).file("media_file", name, type, file));
    assertThat(refused.error().at("/details/errors/media_file").toString()).contains(word);
    assertThat(talk.number("select count(*) from media")).isEqualTo(before);
    assertThat(talk.outbox(digits)).isEmpty();
  }

  @Test
  void aFileOverItsKindsLimitIsRefused() throws Exception {
    String digits = talk.openCustomer();
    byte[] large = bytes("00000020 66747970 69736f6d", (16 << 20) + 1);
    Api.Reply refused =
        talk.api.post(
            422, MEDIA, form(digits, "video").file("media_file", "a.mp4", "video/mp4", large));
    assertThat(refused.error().at("/details/errors/media_file/0").asString()).contains("16 MB");
    byte[] just = Arrays.copyOf(large, 16 << 20);
    assertThat(
            talk.api
                .post(
                    200,
                    MEDIA,
                    form(digits, "video").file("media_file", "a.mp4", "video/mp4", just))
                .data()
                .path("status")
                .asString())
        .isEqualTo("sent");
  }
}
