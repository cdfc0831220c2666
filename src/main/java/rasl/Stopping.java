package rasl;

import java.util.concurrent.CountDownLatch;

/** Waits for SIGTERM or Ctrl-C, and lets the work of stopping end before the process does. */
final class Stopping {
  private Stopping() {}

  /**
   * Waits until the process is told to stop, or until the latch opens. After it returns, the caller
   * stops what it runs, and returns from {@code main}'s thread as usual.
   */
  static void await(CountDownLatch told) {
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  told.countDown();
                  try {
                    main.join(); // It must not call System.exit, which waits for this hook: see
                    // Main.
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stopping"));
    try {
      told.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
