package rasl.message.accept;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.contact.Contact;
import rasl.contact.ContactEvents;
import rasl.contact.ContactStore;
import rasl.contact.Newcomers;
import rasl.conversation.Conversation;
import rasl.conversation.ConversationStore;
import rasl.db.TenantTx;
import rasl.event.EventLog;
import rasl.refusal.Refusal;
import rasl.tenant.TenantSettings;

/** Makes the contacts and threads that messages need, within the limits of the tenant's plan. */
public final class Threads {
  private final ContactStore contacts;
  private final ConversationStore conversations;
  private final Newcomers newcomers;
  private final ContactEvents contactEvents;
  private final EventLog events;

  public Threads(
      ContactStore contacts,
      ConversationStore conversations,
      Newcomers newcomers,
      ContactEvents contactEvents,
      EventLog events) {
    this.newcomers = newcomers;
    this.contacts = contacts;
    this.conversations = conversations;
    this.contactEvents = contactEvents;
    this.events = events;
  }

  /** Refuses drafts that need a contact for which the tenant chose no defaults. */
  void refuseWithoutDefaults(List<Draft> drafts, TenantSettings settings) {
    drafts.stream()
        .filter(draft -> draft.contact == null)
        .forEach(draft -> refuseWithoutDefaults(draft, settings));
  }

  /** Refuses drafts that describe a contact that cannot be made. */
  void refuseWrongNewcomers(TenantTx tx, List<Draft> drafts) {
    needingContact(drafts)
        .forEach(
            draft ->
                draft
                    .wish()
                    .newcomer()
                    .flatMap(said -> newcomers.refusal(tx, said))
                    .ifPresent(draft::refuse));
  }

  /** Whether drafts may use up a limit: then the tenant's limits must be locked to count. */
  boolean needsLimits(List<Draft> drafts, TenantSettings settings, Instant now) {
    return (settings.enforcedContactLimit().isPresent() && !needingContact(drafts).isEmpty())
        || (settings.enforcedConversationLimit().isPresent()
            && !needingCount(drafts, now).isEmpty());
  }

  /** Refuses drafts that need a contact or a thread beyond the plan's limits, which are locked. */
  void refuseBeyondLimits(TenantTx tx, List<Draft> drafts, TenantSettings settings, Instant now) {
    var contactLimit = settings.enforcedContactLimit();
    var threadLimit = settings.enforcedConversationLimit();
    if (contactLimit.isPresent() && !needingContact(drafts).isEmpty()) {
      refuseBeyond(
          needingContact(drafts), "contacts", contacts.count(tx), contactLimit.getAsLong());
    }
    if (threadLimit.isPresent() && !needingCount(drafts, now).isEmpty()) {
      long counted = conversations.countOf(tx, Conversation.monthOf(now));
      refuseBeyond(needingCount(drafts, now), "conversations", counted, threadLimit.getAsLong());
    }
  }

  private static List<Draft> needingContact(List<Draft> drafts) {
    return drafts.stream().filter(draft -> draft.isAlive() && draft.contact == null).toList();
  }

  private static List<Draft> needingCount(List<Draft> drafts, Instant now) {
    LocalDate month = Conversation.monthOf(now);
    return drafts.stream()
        .filter(draft -> draft.isAlive())
        .filter(draft -> draft.thread == null || !draft.thread.isCountedIn(month))
        .toList();
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
      Object who = draft.contact == null ? draft.knownPhone() : draft.contact.id();
      if (!admitted.contains(who) && current + admitted.size() >= maximum) {
        draft.refuse(new Refusal.FeatureLimitExceeded(feature, current, maximum));
      } else if (!draft.isDoomed()) {
        admitted.add(who);
      }
    }
  }

  /** Makes what is missing, sets contact and thread of every draft, and counts the threads. */
  void makeMissing(
      TenantTx tx, List<Draft> drafts, long connection, TenantSettings settings, Instant now) {
    makeNewcomers(tx, drafts, settings, now);
    makeContacts(tx, drafts, settings, now);
    makeThreads(tx, drafts, connection, now);
    LocalDate month = Conversation.monthOf(now);
    Set<Long> uncounted =
        drafts.stream()
            .map(Draft::knownThread)
            .filter(thread -> !thread.isCountedIn(month))
            .map(Conversation::id)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!uncounted.isEmpty()) {
      conversations.count(tx, uncounted, month);
    }
  }

  /** Notes in the threads of these drafts that something was written. */
  void wrote(TenantTx tx, List<Draft> drafts, Instant now) {
    conversations.wrote(
        tx,
        drafts.stream()
            .map(draft -> draft.knownThread().id())
            .collect(Collectors.toCollection(TreeSet::new)),
        now);
  }

  /** Those of whom more is said than their phone; another draft for the same phone finds them. */
  private void makeNewcomers(
      TenantTx tx, List<Draft> drafts, TenantSettings settings, Instant now) {
    drafts.stream()
        .filter(draft -> draft.contact == null && draft.wish().newcomer().isPresent())
        .sorted(Comparator.comparing(draft -> draft.knownPhone().digits()))
        .forEach(
            draft ->
                draft.contact =
                    newcomers.make(
                        tx,
                        draft.wish().newcomer().orElseThrow(),
                        draft.knownPhone(),
                        settings,
                        draft.command.requestId(),
                        now));
  }

  private void makeContacts(TenantTx tx, List<Draft> drafts, TenantSettings settings, Instant now) {
    // In one order for all, so that two transactions with the same new phones do not deadlock.
    Map<String, String> missing = new TreeMap<>();
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
    events.recordAll(tx, contactEvents.created(tx, made), causes);
    // Where another transaction made a contact in the meantime, that one is it.
    List<Contact> all =
        made.size() == firstnames.size() ? made : contacts.keepByPhones(tx, firstnames.keySet());
    return all.stream().collect(Collectors.toMap(Recipients::digits, Function.identity()));
  }

  private void makeThreads(TenantTx tx, List<Draft> drafts, long connection, Instant now) {
    Set<Long> missing =
        drafts.stream()
            .filter(draft -> draft.thread == null)
            .map(draft -> draft.knownContact().id())
            .collect(Collectors.toCollection(TreeSet::new));
    if (missing.isEmpty()) {
      return;
    }
    Map<Long, Instant> begun = new TreeMap<>();
    missing.forEach(contact -> begun.put(contact, now));
    Map<Long, Conversation> found = of(tx, connection, begun, now);
    for (Draft draft : drafts) {
      if (draft.thread == null) {
        draft.thread = found.get(draft.knownContact().id());
      }
    }
  }

  /**
   * The threads of contacts, by contact; those that do not exist are made.
   *
   * @param begun when something was first said in each, by contact
   */
  public Map<Long, Conversation> of(
      TenantTx tx, long connection, Map<Long, Instant> begun, Instant now) {
    conversations.insertAll(tx, connection, begun, now);
    return conversations.ofContacts(tx, connection, begun.keySet()).stream()
        .collect(Collectors.toMap(Conversation::contactId, Function.identity()));
  }
}
