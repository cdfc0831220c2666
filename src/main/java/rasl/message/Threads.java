package rasl.message;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.contact.Contact;
import rasl.contact.ContactStore;
import rasl.conversation.Conversation;
import rasl.conversation.ConversationStore;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.refusal.Refusal;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;

/** Makes the contacts and threads that messages need, within the limits of the tenant's plan. */
final class Threads {
  private final TenantStore tenants;
  private final ContactStore contacts;
  private final ConversationStore conversations;
  private final EventLog events;

  Threads(
      TenantStore tenants,
      ContactStore contacts,
      ConversationStore conversations,
      EventLog events) {
    this.tenants = tenants;
    this.contacts = contacts;
    this.conversations = conversations;
    this.events = events;
  }

  /**
   * Refuses drafts that need a contact for which the tenant chose no defaults, or a contact or a
   * thread beyond the plan's limits.
   */
  void refuseBeyondLimits(TenantTx tx, List<Draft> drafts, TenantSettings settings, Instant now) {
    drafts.stream()
        .filter(draft -> draft.contact == null)
        .forEach(draft -> refuseWithoutDefaults(draft, settings));
    LocalDate month = Conversation.monthOf(now);
    List<Draft> newContacts =
        drafts.stream().filter(d -> d.isAlive() && d.contact == null).toList();
    List<Draft> newThreads =
        drafts.stream()
            .filter(d -> d.isAlive() && (d.thread == null || !d.thread.isCountedIn(month)))
            .toList();
    var contactLimit = settings.enforcedContactLimit();
    var threadLimit = settings.enforcedConversationLimit();
    boolean counts =
        (contactLimit.isPresent() && !newContacts.isEmpty())
            || (threadLimit.isPresent() && !newThreads.isEmpty());
    if (!counts) {
      return;
    }
    tenants.lockLimits(tx);
    if (threadLimit.isPresent()) {
      long counted = conversations.countOf(tx, month);
      refuseBeyond(newThreads, "conversations", counted, threadLimit.getAsLong());
    }
    if (contactLimit.isPresent() && !newContacts.isEmpty()) {
      refuseBeyond(newContacts, "contacts", contacts.count(tx), contactLimit.getAsLong());
    }
  }

  private static void refuseWithoutDefaults(Draft draft, TenantSettings settings) {
    Map<String, List<String>> errors = new LinkedHashMap<>();
    if (settings.defaultStatus().isEmpty()) {
      errors.put("default_status", List.of(unset("default status")));
    }
    if (settings.defaultSource().isEmpty()) {
      errors.put("default_source", List.of(unset("default source")));
    }
    if (!settings.defaultAssignee().isChosen()) {
      errors.put("default_assignee", List.of(unset("default assignee (\"nobody\" is a choice)")));
    }
    if (!errors.isEmpty()) {
      draft.refuse(new Refusal.Invalid(errors, java.util.Optional.empty()));
    }
  }

  private static String unset(String setting) {
    return "This phone has no contact yet, and the account has no "
        + setting
        + " for new contacts. Choose one in its settings.";
  }

  /** Drafts for the same number share what they need; the first ones get what is left. */
  private static void refuseBeyond(List<Draft> drafts, String feature, long current, long maximum) {
    Set<Object> admitted = new HashSet<>();
    for (Draft draft : drafts) {
      if (!draft.isAlive()) {
        continue;
      }
      Object who = draft.contact == null ? draft.knownPhone() : draft.contact.id();
      if (!admitted.contains(who) && current + admitted.size() >= maximum) {
        draft.refuse(new Refusal.FeatureLimitExceeded(feature, current, maximum));
      } else {
        admitted.add(who);
      }
    }
  }

  /** Makes what is missing, sets contact and thread of every draft, and counts the threads. */
  void makeMissing(
      TenantTx tx, List<Draft> drafts, long connection, TenantSettings settings, Instant now) {
    makeContacts(tx, drafts, settings, now);
    makeThreads(tx, drafts, connection, now);
    LocalDate month = Conversation.monthOf(now);
    Set<Long> uncounted =
        drafts.stream()
            .map(Draft::knownThread)
            .filter(thread -> !thread.isCountedIn(month))
            .map(Conversation::id)
            .collect(Collectors.toSet());
    if (!uncounted.isEmpty()) {
      conversations.count(tx, uncounted, month);
    }
  }

  private void makeContacts(TenantTx tx, List<Draft> drafts, TenantSettings settings, Instant now) {
    Map<String, String> missing = new LinkedHashMap<>();
    Map<String, @Nullable String> requestIds = new HashMap<>();
    for (Draft draft : drafts) {
      if (draft.contact == null) {
        String digits = draft.knownPhone().digits();
        missing.put(digits, digits);
        requestIds.putIfAbsent(digits, draft.command.requestId());
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    Map<String, Contact> found = leads(tx, missing, requestIds, settings, now);
    for (Draft draft : drafts) {
      if (draft.contact == null) {
        draft.contact = found.get(draft.knownPhone().digits());
      }
    }
  }

  /**
   * The contacts with these phones; those that do not exist are made as leads, with their events.
   *
   * @param firstnames by the phone's digits
   * @param requestIds the requests that cause it, by the phone's digits
   */
  Map<String, Contact> leads(
      TenantTx tx,
      Map<String, String> firstnames,
      Map<String, @Nullable String> requestIds,
      TenantSettings settings,
      Instant now) {
    List<Contact> made = contacts.insertLeads(tx, firstnames, settings, now);
    var causes = new ArrayList<@Nullable String>();
    made.forEach(contact -> causes.add(requestIds.get(Recipients.digits(contact))));
    events.recordAll(
        tx, made.stream().map(c -> Event.created("contact", c.id(), c)).toList(), causes);
    // Where another transaction made a contact in the meantime, that one is it.
    List<Contact> all =
        made.size() == firstnames.size() ? made : contacts.byPhones(tx, firstnames.keySet());
    return all.stream().collect(Collectors.toMap(Recipients::digits, Function.identity()));
  }

  private void makeThreads(TenantTx tx, List<Draft> drafts, long connection, Instant now) {
    Set<Long> missing =
        drafts.stream()
            .filter(draft -> draft.thread == null)
            .map(draft -> draft.knownContact().id())
            .collect(Collectors.toSet());
    if (missing.isEmpty()) {
      return;
    }
    Map<Long, Conversation> found = of(tx, connection, missing, now);
    for (Draft draft : drafts) {
      if (draft.thread == null) {
        draft.thread = found.get(draft.knownContact().id());
      }
    }
  }

  /** The threads of these contacts, by contact; those that do not exist are made. */
  Map<Long, Conversation> of(TenantTx tx, long connection, Set<Long> contactIds, Instant now) {
    conversations.insertAll(tx, connection, contactIds, now);
    return conversations.ofContacts(tx, connection, contactIds).stream()
        .collect(Collectors.toMap(Conversation::contactId, Function.identity()));
  }
}
