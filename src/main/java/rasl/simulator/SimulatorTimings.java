package rasl.simulator;

import java.time.Duration;

/**
 * How long things take in the simulated world.
 *
 * @param sent from acceptance until the message has left, or has failed
 * @param delivered from acceptance until it is on the customer's device
 * @param read from acceptance until the customer has read it
 * @param callbackTimeout how long a webhook's receiver may take to answer, in real time
 * @param callbackSlots how many webhooks are under way at once
 */
public record SimulatorTimings(
    Duration sent, Duration delivered, Duration read, Duration callbackTimeout, int callbackSlots) {

  /** All three statuses within 1.5 s; 10 s for the receiver; 8 webhooks at once. */
  public static SimulatorTimings usual() {
    return new SimulatorTimings(
        Duration.ofMillis(150),
        Duration.ofMillis(500),
        Duration.ofMillis(1_200),
        Duration.ofSeconds(10),
        8);
  }
}
