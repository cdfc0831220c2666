package rasl.job;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again, on a separate thread, until it is closed. */
public final class Repeating implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Repeating.class);

  private final Thread thread;

  private Repeating(Thread thread) {
    this.thread = thread;
  }

  /**
   * Starts at once.
   *
   * @param pause between the end of one time and the begin of the next
   * @param work a failure is logged, and does not end it
   */
  public static Repeating start(String name, Duration pause, Runnable work) {
    return new Repeating(Thread.ofVirtual().name(name).start(() -> repeat(name, pause, work)));
  }

  private static void repeat(String name, Duration pause, Runnable work) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        attempt(name, work);
        Thread.sleep(pause);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Closed: the thread ends here.
    }
  }

  private static void attempt(String name, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        return; // Closed in the middle of it.
      }
      log.warn("{} failed; trying again", name, e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
