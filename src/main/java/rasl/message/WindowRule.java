package rasl.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rasl.conversation.Conversation;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;
import rasl.tenant.TenantSettings;
import rasl.tenant.WindowPolicy;
import rasl.whatsapp.Connection;
import rasl.whatsapp.ReceiverClock;

/**
 * Judges the 24-hour customer service window where this server can know it (contract 2.5, rule 4):
 * where it has listened to everything that customers could have written for a whole window's
 * length. Else WhatsApp judges.
 */
final class WindowRule {
  private final ReceiverClock receiver;

  WindowRule(ReceiverClock receiver) {
    this.receiver = receiver;
  }

  /** Refuses the free-form drafts whose window is known to be shut. */
  void judge(
      TenantTx tx,
      List<Draft> drafts,
      Connection connection,
      TenantSettings settings,
      Instant now) {
    if (settings.windowPolicy() == WindowPolicy.PASSTHROUGH || !knows(tx, connection, now)) {
      return;
    }
    for (Draft draft : drafts) {
      Optional<Instant> until = draft.listeningThread().flatMap(Conversation::windowUntil);
      if (until.isEmpty() || !now.isBefore(until.get())) {
        draft.refuse(new Refusal.ServiceWindowClosed(until));
      }
    }
  }

  private boolean knows(TenantTx tx, Connection connection, Instant now) {
    if (connection.simulated()) {
      return true;
    }
    Optional<Instant> since = connection.listeningSince();
    if (since.isEmpty()) {
      return false;
    }
    Instant gap = receiver.gapEndedAt(tx).orElse(Instant.EPOCH);
    Instant complete = since.get().isAfter(gap) ? since.get() : gap;
    return !complete.plus(Conversation.WINDOW).isAfter(now);
  }
}
