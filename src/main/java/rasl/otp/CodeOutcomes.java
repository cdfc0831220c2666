package rasl.otp;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import rasl.db.TenantTx;
import rasl.message.MessageOutcomes;
import rasl.message.MessageStatus;

/**
 * Follows the messages that carry codes. A code whose message WhatsApp refused for good ends; one
 * whose message failed because nobody knows its outcome does not, for it may have arrived.
 */
final class CodeOutcomes implements MessageOutcomes {
  private final SendLog log;

  CodeOutcomes(SendLog log) {
    this.log = log;
  }

  @Override
  public void came(TenantTx tx, List<Step> steps) {
    Map<MessageStatus, List<Step>> by =
        steps.stream()
            .collect(
                Collectors.groupingBy(
                    Step::status, () -> new EnumMap<>(MessageStatus.class), Collectors.toList()));
    by.forEach((status, came) -> came(tx, status, came));
  }

  private void came(TenantTx tx, MessageStatus status, List<Step> steps) {
    List<Long> messages = steps.stream().map(Step::messageId).toList();
    Instant at = steps.getFirst().at();
    switch (status) {
      case SENT -> log.sent(tx, messages, at);
      case DELIVERED, READ -> {
        log.sent(tx, messages, at);
        log.delivered(tx, messages, at);
      }
      case FAILED, CANCELLED -> {
        // The codes first: a guess locks them in this order too.
        log.endCodes(
            tx,
            steps.stream()
                .filter(step -> step.refused() || status == MessageStatus.CANCELLED)
                .map(Step::messageId)
                .toList());
        log.failed(tx, messages, at);
      }
      case QUEUED, SCHEDULED, RECEIVED -> {}
    }
  }
}
