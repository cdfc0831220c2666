package rasl.shop.receive;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that a shop has sent.
 *
 * @param topic in the platform's words
 * @param fingerprint what makes it a repeat of another delivery of the shop; empty for what is no
 *     delivery, such as a test
 * @param known how long the fingerprint is remembered
 * @param body raw
 */
public record Arrival(
    long shop, String topic, Optional<String> fingerprint, Duration known, byte[] body) {
  /** What a tenant tries out itself. */
  public static Arrival test(long shop, String topic, byte[] body) {
    return new Arrival(shop, topic, Optional.empty(), Duration.ZERO, body);
  }

  boolean isTest() {
    return fingerprint.isEmpty();
  }
}
