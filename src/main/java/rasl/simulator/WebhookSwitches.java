package rasl.simulator;

/**
 * How webhooks are made to misbehave, for messages accepted from now on.
 *
 * @param delayMs holds every webhook back, in simulated milliseconds
 * @param duplicate every update goes out twice
 * @param shuffle the statuses of a message go out in another order than they happened
 * @param skipDelivered no {@code delivered}; {@code read} follows {@code sent}
 * @param skipRead messages are never read
 * @param readDelayMs customers take so much longer to read, in simulated milliseconds
 * @param updatesPerPost the most that go in one POST; 0 means the usual 1
 */
record WebhookSwitches(
    long delayMs,
    boolean duplicate,
    boolean shuffle,
    boolean skipDelivered,
    boolean skipRead,
    long readDelayMs,
    int updatesPerPost) {
  static final int USUAL_PER_POST = 1;
  static final WebhookSwitches OFF =
      new WebhookSwitches(0, false, false, false, false, 0, USUAL_PER_POST);

  WebhookSwitches {
    updatesPerPost = updatesPerPost == 0 ? USUAL_PER_POST : updatesPerPost;
  }
}
