package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import rasl.disk.Disk;
import rasl.testkit.Api;
import rasl.testkit.FormBody;

/** Uploads stop before the disk is full, and are answered so that the client comes back. */
class FullDiskTest {
  private static final long GIB = 1L << 30;
  private static final Disk.Space ENOUGH = new Disk.Space(100 * GIB, 10 * GIB);
  private static final Disk.Space LOW = new Disk.Space(100 * GIB, 4 * GIB);

  @Test
  void whereTheDiskIsLowFilesAreRefusedAndAllElseGoesOn() {
    var space = new Disk.Space[] {LOW};
    try (var house = new FormHouse(HttpServer.Limits.STANDARD, _ -> space[0])) {
      for (String token : new String[] {TestHouse.ALL, TestHouse.NEIGHBOUR}) {
        Api api = house.house.api(token);
        Api.Reply refused = api.post(503, FormHouse.PATH, upload(10));
        assertThat(refused.error().path("code").asString()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(refused.header("Retry-After")).hasValue("30");
        api.post(200, FormHouse.PATH, new FormBody().field("name", "no file"));
        api.post(200, "/t/json", Map.of("name", "json"));
      }
      space[0] = ENOUGH;
      house.api().post(200, FormHouse.PATH, upload(10));
      assertThat(house.hasNoFiles()).isTrue();
    }
  }

  @Test
  void aFileThatGrowsWhileTheDiskFillsIsRefusedAndNothingOfItStays() {
    var looks = new AtomicInteger();
    try (var house =
        new FormHouse(
            HttpServer.Limits.STANDARD, _ -> looks.incrementAndGet() == 1 ? ENOUGH : LOW)) {
      house.api().post(503, FormHouse.PATH, upload(1_500_000));
      assertThat(looks).hasValue(2);
      assertThat(house.hasNoFiles()).isTrue();
    }
  }

  @Test
  void whereNoFileCanBeWrittenTheAnswerIsNotAFaultOfOurs() throws IOException {
    try (var house = new FormHouse()) {
      Files.delete(house.house.spool);
      Files.writeString(house.house.spool, "in the way");
      house.api().post(503, FormHouse.PATH, upload(10));
      house.api().post(200, "/t/json", Map.of("name", "json"));
      Files.delete(house.house.spool);
      house.api().post(200, FormHouse.PATH, upload(10));
    }
  }

  private static FormBody upload(int size) {
    return new FormBody().file("file", "a.bin", "application/octet-stream", new byte[size]);
  }
}
