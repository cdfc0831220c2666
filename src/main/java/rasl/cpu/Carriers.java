package rasl.cpu;

/**
 * The operating system's threads that carry virtual ones. Java takes as many as there are
 * processors, and a virtual thread that computes keeps its carrier: on two processors two calls
 * that build an answer of megabytes would stop all others. With more carriers than processors the
 * operating system takes those that compute off the processor in time, and the others go on.
 */
public final class Carriers {
  private static final String SETTING = "jdk.virtualThreadScheduler.parallelism";
  private static final int EACH_PROCESSOR = 4;
  private static final int LEAST = 8;

  private Carriers() {}

  /**
   * Says how many carriers there are, unless the operator has said it; without effect once a
   * virtual thread has run.
   *
   * @param processors how many the process may use
   */
  public static void prepare(int processors) {
    if (System.getProperty(SETTING) == null) {
      System.setProperty(SETTING, Integer.toString(Math.max(LEAST, processors * EACH_PROCESSOR)));
    }
  }
}
