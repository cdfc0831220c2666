package rasl.message.accept;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import rasl.contact.WhatsAppNames;
import rasl.conversation.Conversation;
import rasl.conversation.Listening;
import rasl.conversation.ServiceWindows;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;
import rasl.tenant.TenantSettings;
import rasl.tenant.WindowPolicy;
import rasl.whatsapp.Connection;
import rasl.whatsapp.receive.InboxStore;

/**
 * Judges the 24-hour customer service window where this server can know it (contract 2.5, rule 4):
 * where it has listened to everything that customers could have written for a whole window's
 * length, and has read it. Else WhatsApp judges.
 */
public final class WindowRule {
  private final Listening listening;
  private final InboxStore inbox;
  private final WhatsAppNames names;
  private final ServiceWindows windows = new ServiceWindows();

  public WindowRule(Listening listening, InboxStore inbox, WhatsAppNames names) {
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
    Map<String, Optional<Instant>> until =
        until(
            tx, bound.stream().map(draft -> draft.knownPhone().digits()).toList(), connection, now);
    Set<String> shut = shut(tx, until, connection, settings, now);
    for (Draft draft : bound) {
      String digits = draft.knownPhone().digits();
      if (shut.contains(digits)) {
        draft.refuseLater(
            new Refusal.ServiceWindowClosed(until.getOrDefault(digits, Optional.empty())));
      }
    }
  }

  /**
   * Until when windows are open, or were; empty where the customer never wrote or called.
   *
   * @param customers digits, or user ids
   * @return by what was given; of an open window a time until which it is open for sure
   */
  public Map<String, Optional<Instant>> until(
      TenantTx tx, Collection<String> customers, Connection connection, Instant now) {
    Map<String, Set<String>> named = new HashMap<>();
    customers.forEach(customer -> named.put(customer, Set.of(customer)));
    Map<String, Optional<Instant>> until = ends(tx, named, connection);
    Set<String> notOpen = new HashSet<>();
    until.forEach(
        (customer, end) -> {
          if (end.filter(now::isBefore).isEmpty()) {
            notOpen.add(customer);
          }
        });
    if (!notOpen.isEmpty()) {
      // WhatsApp may have told of these customers by other names: most windows need no such look.
      until.putAll(ends(tx, names.of(tx, notOpen), connection));
    }
    return until;
  }

  private Map<String, Optional<Instant>> ends(
      TenantTx tx, Map<String, Set<String>> named, Connection connection) {
    if (named.isEmpty()) {
      return new HashMap<>();
    }
    List<String> asked = named.values().stream().flatMap(Set::stream).toList();
    Map<String, Instant> opened = windows.opened(tx, connection.phoneNumberId(), asked);
    Map<String, Optional<Instant>> ends = new HashMap<>();
    named.forEach(
        (customer, all) ->
            ends.put(
                customer,
                all.stream()
                    .flatMap(name -> Stream.ofNullable(opened.get(ServiceWindows.key(name))))
                    .max(Comparator.naturalOrder())
                    .map(at -> at.plus(Conversation.WINDOW))));
    return ends;
  }

  /**
   * Whose window is known to be shut.
   *
   * @param until as {@link #until} gives it
   */
  public Set<String> shut(
      TenantTx tx,
      Map<String, Optional<Instant>> until,
      Connection connection,
      TenantSettings settings,
      Instant now) {
    Set<String> shut = new HashSet<>();
    until.forEach(
        (customer, end) -> {
          if (end.filter(now::isBefore).isEmpty()) {
            shut.add(customer);
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
