package rasl.simulator;

/**
 * The state of a business number.
 *
 * @param registered whether it can send
 * @param pin of two-step verification; empty while none is set
 * @param quality such as {@code GREEN}
 * @param throughput such as {@code STANDARD}
 * @param limit of customers a day, such as {@code TIER_2K}
 */
record NumberProfile(
    boolean registered, String pin, String quality, String throughput, String limit) {
  static final NumberProfile USUAL = new NumberProfile(true, "", "GREEN", "STANDARD", "TIER_250");

  NumberProfile register(boolean on, String newPin) {
    return new NumberProfile(on, newPin, quality, throughput, limit);
  }
}
