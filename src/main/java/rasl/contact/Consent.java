package rasl.contact;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;

/** Who opted out and in again by a word of their own. */
public final class Consent {
  /**
   * At most one acknowledgement of a kind in this time: two machines that answer each other would
   * never end.
   */
  private static final Duration QUIET = Duration.ofHours(24);

  private static final String KIND = "contact";

  private final ContactStore store;
  private final MarketingConsent marketing;
  private final Relations relations;
  private final EventLog events;

  Consent(ContactStore store, MarketingConsent marketing, Relations relations, EventLog events) {
    this.store = store;
    this.marketing = marketing;
    this.relations = relations;
    this.events = events;
  }

  /**
   * What a customer asked for.
   *
   * @param optsOut true to be left alone, false to be written to again
   * @param wide whether all messages are meant, where it opts out, and not marketing alone
   * @param at in WhatsApp's clock
   */
  public record Asked(long contact, boolean optsOut, boolean wide, Instant at) {
    /** Both of one customer; who opts out twice means all messages. */
    Asked and(Asked later) {
      if (later.at.isBefore(at)) {
        return later.and(this);
      }
      return new Asked(contact, later.optsOut, later.wide || (optsOut && later.optsOut), later.at);
    }
  }

  /**
   * A choice that changed something.
   *
   * @param wide whether it is about all messages
   * @param acknowledge whether the customer is to be told so
   */
  public record Changed(Asked asked, boolean wide, boolean acknowledge) {}

  /** Notes choices, in their order; what is older than what is known changes nothing. */
  public List<Changed> note(TenantTx tx, List<Asked> asked, Instant now) {
    Map<Long, Asked> latest = new TreeMap<>();
    for (Asked one : asked) {
      latest.merge(one.contact(), one, Asked::and);
    }
    Map<Long, Contact> contacts = new TreeMap<>();
    store.lockToMark(tx, latest.keySet()).forEach(contact -> contacts.put(contact.id(), contact));
    var changed = new ArrayList<Changed>();
    for (Asked one : latest.values()) {
      Contact contact = contacts.get(one.contact());
      if (contact != null && store.takeWord(tx, one.contact(), one.at())) {
        note(tx, contact, one, now, changed);
      }
    }
    return changed;
  }

  private void note(TenantTx tx, Contact contact, Asked asked, Instant now, List<Changed> changed) {
    boolean stopped = !marketing.stopped(tx, List.of(contact.id())).isEmpty();
    if (!asked.optsOut() && stopped) {
      choose(tx, contact, asked);
    }
    boolean wide = asked.wide() || stopped || contact.isOptedOut();
    if (asked.optsOut() && !wide) {
      choose(tx, contact, asked);
      boolean told = store.tellOfMarketing(tx, contact.id(), now, now.minus(QUIET));
      changed.add(new Changed(asked, false, told));
      return;
    }
    if (contact.isOptedOut() == asked.optsOut()) {
      if (!asked.optsOut() && stopped) {
        boolean told = store.tellOfOptIn(tx, contact.id(), now, now.minus(QUIET));
        changed.add(new Changed(asked, false, told));
      }
      return;
    }
    boolean told = store.setOptedOut(tx, contact.id(), asked.optsOut(), now, now.minus(QUIET));
    Contact after = Changes.optedOut(contact, asked.optsOut(), now);
    References references = relations.keep(tx, References.Wanted.by(List.of(after)));
    Event.updated(KIND, contact.id(), contact, after, references.relationships(after))
        .ifPresent(event -> events.recordAll(tx, List.of(event)));
    changed.add(new Changed(asked, true, told));
  }

  private void choose(TenantTx tx, Contact contact, Asked asked) {
    marketing.choose(
        tx, List.of(new MarketingConsent.Choice(contact.id(), asked.optsOut(), asked.at())));
  }
}
