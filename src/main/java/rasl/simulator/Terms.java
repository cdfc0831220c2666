package rasl.simulator;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a message, settled when it was accepted.
 *
 * @param category of the price, such as {@code service} or {@code marketing}
 * @param priceType empty where the date decides
 * @param conversation the conversation that webhooks name; empty for none
 * @param userId of the recipient, for webhooks that carry it; empty for none
 * @param phoneHidden whether webhooks leave the recipient's number out
 */
record Terms(
    String category, String priceType, String conversation, String userId, boolean phoneHidden) {
  static final Terms PLAIN = new Terms("service", "", "", "", false);

  Terms(
      @Nullable String category,
      @Nullable String priceType,
      @Nullable String conversation,
      @Nullable String userId,
      boolean phoneHidden) {
    this.category = Objects.requireNonNullElse(category, "service");
    this.priceType = Objects.requireNonNullElse(priceType, "");
    this.conversation = Objects.requireNonNullElse(conversation, "");
    this.userId = Objects.requireNonNullElse(userId, "");
    this.phoneHidden = phoneHidden;
  }
}
