package rasl.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.FormBody;
import rasl.testkit.RawSocket;
import rasl.testkit.Waiting;

/** Forms that are too much, broken, or of another kind; nothing of them is left behind. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormRefusalsTest {
  private final FormHouse house = new FormHouse();

  @AfterAll
  void stop() {
    house.close();
  }

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    Waiting.until(Duration.ofSeconds(20), house::hasNoFiles);
  }

  @Test
  void refusesWhatIsTooMuch() {
    byte[] large = new byte[FormHouse.RULE.maxField() + 1];
    assertThat(
            FormHouse.fault(
                house.api().post(422, FormHouse.PATH, new FormBody().field("name", large)), "name"))
        .contains("1000 bytes");
    var manyParts = new FormBody();
    for (int i = 0; i <= FormHouse.RULE.maxParts(); i++) {
      manyParts.field("f" + i, "x");
    }
    assertThat(FormHouse.fault(house.api().post(422, FormHouse.PATH, manyParts), "body"))
        .contains("8 parts");
    var largeFile = new FormBody().file("file", "f", "a/b", new byte[(2 << 20) + 1]);
    assertThat(house.api().post(413, FormHouse.PATH, largeFile).error().path("message").asString())
        .isEqualTo("The file may have 2097152 bytes at most");
    var largeBody =
        new FormBody()
            .file("file", "f", "a/b", new byte[2 << 20])
            .file("other", "f", "a/b", new byte[1 << 20]);
    assertThat(house.api().post(413, FormHouse.PATH, largeBody).code())
        .isEqualTo("PAYLOAD_TOO_LARGE");
    // A body that does not say its size is cut off where it becomes too large.
    try (var socket = new RawSocket(house.house.port())) {
      socket.send(head(FormHouse.PATH, "Transfer-Encoding: chunked\r\n"));
      byte[] start = new FormBody().file("file", "f", "a/b", new byte[4 << 20]).bytes();
      socket.send(Integer.toHexString(start.length) + "\r\n").send(start).send("\r\n0\r\n\r\n");
      assertThat(socket.readAnswer().status()).isEqualTo(413);
    }
  }

  @Test
  void refusesWhatIsBroken() {
    String type = FormBody.contentType();
    String whole = new String(new FormBody().field("name", "a").bytes(), UTF_8);
    assertBroken(type, whole.substring(0, whole.length() - 10), "last boundary");
    assertBroken(type, "", "last boundary");
    assertBroken(type, "no form at all", "last boundary");
    assertBroken("multipart/form-data", whole, "boundary");
    assertBroken("multipart/form-data; boundary=" + "b".repeat(71), whole, "boundary");
    assertBroken(type, whole.replace("; name=\"name\"", ""), "must have a name");
    assertBroken(type, whole.replace("; name=\"name\"", "; name=\"\""), "must have a name");
    assertBroken(type, whole.replace("\r\n\r\na", "\r\nX: " + "h".repeat(9000) + "\r\n\r\na"), "");
    assertBroken(
        type,
        whole.replace("\r\n\r\na", "\r\nContent-Transfer-Encoding: base64\r\n\r\na"),
        "Content-Transfer-Encoding");
    var broken =
        new String(new FormBody().file("file", "f", "a/b", "x".repeat(9999)).bytes(), UTF_8);
    assertBroken(type, broken.substring(0, 5000), "last boundary");
  }

  private void assertBroken(String type, String body, String why) {
    var reply = house.api().with("Content-Type", type).call(422, "POST", FormHouse.PATH, body);
    assertThat(FormHouse.fault(reply, "body")).contains("multipart/form-data").contains(why);
  }

  @Test
  void refusesOtherMediaTypes() {
    var form = new FormBody().field("name", "a");
    assertThat(house.api().post(415, "/t/json", form).error().path("message").asString())
        .doesNotContain("multipart");
    assertThat(
            house
                .api()
                .with("Content-Type", "text/csv")
                .call(415, "POST", FormHouse.PATH, "a")
                .code())
        .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    assertThat(
            house
                .api()
                .post(415, "/t/only", Map.of("name", "a"))
                .error()
                .path("message")
                .asString())
        .isEqualTo("The body must be multipart/form-data");
    assertThat(
            house
                .api()
                .post(200, FormHouse.PATH, Map.of("name", "json"))
                .data()
                .path("name")
                .asString())
        .isEqualTo("json");
    assertThat(house.house.api("nobody").post(401, FormHouse.PATH, form).code())
        .isEqualTo("UNAUTHORIZED");
  }

  @Test
  void deletesFilesWhateverHappens() throws InterruptedException {
    var form = new FormBody().file("file", "f", "a/b", new byte[100_000]);
    assertThat(house.api().post(500, "/t/formbug", form).code()).isEqualTo("INTERNAL_ERROR");
    try (var socket = new RawSocket(house.house.port())) {
      byte[] bytes = form.bytes();
      socket.send(
          head(FormHouse.PATH, "Content-Length: " + bytes.length + "\r\nConnection: close\r\n"));
      socket.send(Arrays.copyOf(bytes, 50_000));
      Waiting.until(Duration.ofSeconds(20), () -> !house.hasNoFiles());
    }
    // The client has gone; its request ends when the server notices.
    Waiting.until(Duration.ofSeconds(20), house::hasNoFiles);
  }

  private static String head(String path, String headers) {
    return "POST %s HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\n%s\r\n"
        .formatted(path, TestHouse.ALL, FormBody.contentType(), headers);
  }
}
