package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import rasl.crypto.Hashes;
import rasl.limit.CallLimits;
import rasl.testkit.FormBody;

/** Bodies of {@code multipart/form-data}: read like JSON, and files spooled. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormTest {
  private final FormHouse house = new FormHouse();

  @AfterAll
  void stop() {
    house.close();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(house.hasNoFiles()).isTrue();
  }

  @Test
  void readsFieldsAsItReadsJson() {
    var data =
        house
            .api()
            .post(
                200,
                FormHouse.PATH,
                new FormBody()
                    .field("name", "  عميل جديد ")
                    .field("age", "42")
                    .field("agreed", "1")
                    .field("groups", "3, 4,5")
                    .field("contact[firstname]", "Mona")
                    .field("contact.groups[]", "7")
                    .field("contact[groups][]", "8")
                    .field("unknown", "is ignored"))
            .data();
    assertThat(data.path("name").asString()).isEqualTo("عميل جديد");
    assertThat(data.path("age").asInt()).isEqualTo(42);
    assertThat(data.path("agreed").asBoolean()).isTrue();
    assertThat(data.path("groups").toString()).isEqualTo("[3,4,5]");
    assertThat(data.path("firstname").asString()).isEqualTo("Mona");
    assertThat(data.path("inner_groups").toString()).isEqualTo("[7,8]");
    var repeated = new FormBody().field("groups", "1").field("groups", "2");
    assertThat(house.api().post(200, FormHouse.PATH, repeated).data().path("groups").toString())
        .isEqualTo("[1,2]");
    var numbered = new FormBody().field("groups[1]", "9").field("groups[0]", "8");
    assertThat(house.api().post(200, FormHouse.PATH, numbered).data().path("groups").toString())
        .isEqualTo("[8,9]");
    assertThat(house.api().post(200, FormHouse.PATH, new FormBody()).data().path("name").isNull())
        .isTrue();
  }

  @Test
  void spoolsFiles() {
    byte[] bytes = new byte[1_500_000];
    new Random(1).nextBytes(bytes);
    var file =
        house
            .api()
            .post(
                200,
                FormHouse.PATH,
                new FormBody().file("file", "C:\\x\\صورة.png", "image/png", bytes))
            .data()
            .path("file");
    assertThat(file.path("filename").asString()).isEqualTo("صورة.png");
    assertThat(file.path("type").asString()).isEqualTo("image/png");
    assertThat(file.path("read").asInt()).isEqualTo(bytes.length);
    assertThat(file.path("sha256").asString())
        .isEqualTo(HexFormat.of().formatHex(Hashes.sha256(bytes)));
    var notChosen = new FormBody().file("file", "", "application/octet-stream", "");
    assertThat(house.api().post(200, FormHouse.PATH, notChosen).data().has("file")).isFalse();
  }

  @Test
  void namesEveryWrongField() {
    var reply =
        house
            .api()
            .post(
                422,
                FormHouse.PATH,
                new FormBody()
                    .file("name", "a.txt", "text/plain", "a file for a text")
                    .field("age", "old")
                    .field("agreed", "perhaps")
                    .field("groups", "1,x")
                    .field("contact", "no object")
                    .field("contact[firstname]", "clash")
                    .field("file", "no file"));
    assertThat(reply.error().path("details").path("errors").propertyNames())
        .containsExactlyInAnyOrder("name", "age", "agreed", "groups.1", "contact", "file");
    assertThat(FormHouse.fault(reply, "name")).contains("must be text");
    assertThat(FormHouse.fault(reply, "file")).contains("must be a file");
    var twice = new FormBody().file("file", "a", "a/b", "1").file("file", "b", "a/b", "2");
    assertThat(FormHouse.fault(house.api().post(422, FormHouse.PATH, twice), "file"))
        .contains("one file");
    var notUtf8 = new FormBody().field("name", new byte[] {(byte) 0xff});
    assertThat(FormHouse.fault(house.api().post(422, FormHouse.PATH, notUtf8), "name"))
        .contains("UTF-8");
    var inJson = house.api().post(422, FormHouse.PATH, Map.of("file", "text"));
    assertThat(FormHouse.fault(inJson, "file")).contains("must be a file");
  }

  @Test
  void sweepsWhatAKilledProcessLeft() throws IOException {
    Path left = Files.writeString(house.house.spool.resolve("upload-1"), "left over");
    house.house.module.handler(
        new Routes(),
        (_, _) -> Optional.empty(),
        SessionCheck.NOBODY,
        house.house.module.cookies(new WebOrigin(() -> URI.create("http://rasl.test"), true)),
        new CallLimits(house.house.clock));
    assertThat(left).doesNotExist();
  }

  @Test
  void knowsARepeatByNamesValuesAndBytesInOrder() {
    var keyed = house.api().with("Idempotency-Key", "form-1");
    FormBody form = new FormBody().field("name", "a").file("file", "f", "a/b", "bytes");
    int run = keyed.post(200, FormHouse.PATH, form).data().path("run").asInt();
    var repeat = keyed.post(200, FormHouse.PATH, form);
    assertThat(repeat.header("Idempotent-Replayed")).contains("true");
    assertThat(repeat.data().path("run").asInt()).isEqualTo(run);
    assertThat(
            List.of(
                new FormBody().field("name", "a").file("file", "f", "a/b", "bytez"),
                new FormBody().field("name", "b").file("file", "f", "a/b", "bytes"),
                new FormBody().field("mane", "a").file("file", "f", "a/b", "bytes"),
                new FormBody().file("file", "f", "a/b", "bytes").field("name", "a"),
                new FormBody().field("name", "a").field("file", "bytes"),
                new FormBody().field("name", "a")))
        .allSatisfy(
            other ->
                assertThat(keyed.post(409, FormHouse.PATH, other).code())
                    .isEqualTo("IDEMPOTENCY_CONFLICT"));
    assertThat(keyed.post(409, FormHouse.PATH, Map.of("name", "a")).code())
        .isEqualTo("IDEMPOTENCY_CONFLICT");
  }
}
