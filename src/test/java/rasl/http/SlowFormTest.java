package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import rasl.db.SystemTx;
import rasl.json.Json;
import rasl.testkit.FormBody;
import rasl.testkit.RawSocket;
import rasl.testkit.Waiting;

/** Forms that arrive slowly: they hold nothing that others need, and not for ever. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowFormTest {
  private static final Duration PATIENCE = Duration.ofMillis(1500);
  private static final HttpServer.Limits LIMITS =
      new HttpServer.Limits(
          16 * 1024, Duration.ofSeconds(20), PATIENCE, 1 << 20, Duration.ofSeconds(5));

  /** Many more than there are connections to the database. */
  private static final int MANY = 30;

  private final FormHouse house = new FormHouse(LIMITS);

  @AfterAll
  void stop() {
    house.close();
  }

  private static byte[] form(int fileBytes) {
    byte[] file = new byte[fileBytes];
    Arrays.fill(file, (byte) 'x');
    return new FormBody().field("name", "slow").file("file", "a.bin", "a/b", file).bytes();
  }

  private static String head(int length) {
    return "POST %s HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nIdempotency-Key: slow\r\nContent-Length: %d\r\n\r\n"
        .formatted(FormHouse.PATH, TestHouse.ALL, FormBody.contentType(), length);
  }

  @Test
  void thoseThatStandStillHoldUpNobodyAndAreCutWithAClearError() throws Exception {
    byte[] form = form(200_000);
    var sockets = new ArrayList<RawSocket>();
    try {
      for (int i = 0; i < MANY; i++) {
        var socket = new RawSocket(house.house.port());
        sockets.add(socket);
        socket.send(head(form.length)).send(Arrays.copyOf(form, 20_000));
      }
      Waiting.until(Duration.ofSeconds(10), () -> !house.hasNoFiles());
      // The same key too: it is taken only by a call that is there as a whole.
      house.api().with("Idempotency-Key", "slow").post(200, "/t/json", Map.of("name", "quick"));
      assertThat(house.database.db().inSystem(SlowFormTest::transactions)).isZero();
      for (RawSocket socket : sockets) {
        var answer = socket.readAnswer();
        assertThat(answer.status()).isEqualTo(408);
        assertThat(Json.parse(answer.body()).at("/error/code").asString())
            .isEqualTo("REQUEST_TIMEOUT");
        assertThat(answer.body()).contains("too long to arrive");
        assertThat(socket.isClosedByServer()).isTrue();
      }
    } finally {
      sockets.forEach(RawSocket::close);
    }
    Waiting.until(Duration.ofSeconds(10), house::hasNoFiles);
  }

  private static long transactions(SystemTx tx) {
    return tx.first(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and state like 'idle in transaction%'
            """,
            row -> row.getLong(1))
        .orElseThrow();
  }

  /** Twice as long as others may take, yet at more than the slowest pace. */
  @Test
  void oneThatKeepsComingIsWaitedFor() throws Exception {
    byte[] form = form(300_000);
    try (var socket = new RawSocket(house.house.port())) {
      socket.send(head(form.length).replace("slow", "steady"));
      int steps = 30;
      for (int i = 0; i < steps; i++) {
        int from = form.length * i / steps;
        socket.send(Arrays.copyOfRange(form, from, form.length * (i + 1) / steps));
        Thread.sleep(PATIENCE.toMillis() * 2 / steps);
      }
      var answer = socket.readAnswer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(Json.parse(answer.body().getBytes(StandardCharsets.UTF_8)).at("/data/file/size"))
          .hasToString("300000");
    }
    assertThat(house.hasNoFiles()).isTrue();
  }
}
