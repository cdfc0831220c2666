package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Waiting;

/** Templates are pulled about every hour by themselves, and less where WhatsApp has had enough. */
class TemplateScheduleTest {
  private static final AtomicInteger calls = new AtomicInteger();
  private static volatile int status = 200;
  private static volatile String usage = "";
  private static volatile String body = "";
  private static HttpServer meta;
  private static Talk talk;

  @BeforeAll
  static void start() throws IOException {
    template(1);
    meta = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    meta.createContext("/", TemplateScheduleTest::answer);
    meta.start();
    talk = Talk.start(Map.of("RASL_GRAPH_URL", "http://127.0.0.1:" + meta.getAddress().getPort()));
  }

  @AfterAll
  static void stop() {
    talk.close();
    meta.stop(0);
  }

  @Test
  void theyArePulledEachHourUnlessWhatsAppHasHadEnough() throws InterruptedException {
    awaitWait(49, 71); // The first pull is the server's own.
    assertThat(calls.get()).isOne();
    refuse(80008);
    look();
    awaitWait(16, 24);
    assertThat(names()).isEqualTo("offer_1");
    assertThat(names()).isEqualTo("offer_1");
    template(2);
    look();
    awaitWait(49, 71);
    assertThat(names()).isEqualTo("offer_2");
    // It is told of the limit with an answer that is good: what waits waits from the next look on.
    usage(79, 0);
    look();
    awaitWait(49, 71);
    usage(80, 0);
    look();
    awaitWait(49, 71);
    int before = calls.get();
    template(3);
    look();
    awaitWait(13, 15);
    assertThat(calls.get()).isEqualTo(before);
    assertThat(names()).isEqualTo("offer_2");
    // What people ask for is asked all the same.
    usage(10, 0);
    talk.api.call(200, "POST", "/api/v2/templates/sync", null);
    assertThat(names()).isEqualTo("offer_3");
  }

  private static void look() {
    talk.sql("update job set run_at = now() where kind = 'template.sync'");
  }

  /** Until the next look is so many minutes away. */
  private static void awaitWait(int least, int most) throws InterruptedException {
    Waiting.until(
        Talk.SOON,
        () ->
            talk.number(
                    """
                    select count(*) from job
                    where kind = 'template.sync' and state in ('ready', 'later') and run_at
                      between now() + interval '%d minutes' and now() + interval '%d minutes'
                    """
                        .formatted(least, most))
                == 1);
  }

  private static String names() {
    return String.join(" ", talk.rows("select name from template where removed_at is null"));
  }

  private static void usage(int calls, int minutes) {
    usage =
        """
        {"any": [{"type": "whatsapp", "call_count": %d, "total_cputime": 1, "total_time": 1,
          "estimated_time_to_regain_access": %d}]}
        """
            .formatted(calls, minutes)
            .replace("\n", "");
  }

  private static void refuse(int code) {
    status = 400;
    body = "{\"error\":{\"message\":\"Too many calls\",\"code\":" + code + "}}";
  }

  private static void template(int number) {
    status = 200;
    body =
        """
        {"data": [{"id": "%d", "name": "offer_%d", "language": "en", "status": "APPROVED",
          "category": "MARKETING", "components": [{"type": "BODY", "text": "Hello"}]}]}
        """
            .formatted(100 + number, number);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith("/message_templates")) {
        calls.incrementAndGet();
        String account = path.split("/", -1)[2];
        exchange
            .getResponseHeaders()
            .set("X-Business-Use-Case-Usage", usage.replace("any", account));
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
