package rasl.simulator;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules that the simulator enforces, and the version of Meta's world that it plays.
 *
 * @param pairLimit at most 1 message in 6 seconds to the same customer, with bursts of 45
 * @param messagesPerSecond how many messages one business number may send; 0 is without limit
 * @param webhookVersion major version of the webhooks; up to 23 they tell of conversations
 * @param userIds webhooks carry business-scoped user ids beside phone numbers, as since April 2026
 * @param regionalIds numbers of Mexico, Argentina and Brazil get WhatsApp's own spelling
 * @param strictPlus a recipient without {@code +} gets the business's country code put before it
 * @param testRecipients if not empty, the only recipients
 * @param reviewMs how long the review of a template takes, in simulated milliseconds
 * @param review the outcome of reviews of templates: {@code approve}, {@code reject} or {@code
 *     hold}
 */
record Rules(
    boolean pairLimit,
    int messagesPerSecond,
    int webhookVersion,
    boolean userIds,
    boolean regionalIds,
    boolean strictPlus,
    List<String> testRecipients,
    long reviewMs,
    String review) {
  static final Rules USUAL =
      new Rules(false, 0, 25, true, true, false, List.of(), 3_000, "approve");

  Rules(
      boolean pairLimit,
      int messagesPerSecond,
      int webhookVersion,
      boolean userIds,
      boolean regionalIds,
      boolean strictPlus,
      @Nullable List<String> testRecipients,
      long reviewMs,
      @Nullable String review) {
    this.pairLimit = pairLimit;
    this.messagesPerSecond = messagesPerSecond;
    this.webhookVersion = webhookVersion;
    this.userIds = userIds;
    this.regionalIds = regionalIds;
    this.strictPlus = strictPlus;
    this.testRecipients = testRecipients == null ? List.of() : List.copyOf(testRecipients);
    this.reviewMs = reviewMs;
    this.review = Objects.requireNonNullElse(review, "approve");
  }
}
