package rasl.server;

import java.util.concurrent.CountDownLatch;

/**
 * Waits for SIGTERM or Ctrl-C, and holds the process until the work of stopping is done. The exit
 * code is then the signal's: 143 after SIGTERM, 130 after Ctrl-C.
 */
public final class Stopping implements AutoCloseable {
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = new Thread(this::holdTheProcess, "stopping");

  private Stopping() {}

  /** Listens from now on; a signal that comes before {@link #await} is not missed. */
  public static Stopping listen() {
    var stopping = new Stopping();
    Runtime.getRuntime().addShutdownHook(stopping.hook);
    return stopping;
  }

  /**
   * The system's exit waits for its hooks, and this one for {@link #close}: never for the main
   * thread itself, which may be the one that exits.
   */
  private void holdTheProcess() {
    told.countDown();
    try {
      stopped.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops without a signal. */
  void tell() {
    told.countDown();
  }

  boolean isTold() {
    return told.getCount() == 0;
  }

  /** Waits until the process is told to stop. The caller then stops what it runs. */
  public void await() {
    try {
      told.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything is stopped: the process may end. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is already ending, for which this hook has done its part.
    }
  }
}
