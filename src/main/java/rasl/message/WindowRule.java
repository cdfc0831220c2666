package rasl.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rasl.conversation.Conversation;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;
import rasl.tenant.TenantSettings;
import rasl.tenant.WindowPolicy;
import rasl.whatsapp.Connection;
import rasl.whatsapp.InboxStore;
import rasl.whatsapp.ReceiverClock;

/**
 * Judges the 24-hour customer service window where this server can know it (contract 2.5, rule 4):
 * where it has listened to everything that customers could have written for a whole window's
 * length, and has read it. Else WhatsApp judges.
 */
final class WindowRule {
  private final ReceiverClock receiver;
  private final InboxStore inbox;

  WindowRule(ReceiverClock receiver, InboxStore inbox) {
    this.receiver = receiver;
    this.inbox = inbox;
  }

  /** Dooms the free-form drafts whose window is known to be shut. */
  void judge(
      TenantTx tx,
      List<Draft> drafts,
      Connection connection,
      TenantSettings settings,
      Instant now) {
    if (settings.windowPolicy() == WindowPolicy.PASSTHROUGH
        || drafts.stream().noneMatch(draft -> draft.wish().wording().needsWindow())
        || !knows(tx, connection, now)) {
      return;
    }
    List<Draft> shut =
        drafts.stream()
            .filter(draft -> draft.isAlive() && draft.wish().wording().needsWindow())
            .filter(draft -> isShut(draft, now))
            .toList();
    if (shut.isEmpty()) {
      return;
    }
    Set<String> unread =
        inbox.unread(tx, shut.stream().map(draft -> draft.knownPhone().digits()).toList());
    for (Draft draft : shut) {
      if (!unread.contains(draft.knownPhone().digits())) {
        draft.refuseLater(
            new Refusal.ServiceWindowClosed(
                draft.listeningThread().flatMap(Conversation::windowUntil)));
      }
    }
  }

  private static boolean isShut(Draft draft, Instant now) {
    return draft
        .listeningThread()
        .flatMap(Conversation::windowUntil)
        .filter(now::isBefore)
        .isEmpty();
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
