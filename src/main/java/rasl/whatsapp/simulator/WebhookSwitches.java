package rasl.whatsapp.simulator;

/**
 * How webhooks are made to misbehave, for messages accepted from now on.
 *
 * @param delayMs holds every webhook back, in simulated milliseconds
 * @param duplicate every update goes out twice
 * @param shuffle the statuses of a message go out in another order than they happened
 * @param skipDelivered no {@code delivered}; {@code read} follows {@code sent}
 */
record WebhookSwitches(long delayMs, boolean duplicate, boolean shuffle, boolean skipDelivered) {
  static final WebhookSwitches OFF = new WebhookSwitches(0, false, false, false);
}
