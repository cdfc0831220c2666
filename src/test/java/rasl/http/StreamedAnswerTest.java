package rasl.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.Waiting;

/** Answers that are written piece by piece. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamedAnswerTest {
  private static final int PIECES = 3000;
  private static final byte[] PIECE = "x".repeat(10_000).getBytes(UTF_8);

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private final CountDownLatch gone = new CountDownLatch(1);
  private TestHouse house;
  private HttpClient client;

  @BeforeAll
  void start() {
    var routes = new Routes();
    routes.add("GET", "/t/large", Scope.SOURCES_READ, (_, _) -> file(this::large));
    routes.add("GET", "/t/early", Scope.SOURCES_READ, (_, _) -> file(_ -> fail()));
    routes.add("GET", "/t/late", Scope.SOURCES_READ, (_, _) -> file(StreamedAnswerTest::late));
    house = new TestHouse(new NoDb(), routes, HttpModule.Settings.STANDARD, List.of());
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  void stop() {
    client.close();
    house.close();
  }

  private static Answer file(BodyWriter body) {
    return Answer.file("text/plain; charset=utf-8", "all \"things\" ص.txt", body);
  }

  private void large(OutputStream out) throws IOException {
    begun.incrementAndGet();
    written.set(0);
    try {
      for (int i = 0; i < PIECES; i++) {
        out.write(PIECE);
        written.addAndGet(PIECE.length);
      }
    } catch (IOException e) {
      gone.countDown();
      throw e;
    }
  }

  private static void fail() {
    throw new IllegalStateException("a bug in the stream");
  }

  private static void late(OutputStream out) throws IOException {
    out.write(new byte[100_000]);
    out.flush();
    fail();
  }

  private HttpRequest request(String method, String path, String token) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.port() + path))
        .header("Authorization", "Bearer " + token)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build();
  }

  private HttpResponse<InputStream> open(String path) throws Exception {
    return client.send(
        request("GET", path, TestHouse.ALL), HttpResponse.BodyHandlers.ofInputStream());
  }

  @Test
  void writesNoFasterThanTheClientReads() throws Exception {
    long whole = (long) PIECES * PIECE.length;
    var answer = open("/t/large");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"all _things_ _.txt\"");
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    try (InputStream in = answer.body()) {
      // The buffers of both sides fill, and then the writer waits for the reader.
      AtomicLong before = new AtomicLong(-1);
      Waiting.until(
          Duration.ofSeconds(20),
          () -> written.get() > 0 && before.getAndSet(written.get()) == written.get());
      assertThat(written.get()).isLessThan(whole);
      assertThat(in.readAllBytes()).hasSize((int) whole);
    }
  }

  @Test
  void stopsWhenTheClientIsGone() throws Exception {
    open("/t/large").body().close();
    assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void beginsOnlyOnceNothingRefusesTheCall() throws Exception {
    int before = begun.get();
    var stranger = request("GET", "/t/large", "nobody");
    var poor = request("GET", "/t/large", TestHouse.POOR);
    var head = request("HEAD", "/t/large", TestHouse.ALL);
    var text = HttpResponse.BodyHandlers.ofString();
    assertThat(client.send(stranger, text).statusCode()).isEqualTo(401);
    assertThat(client.send(poor, text).statusCode()).isEqualTo(403);
    var answer = client.send(head, text);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(begun.get()).isEqualTo(before);
  }

  @Test
  void aFailureBeforeTheFirstByteIsAnAnswer() throws Exception {
    var answer = open("/t/early");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(new String(answer.body().readAllBytes(), UTF_8))
        .contains("INTERNAL_ERROR")
        .doesNotContain("a bug");
    assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
  }

  @Test
  void aFailureInTheMiddleCutsTheConnection() throws Exception {
    var answer = open("/t/late");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
  }
}
