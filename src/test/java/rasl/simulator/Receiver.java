package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import rasl.http.HttpServer;
import rasl.http.RawRequest;
import rasl.http.RawResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A business's webhook endpoint on a real port; it can be told to answer badly or not at all. */
final class Receiver implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 20;
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<Post> posts = new ArrayList<>();
  private final List<Integer> script = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final HttpServer server;
  private boolean hanging;

  /** One POST as it came, with all statuses and messages in it. */
  record Post(byte[] body, RawRequest request, int answered, List<JsonNode> updates) {
    static Post of(byte[] body, RawRequest request, int answered) {
      List<JsonNode> updates = new ArrayList<>();
      for (JsonNode change : JsonMapper.shared().readTree(body).at("/entry/0/changes")) {
        change.path("value").path("messages").forEach(updates::add);
        change.path("value").path("statuses").forEach(updates::add);
      }
      return new Post(body, request, answered, updates);
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  Receiver(Integer... firstAnswers) {
    script.addAll(List.of(firstAnswers));
    server =
        HttpServer.start(
            HttpServer.Settings.on("receiver", "127.0.0.1", 0),
            this::answer,
            (status, reason) -> RawResponse.text(status, reason));
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.port() + "/hooks/whatsapp");
  }

  /** From now on requests are taken in but not answered until {@link #release}. */
  void hang() {
    locked(() -> hanging = true);
  }

  void release() {
    locked(() -> hanging = false);
    released.countDown();
  }

  /** Answers these statuses first, then 200. */
  void answerNext(Integer... statuses) {
    locked(() -> script.addAll(List.of(statuses)));
  }

  private RawResponse answer(RawRequest request) {
    if (request.method().equals("GET")) {
      return GraphRequest.parameter(request.query(), "hub.verify_token")
          .filter("verify-me"::equals)
          .flatMap(_ -> GraphRequest.parameter(request.query(), "hub.challenge"))
          .map(challenge -> RawResponse.text(200, challenge))
          .orElseGet(() -> RawResponse.text(403, "no"));
    }
    byte[] body = request.body().read(4 << 20);
    lock.lock();
    try {
      boolean hangs = hanging;
      int status = script.isEmpty() ? 200 : script.removeFirst();
      posts.add(Post.of(body, request, hangs ? 0 : status));
      arrived.signalAll();
      if (!hangs) {
        return RawResponse.text(status, "");
      }
    } finally {
      lock.unlock();
    }
    try {
      assertThat(released.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return RawResponse.text(200, "");
  }

  List<Post> posts() {
    lock.lock();
    try {
      return List.copyOf(posts);
    } finally {
      lock.unlock();
    }
  }

  /** Every update that was taken, in order of arrival. */
  List<JsonNode> taken() {
    return posts().stream()
        .filter(post -> post.answered() == 200)
        .flatMap(post -> post.updates().stream())
        .toList();
  }

  /** The statuses of a message in order of arrival. */
  List<String> statuses(String wamid) {
    return taken().stream()
        .filter(update -> update.path("id").asString("").equals(wamid))
        .map(update -> update.path("status").asString(""))
        .toList();
  }

  void awaitStatuses(String wamid, String... statuses) {
    await(it -> it.statuses(wamid).equals(List.of(statuses)), "statuses of " + wamid);
  }

  void await(Predicate<Receiver> condition, String what) {
    await(condition, what, () -> {});
  }

  /** Runs {@code tick}, which may move a clock, again and again while the condition is not met. */
  void await(Predicate<Receiver> condition, String what, Runnable tick) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    lock.lock();
    try {
      while (!condition.test(this)) {
        long left = deadline - System.nanoTime();
        assertThat(left).as("waited for %s, got %s", what, posts.size()).isPositive();
        long _ = arrived.awaitNanos(Math.min(left, TICK_NANOS));
        tick.run();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    release();
    server.close();
  }
}
