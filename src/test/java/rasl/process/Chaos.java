package rasl.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import rasl.testkit.Api;

/** Makes a simulator misbehave in every way that WhatsApp may, again and again. */
final class Chaos implements AutoCloseable {
  /** Of ten faults, what each is; the rest of the messages go well. */
  static final List<Map<String, Object>> FAULTS =
      List.of(
          Map.of("drop_connection", "before"),
          Map.of("drop_connection", "after"),
          Map.of("drop_connection", "after", "delay_ms", 300),
          Map.of("http_status", 502),
          Map.of("http_status", 500, "code", 131000),
          Map.of("http_status", 503, "code", 131016),
          Map.of("http_status", 400, "code", 130429),
          Map.of("http_status", 400, "code", 131056),
          Map.of("delay_ms", 1_500),
          Map.of("http_status", 200, "code", 131026));

  /** Those after which nobody waits for minutes, as a customer's limit (131056) makes one do. */
  static final List<Map<String, Object>> QUICK_FAULTS =
      FAULTS.stream().filter(fault -> !fault.containsValue(131056)).toList();

  private final List<Map<String, Object>> kinds;
  private final Random random;
  private final Duration mostWebhookDelay;
  private final Duration pause;
  private final AtomicInteger faults = new AtomicInteger();
  private final Thread thread;
  private volatile String simulator;
  private volatile boolean stopping;

  /**
   * @param kinds of faults, one of which is set at a time
   * @param mostWebhookDelay by how much webhooks come late, at most
   * @param pause between two faults
   */
  Chaos(
      String simulator,
      List<Map<String, Object>> kinds,
      long seed,
      Duration mostWebhookDelay,
      Duration pause) {
    this.simulator = simulator;
    this.kinds = kinds;
    this.random = new Random(seed);
    this.mostWebhookDelay = mostWebhookDelay;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name("chaos").start(this::reign);
  }

  /** The simulator is somewhere else now, and has forgotten its faults. */
  void goTo(String url) {
    simulator = url;
  }

  /** How many faults were set. */
  int faults() {
    return faults.get();
  }

  private void reign() {
    while (!stopping) {
      try (Api control = Api.at(simulator)) {
        var _ = control.send("POST", "/control/faults", rasl.json.Json.write(fault()));
        faults.incrementAndGet();
        if (faults.get() % 10 == 1) {
          var _ = control.send("POST", "/control/webhooks", rasl.json.Json.write(webhooks()));
        }
      } catch (RuntimeException | AssertionError _) {
        // The server was killed a moment ago: the next one is there soon.
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  private Map<String, Object> fault() {
    return kinds.get(random.nextInt(kinds.size()));
  }

  private Map<String, Object> webhooks() {
    return Map.of(
        "delay_ms",
        random.nextLong(mostWebhookDelay.toMillis() + 1),
        "duplicate",
        random.nextBoolean(),
        "shuffle",
        random.nextBoolean(),
        "skip_delivered",
        random.nextBoolean());
  }

  /** Lets everything go well from now on. */
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
