package rasl.db;

/** Waiting for a thread's end, where that must not be cut short. */
final class Threads {
  private Threads() {}

  /** Waits until the thread has ended; an interrupt is kept for later. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
