package rasl.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import rasl.json.Json;

/**
 * Programs that send texts, each text once, whatever becomes of the server: some wait for
 * WhatsApp's answer and some do not, some give an idempotency key and repeat until they are
 * answered, some give none and go on with the next text when the connection breaks.
 */
final class Load implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration LAST_ANSWER = Duration.ofSeconds(45);
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(5);
  private static final Duration BETWEEN_REPEATS = Duration.ofMillis(50);

  private final List<String> phones;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger next = new AtomicInteger();
  private final List<Thread> senders = new ArrayList<>();
  private final Map<String, Long> accepted = new ConcurrentHashMap<>();
  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
  private volatile String url;
  private volatile boolean stopping;

  Load(String url, String token, List<String> phones) {
    this.url = url;
    this.token = token;
    this.phones = List.copyOf(phones);
  }

  void start(int programs) {
    for (int i = 0; i < programs; i++) {
      senders.add(Thread.ofVirtual().name("program-" + i).start(this::send));
    }
  }

  /** The server is somewhere else now. */
  void goTo(String newUrl) {
    url = newUrl;
  }

  /** The message's id by text, of all that were answered 2xx. */
  Map<String, Long> accepted() {
    return accepted;
  }

  /** How many calls were repeated with their key. */
  int repeated() {
    return repeated.get();
  }

  /** How many calls without a key broke off: each may have come through or not. */
  int unanswered() {
    return unanswered.get();
  }

  /** Answers that should not be. */
  List<String> surprises() {
    return List.copyOf(surprises);
  }

  /** Lets every call that has a key come to its answer, and begins no other. */
  @Override
  public void close() {
    stopping = true;
    long begin = System.nanoTime();
    for (Thread sender : senders) {
      try {
        if (!sender.join(LAST_ANSWER.minusNanos(System.nanoTime() - begin))) {
          surprises.add(sender.getName() + " got no answer");
          sender.interrupt();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    http.shutdownNow();
  }

  private void send() {
    while (!stopping) {
      int number = next.getAndIncrement();
      boolean keyed = number % 3 != 0;
      while (!answered(number, keyed) && keyed && !Thread.currentThread().isInterrupted()) {
        repeated.incrementAndGet();
        LockSupport.parkNanos(BETWEEN_REPEATS.toNanos());
      }
      LockSupport.parkNanos(BETWEEN_MESSAGES.toNanos());
    }
  }

  /** Whether an answer came that settles the call for its caller. */
  private boolean answered(int number, boolean keyed) {
    String text = "text " + number;
    try {
      HttpResponse<byte[]> answer =
          http.send(request(number, keyed, text), HttpResponse.BodyHandlers.ofByteArray());
      switch (answer.statusCode()) {
        case 200, 202 ->
            accepted.put(
                text, Json.parse(answer.body()).path("data").path("chat_message_id").asLong());
        case 409, 503 -> {
          return false; // Stopping, starting, or the first call still runs: come again.
        }
        default ->
            surprises.add(
                text
                    + ": "
                    + answer.statusCode()
                    + " "
                    + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
      }
      return true;
    } catch (IOException _) {
      if (!keyed) {
        unanswered.incrementAndGet();
        LockSupport.parkNanos(BETWEEN_REPEATS.toNanos());
      }
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpRequest request(int number, boolean keyed, String text) {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/api/v2/messages/text"))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    Json.writeBytes(
                        Map.of("phone", phones.get(number % phones.size()), "message", text))));
    if (number % 2 == 0) {
      request.header("Prefer", "respond-async");
    }
    if (keyed) {
      request.header("Idempotency-Key", "key " + number);
    }
    return request.build();
  }
}
