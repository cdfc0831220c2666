package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.crypto.Hashes;
import rasl.testkit.LyingMedia;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Files of customers from a counterpart that lies, breaks off, and knows nothing. */
class InboundFilesFaultsTest {
  private static final byte[] PNG = MediaForms.sample("sample.png");
  private static final LyingMedia meta = LyingMedia.start();
  private static final Talk talk =
      Talk.start(
          Map.of("RASL_GRAPH_URL", meta.url().toString(), "RASL_OUTGOING_ALLOW", "rasl.example"));
  private static int number;

  @AfterAll
  static void stop() {
    talk.close();
    meta.close();
  }

  @Test
  void whatFailsForAMomentIsFetchedAllTheSame() throws InterruptedException {
    String id = id();
    meta.has(
        id,
        "image/png",
        PNG,
        LyingMedia.status(404, ""),
        LyingMedia.breakOff(java.util.Arrays.copyOf(PNG, 20), PNG.length),
        LyingMedia.status(503, "<html>"));
    meta.onLook(
        id,
        LyingMedia.status(500, "{\"error\":{\"code\":2,\"message\":\"Service\"}}"),
        LyingMedia.status(502, "Bad Gateway"),
        LyingMedia.breakOff(new byte[0], 10));
    long message = receive(id, PNG, "image/png");
    hurryUntil(message, "stored");
    assertThat(meta.asked("/file/" + id)).hasSize(4).allMatch(LyingMedia.Asked::withToken);
    assertThat(meta.looks(id)).hasSize(7);
    assertThat(talk.message(message).at("/media/size").asInt()).isEqualTo(PNG.length);
    assertThat(talk.events(message)).containsExactly("message.received", "message.media_stored");
  }

  @Test
  void aWorkerThatDiedLosesAndDoublesNothing() throws InterruptedException {
    String id = id();
    var held = new CountDownLatch(1);
    meta.has(
        id,
        "image/png",
        PNG,
        out -> {
          held.await();
          LyingMedia.breakOff(PNG, PNG.length).to(out);
        });
    long files = talk.files();
    long message = receive(id, PNG, "image/png");
    Waiting.until(Talk.SOON, () -> meta.asked("/file/" + id).size() == 1);
    // Its lease ends as if it were dead; another attempt is quicker, and the first one comes late.
    talk.sql(
        "update job set leased_until = now() - interval '1 second' where kind = 'media.fetch'"
            + " and ref = "
            + message);
    Waiting.until(Talk.SOON, () -> status(message).equals("stored"));
    held.countDown();
    Waiting.until(Talk.SOON, () -> talk.files() == files + 1);
    assertThat(talk.number("select count(*) from media where message_id = " + message)).isOne();
    assertThat(talk.events(message)).containsExactly("message.received", "message.media_stored");
    // The webhook once more, as WhatsApp repeats it.
    receive(id, PNG, "image/png", "wamid.F" + id);
    assertThat(meta.asked("/file/" + id)).hasSize(2);
  }

  @Test
  void aFileThatKillsTheServerEachTimeIsGivenUp() throws InterruptedException {
    String id = id();
    meta.has(id, "image/png", PNG, always(LyingMedia.status(503, "")));
    long message = receive(id, PNG, "image/png");
    awaitFailures(message, 1);
    talk.sql(
        """
        update job set state = 'running', leased_until = now() - interval '1 second', lost = 4,
          attempt = 9 where kind = 'media.fetch' and ref = %d
        """
            .formatted(message));
    Waiting.until(Talk.SOON, () -> status(message).equals("failed"));
    assertThat(failure(message)).contains("died 5 times");
  }

  @Test
  void whatIsNotWhatWasAnnouncedIsAskedForAFewTimesOnly() throws InterruptedException {
    Map<String, String> wrong = new HashMap<>();
    String otherFile = id();
    meta.has(otherFile, "image/png", "not the picture".getBytes(StandardCharsets.UTF_8));
    wrong.put(otherFile, "SHA-256");
    String otherHash = id();
    meta.has(otherHash, "image/png", PNG);
    meta.says(otherHash, "sha256", "00".repeat(32));
    wrong.put(otherHash, "SHA-256");
    String larger = id();
    meta.has(larger, "image/png", PNG);
    meta.says(larger, "file_size", PNG.length - 1);
    wrong.put(larger, "larger than WhatsApp announced");
    String endless = id();
    var run = LyingMedia.endless();
    meta.has(endless, "image/png", PNG, run, run, run, run);
    meta.says(endless, "file_size", "unknown");
    wrong.put(endless, "larger than 32 MB");
    wrong.put(id(), "100: Unsupported get request");
    for (String id : wrong.keySet()) {
      boolean _ = receive(id, PNG, "image/png") > 0;
    }
    for (String id : wrong.keySet()) {
      long message = talk.number("select id from message where wamid = 'wamid.F" + id + "'");
      hurryUntil(message, "failed");
      assertThat(failure(message)).contains(wrong.getOrDefault(id, "?"));
      assertThat(talk.events(message)).containsExactly("message.received", "message.media_failed");
      assertThat(meta.looks(id)).hasSize(4);
      assertThat(talk.number("select count(*) from media where message_id = " + message)).isZero();
      assertThat(talk.number("select count(*) from job where ref = " + message)).isZero();
    }
  }

  @Test
  void whatIsTooLargeIsNotEvenBegun() throws InterruptedException {
    String id = id();
    meta.has(id, "image/png", PNG);
    meta.says(id, "file_size", 101 << 20);
    long message = receive(id, PNG, "image/png");
    Waiting.until(Talk.SOON, () -> status(message).equals("failed"));
    assertThat(meta.asked("/file/" + id)).isEmpty();
  }

