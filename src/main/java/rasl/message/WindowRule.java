package rasl.message;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rasl.contact.WhatsAppNames;
import rasl.conversation.Conversation;
import rasl.conversation.Listening;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;
import rasl.tenant.TenantSettings;
import rasl.tenant.WindowPolicy;
import rasl.whatsapp.Connection;
import rasl.whatsapp.InboxStore;

/**
 * Judges the 24-hour customer service window where this server can know it (contract 2.5, rule 4):
 * where it has listened to everything that customers could have written for a whole window's
 * length, and has read it. Else WhatsApp judges.
 */
final class WindowRule {
  private final Listening listening;
  private final InboxStore inbox;
  private final WhatsAppNames names;

  WindowRule(Listening listening, InboxStore inbox, WhatsAppNames names) {
    this.listening = listening;
    this.inbox = inbox;
    this.names = names;
  }

  /** Dooms the free-form drafts whose window is known to be shut; those that leave later wait. */
  void judge(
      TenantTx tx,
      List<Draft> drafts,
      Connection connection,
      TenantSettings settings,
      Instant now) {
    List<Draft> bound =
        drafts.stream()
            .filter(draft -> draft.isAlive() && draft.wish().wording().needsWindow())
            .filter(draft -> draft.wish().sendAt().isEmpty())
            .toList();
    Map<String, Optional<Instant>> windows = new HashMap<>();
    bound.forEach(
        draft ->
            windows.put(
                draft.knownPhone().digits(),
                draft.listeningThread().flatMap(Conversation::windowUntil)));
    Set<String> shut = shut(tx, windows, connection, settings, now);
    bound.stream()
        .filter(draft -> shut.contains(draft.knownPhone().digits()))
        .forEach(
            draft ->
                draft.refuseLater(
                    new Refusal.ServiceWindowClosed(
                        draft.listeningThread().flatMap(Conversation::windowUntil))));
  }

  /**
   * Whose window is known to be shut.
   *
   * @param windows until when windows are open, or were, by the digits of the customer's phone
   */
  Set<String> shut(
      TenantTx tx,
      Map<String, Optional<Instant>> windows,
      Connection connection,
      TenantSettings settings,
      Instant now) {
    Set<String> shut = new HashSet<>();
    windows.forEach(
        (digits, until) -> {
          if (until.filter(now::isBefore).isEmpty()) {
            shut.add(digits);
          }
        });
    if (shut.isEmpty()
        || settings.windowPolicy() == WindowPolicy.PASSTHROUGH
        || !listening.isComplete(tx, connection, now)) {
      return Set.of();
    }
    shut.removeAll(inbox.unread(tx, names.of(tx, shut)));
    return shut;
  }
}
