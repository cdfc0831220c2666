package rasl.message.hear;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.TenantTx;
import rasl.template.TemplateWebhooks;
import rasl.whatsapp.receive.AccountNotices;
import rasl.whatsapp.receive.InboxStore;
import rasl.whatsapp.receive.NoticeStore;
import rasl.whatsapp.receive.UpdateReader;
import rasl.whatsapp.receive.WhatsAppUpdate;

/** Reads changes, and hands what they tell to whom it concerns, in one transaction. */
final class Updates {
  private static final Logger log = LoggerFactory.getLogger(Updates.class);

  /** Fields that are about messages and customers; all others are about number and account. */
  private static final Set<String> MESSAGES =
      Set.of("messages", "smb_message_echoes", "calls", "user_preferences", "user_id_update");

  /** When a status is looked at again whose message is not known yet; then it is another's. */
  private static final List<Duration> PATIENCE =
      List.of(Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofMinutes(5));

  private final InboxStore inbox;
  private final StatusReports reports;
  private final InboundMessages inbound;
  private final PeopleUpdates people;
  private final AccountNotices notices;
  private final TemplateWebhooks templates;

  Updates(
      InboxStore inbox,
      StatusReports reports,
      InboundMessages inbound,
      PeopleUpdates people,
      AccountNotices notices,
      TemplateWebhooks templates) {
    this.inbox = inbox;
    this.reports = reports;
    this.inbound = inbound;
    this.people = people;
    this.notices = notices;
    this.templates = templates;
  }

  /** Says whether something was put off. */
  boolean apply(TenantTx tx, List<InboxStore.Waiting> waiting, Instant now) {
    var told = new Told();
    waiting.forEach(change -> told.read(change, now));
    inbound.store(tx, told.heard, now);
    people.apply(tx, told.renamed, told.preferences, now);
    templates.apply(tx, told.ofTemplates, now);
    notices.apply(tx, told.notices, now);
    notices.keep(tx, told.unplaced, now);
    return !told.statuses.isEmpty() && putOff(tx, reports.apply(tx, told.statuses, now), told);
  }

  /** A status may be quicker than our own note of what WhatsApp called the message. */
  private boolean putOff(TenantTx tx, List<WhatsAppUpdate.Status> unknown, Told told) {
    if (unknown.isEmpty()) {
      return false;
    }
    if (inbox.hasPutOffEnough(tx)) {
      log.info("{} statuses of unknown messages are not looked at again", unknown.size());
      return false;
    }
    boolean any = false;
    for (int failures = 0; failures < PATIENCE.size(); failures++) {
      int before = failures;
      List<WhatsAppUpdate.Status> again =
          unknown.stream()
              .filter(status -> told.failures.getOrDefault(status, 0) == before)
              .toList();
      if (!again.isEmpty()) {
        inbox.putLater(tx, again, failures + 1, PATIENCE.get(failures));
        any = true;
      }
    }
    return any;
  }

  /** What changes tell, by kind, each in the order of its arrival. */
  private static final class Told {
    final List<WhatsAppUpdate.Status> statuses = new ArrayList<>();

    /** How often statuses were looked at in vain, where they were. */
    final IdentityHashMap<WhatsAppUpdate.Status, Integer> failures = new IdentityHashMap<>();

    final InboundMessages.Heard heard = new InboundMessages.Heard();
    final List<WhatsAppUpdate.Renamed> renamed = new ArrayList<>();
    final List<WhatsAppUpdate.Preference> preferences = new ArrayList<>();
    final List<TemplateWebhooks.Told> ofTemplates = new ArrayList<>();
    final List<NoticeStore.Notice> notices = new ArrayList<>();
    final List<NoticeStore.Notice> unplaced = new ArrayList<>();

    void read(InboxStore.Waiting change, Instant now) {
      if (MESSAGES.contains(change.field())) {
        readMessages(change, now);
        return;
      }
      if (TemplateWebhooks.isAbout(change.field())) {
        ofTemplates.add(new TemplateWebhooks.Told(change.field(), change.value(), change.toldAt()));
      }
      notices.add(new NoticeStore.Notice(change.field(), change.value(), change.toldAt()));
    }

    private void readMessages(InboxStore.Waiting change, Instant now) {
      List<WhatsAppUpdate> updates;
      try {
        updates = UpdateReader.read(change.value(), now);
      } catch (RuntimeException e) {
        log.error("change {} of field {} cannot be read", change.id(), change.field(), e);
        keep(change.field(), change.value(), now);
        return;
      }
      for (WhatsAppUpdate update : updates) {
        switch (update) {
          case WhatsAppUpdate.Status status -> {
            statuses.add(status);
            failures.put(status, change.failures());
          }
          case WhatsAppUpdate.Inbound message -> heard.messages().add(message);
          case WhatsAppUpdate.Called call -> heard.calls().add(call);
          case WhatsAppUpdate.Renamed one -> renamed.add(one);
          case WhatsAppUpdate.Preference preference -> preferences.add(preference);
          case WhatsAppUpdate.Unplaced(var field, var raw) -> keep(field, raw, now);
        }
      }
    }

    private void keep(String field, String raw, Instant now) {
      unplaced.add(new NoticeStore.Notice(field, raw, now));
    }
  }
}