  @Test
  void aDeadTokenIsWaitedForUntilWhatsAppHasTheFileNoMore() throws InterruptedException {
    String id = id();
    var dead = LyingMedia.status(401, "{\"error\":{\"code\":190,\"message\":\"Expired\"}}");
    meta.has(id, "image/png", PNG);
    meta.onLook(id, always(dead));
    long message = receive(id, PNG, "image/png");
    for (int i = 1; i <= 5; i++) {
      awaitFailures(message, i);
      hurry(message);
    }
    awaitFailures(message, 6);
    assertThat(status(message)).isEqualTo("fetching");
    assertThat(failure(message)).isEqualTo("190: Expired");
    talk.sql(
        "update inbound_media set received_at = now() - interval '7 days' where message_id = "
            + message);
    hurry(message);
    Waiting.until(Talk.SOON, () -> status(message).equals("failed"));
    assertThat(failure(message)).isEqualTo("WhatsApp no longer has it; at last: 190: Expired");
    assertThat(talk.message(message).path("url").isNull()).isTrue();
    assertThat(talk.events(message)).containsExactly("message.received", "message.media_failed");
    assertThat(meta.asked("/file/" + id)).isEmpty();
  }

  @Test
  void theTokenGoesToNoUrlOfAWebhookAndToNoRedirect() throws Exception {
    String id = id();
    meta.has(id, "image/png", PNG, LyingMedia.status(302, "", "Location: /elsewhere/" + id));
    long message = receive(id, PNG, "image/png");
    awaitFailures(message, 1); // Nothing is there; what matters is who was told what.
    assertThat(meta.asked("/elsewhere/" + id))
        .containsExactly(new LyingMedia.Asked("/elsewhere/" + id, false));
    assertThat(meta.asked("/file/" + id)).isNotEmpty().allMatch(LyingMedia.Asked::withToken);
    hurryUntil(message, "stored");
    assertThat(meta.asked("/webhook/")).isEmpty();
  }

  @Test
  void theTokenGoesNowhereWhereItMustNot() throws Exception {
    try (var trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      trap.setSoTimeout(1);
      for (String url :
          List.of(
              "http://127.0.0.1:" + trap.getLocalPort() + "/file",
              "https://127.0.0.1:" + trap.getLocalPort() + "/file",
              "https://localhost:" + trap.getLocalPort() + "/file",
              "https://169.254.169.254/latest/meta-data",
              "https://[::1]:" + trap.getLocalPort() + "/file",
              "ftp://rasl.example/file",
              "https://user:secret@rasl.example/file",
              "file:///etc/passwd",
              "")) {
        String id = id();
        meta.has(id, "image/png", PNG);
        meta.says(id, "url", url);
        long message = receive(id, PNG, "image/png");
        awaitFailures(message, 1);
        assertThat(talk.rows("select refusals from inbound_media where message_id = " + message))
            .as(url)
            .containsExactly("1");
      }
      for (String location :
          List.of(
              "http://127.0.0.1:" + trap.getLocalPort() + "/file",
              "https://127.0.0.1:" + trap.getLocalPort() + "/file",
              "//127.0.0.1:" + trap.getLocalPort() + "/file")) {
        String id = id();
        meta.has(id, "image/png", PNG, LyingMedia.status(307, "", "Location: " + location));
        awaitFailures(receive(id, PNG, "image/png"), 1);
      }
      assertThatNobodyKnocked(trap);
    }
  }

  private static void assertThatNobodyKnocked(ServerSocket trap) {
    try (var _ = trap.accept()) {
      throw new AssertionError("somebody knocked where nobody may");
    } catch (IOException expected) {
      assertThat(expected).isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  private static String id() {
    return "77000" + ++number;
  }

  private static long receive(String id, byte[] bytes, String mimeType)
      throws InterruptedException {
    return receive(id, bytes, mimeType, "wamid.F" + id);
  }

  /** A customer sends a file, of which the webhook names a URL too. */
  private static long receive(String id, byte[] bytes, String mimeType, String wamid)
      throws InterruptedException {
    var image = new HashMap<String, Object>();
    image.put("id", id);
    image.put("mime_type", mimeType);
    image.put("sha256", Base64.getEncoder().encodeToString(Hashes.sha256(bytes)));
    image.put("url", meta.url() + "/webhook/" + id);
    var message = Map.of("id", wamid, "from", Talk.customer(), "type", "image", "image", image);
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", List.of(message))));
    talk.awaitApplied();
    return talk.api.get(200, "/api/v2/messages/" + wamid).data().path("id").asLong();
  }

  private static void hurryUntil(long message, String status) throws InterruptedException {
    Waiting.until(
        Talk.SOON,
        () -> {
          hurry(message);
          return status(message).equals(status);
        });
  }

  /** The next attempt is made at once: an empty webhook wakes the worker. */
  private static void hurry(long message) {
    talk.sql(
        "update job set run_at = now() where kind = 'media.fetch' and state in ('ready', 'later')"
            + " and ref = "
            + message);
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("statuses", List.of())));
  }

  /** As often as any attempt can ask within a test. */
  private static LyingMedia.Deed[] always(LyingMedia.Deed deed) {
    return Collections.nCopies(10_000, deed).toArray(LyingMedia.Deed[]::new);
  }

  private static void awaitFailures(long message, int failures) throws InterruptedException {
    Waiting.until(
        Talk.SOON,
        () ->
            talk.number("select failures from inbound_media where message_id = " + message)
                >= failures);
  }

  private static String status(long message) {
    return file(message).path("status").asString();
  }

  private static String failure(long message) {
    return file(message).path("failure").asString("");
  }

  private static JsonNode file(long message) {
    return talk.message(message).path("media");
  }
}
