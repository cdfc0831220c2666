package rasl.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/**
 * Programs that make, rename and delete sources, whatever becomes of the server, and one that reads
 * the list of events behind what it has read, from its beginning.
 */
final class SourceChanges implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final String token;
  private final List<Thread> threads = new ArrayList<>();
  private final List<JsonNode> read = new ArrayList<>();
  private final AtomicInteger made = new AtomicInteger();
  private volatile String url;
  private volatile boolean stopping;

  SourceChanges(String url, String token) {
    this.url = url;
    this.token = token;
  }

  void start(int programs) {
    for (int i = 0; i < programs; i++) {
      String name = "program " + i;
      threads.add(Thread.ofVirtual().name(name).start(() -> change(name)));
    }
    threads.add(Thread.ofVirtual().name("reader").start(this::read));
  }

  /** The server is somewhere else now. */
  void goTo(String newUrl) {
    url = newUrl;
  }

  Api api() {
    return Api.at(url).withToken(token);
  }

  /** How many changes were answered well. */
  int made() {
    return made.get();
  }

  void await(int number) throws InterruptedException {
    Waiting.until(Duration.ofMinutes(5), () -> made() >= number);
  }

  /** The events as they were read, in that order. */
  List<JsonNode> events() {
    return List.copyOf(read);
  }

  private void change(String name) {
    int round = 0;
    while (!stopping) {
      String source = name + " round " + ++round;
      try (Api api = api()) {
        String id = id(api.send("POST", "/api/v2/sources", named(source)));
        for (int i = 1; i <= 3 && !id.isEmpty(); i++) {
          count(api.send("PATCH", "/api/v2/sources/" + id, named(source + " again " + i)));
        }
        if (round % 2 == 0 && !id.isEmpty()) {
          count(api.send("DELETE", "/api/v2/sources/" + id, null));
        }
      } catch (AssertionError _) {
        // The server is down: what came of this is in the table of events.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private String id(Api.Reply reply) {
    count(reply);
    return reply.status() == 201 ? reply.data().path("id").asString() : "";
  }

  private void count(Api.Reply reply) {
    if (reply.status() / 100 == 2) {
      made.incrementAndGet();
    } else {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static String named(String name) {
    return Json.write(Map.of("name", name));
  }

  private void read() {
    while (!stopping) {
      readOn();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Reads what is behind the last one; false where there was nothing, or no answer. */
  private boolean readOn() {
    long after = read.isEmpty() ? 0 : read.getLast().path("position").asLong();
    try (Api api = api()) {
      Api.Reply page = api.send("GET", "/api/v2/events?per_page=100&after=" + after, null);
      if (page.status() != 200) {
        return false;
      }
      page.data().forEach(read::add);
      return !page.data().isEmpty();
    } catch (AssertionError _) {
      return false;
    }
  }

  /** Ends all programs; the reader reads to the end. */
  @Override
  public void close() {
    stopping = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.clear();
  }

  /** Reads what is left. */
  void readToTheEnd() {
    while (readOn()) {
      // Until there is nothing more.
    }
  }
}
