package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import rasl.disk.Disk;
import rasl.disk.Spool;
import rasl.testkit.Api;
import rasl.testkit.FormBody;
import rasl.testkit.RawSocket;
import rasl.testkit.Waiting;

/** Uploads stop before the disk is full, and are answered so that the client comes back. */
class FullDiskTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final long GIB = 1L << 30;
  private static final Disk.Space ENOUGH = new Disk.Space(100 * GIB, 10 * GIB);
  private static final Disk.Space LOW = new Disk.Space(100 * GIB, 4 * GIB);

  @Test
  void whereTheDiskIsLowFilesAreRefusedAndAllElseGoesOn() {
    var space = new Disk.Space[] {LOW};
    try (var house = new FormHouse(HttpServer.Limits.STANDARD, onDisk(_ -> space[0]))) {
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
            HttpServer.Limits.STANDARD, onDisk(_ -> looks.incrementAndGet() == 1 ? ENOUGH : LOW))) {
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

  @Test
  void uploadsThatDoNotComeToAnEndTakeOnlyTheirTenantsPartOfTheSpool() throws Exception {
    Function<Path, Spool> small =
        folder -> new Spool(folder, new Disk(folder, _ -> ENOUGH), 4 << 20, 1 << 20);
    try (var house = new FormHouse(HttpServer.Limits.STANDARD, small)) {
      byte[] form = upload(900_000).bytes();
      try (var socket = new RawSocket(house.house.port())) {
        socket.send(head(form.length)).send(Arrays.copyOf(form, 800_000));
        Waiting.until(LONG, () -> house.spooledBytes() > 700_000);
        Api.Reply refused = house.api().post(503, FormHouse.PATH, upload(400_000));
        assertThat(refused.error().at("/details/reason").asString()).isEqualTo("busy");
        house.house.api(TestHouse.NEIGHBOUR).post(200, FormHouse.PATH, upload(400_000));
        house.api().post(200, FormHouse.PATH, new FormBody().field("name", "no file"));
      }
      Waiting.until(LONG, () -> house.api().send(FormHouse.PATH, upload(400_000)).status() == 200);
    }
  }

  private static String head(int length) {
    return "POST %s HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
        .formatted(FormHouse.PATH, TestHouse.ALL, FormBody.contentType(), length);
  }

  private static Function<Path, Spool> onDisk(Disk.Probe probe) {
    return folder -> new Spool(folder, new Disk(folder, probe));
  }

  private static FormBody upload(int size) {
    return new FormBody().file("file", "a.bin", "application/octet-stream", new byte[size]);
  }
}
