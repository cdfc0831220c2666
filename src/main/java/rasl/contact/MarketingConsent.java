package rasl.contact;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;

/**
 * Who stopped marketing messages in WhatsApp itself ({@code user_preferences}). It is not an
 * opt-out: everything but templates of category MARKETING may still be sent.
 */
public final class MarketingConsent {
  private final WhatsAppIdStore store = new WhatsAppIdStore();
  private final EventLog events;

  MarketingConsent(EventLog events) {
    this.events = events;
  }

  /** What a customer chose, and when, in WhatsApp's clock. */
  public record Choice(long contact, boolean stopped, Instant at) {}

  /** Which of these contacts must not get marketing. */
  public Set<Long> stopped(TenantTx tx, Collection<Long> contacts) {
    return contacts.isEmpty() ? Set.of() : store.marketingStopped(tx, contacts);
  }

  /** Notes choices, each contact's latest; those that change something are told. */
  public void choose(TenantTx tx, List<Choice> choices) {
    Map<Long, Boolean> stopped = new HashMap<>();
    Map<Long, Instant> at = new HashMap<>();
    for (Choice choice : choices) {
      Instant known = at.get(choice.contact());
      if (known == null || !choice.at().isBefore(known)) {
        stopped.put(choice.contact(), choice.stopped());
        at.put(choice.contact(), choice.at());
      }
    }
    if (stopped.isEmpty()) {
      return;
    }
    events.recordAll(
        tx,
        store.setMarketing(tx, stopped, at).stream()
            .filter(id -> id != 0)
            .map(id -> Event.happened(type(stopped.getOrDefault(id, false)), "contact", id))
            .toList());
  }

  private static String type(boolean stopped) {
    return stopped ? "contact.marketing_stopped" : "contact.marketing_resumed";
  }
}
