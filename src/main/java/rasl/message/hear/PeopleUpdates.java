package rasl.message.hear;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rasl.contact.Contact;
import rasl.contact.MarketingConsent;
import rasl.contact.WhatsAppContacts;
import rasl.contact.WhatsAppUser;
import rasl.conversation.ServiceWindows;
import rasl.db.TenantTx;
import rasl.tenant.TenantStore;
import rasl.whatsapp.receive.WhatsAppUpdate.Preference;
import rasl.whatsapp.receive.WhatsAppUpdate.Renamed;

/** Applies what WhatsApp tells of customers beside their messages. */
final class PeopleUpdates {
  private final TenantStore tenants;
  private final WhatsAppContacts contacts;
  private final MarketingConsent marketing;
  private final ServiceWindows windows = new ServiceWindows();

  PeopleUpdates(TenantStore tenants, WhatsAppContacts contacts, MarketingConsent marketing) {
    this.tenants = tenants;
    this.contacts = contacts;
    this.marketing = marketing;
  }

  void apply(TenantTx tx, List<Renamed> renamed, List<Preference> preferences, Instant now) {
    for (Renamed one : renamed) {
      contacts.renamed(tx, one.before(), one.after(), now);
      windows.renamed(tx, one.before(), one.after());
    }
    if (preferences.isEmpty()) {
      return;
    }
    Map<WhatsAppUser, String> names = new LinkedHashMap<>();
    for (Preference one : preferences) {
      names.putIfAbsent(one.user(), InboundMessages.firstname(one.user(), one.profileName()));
    }
    Map<WhatsAppUser, Contact> found = contacts.meet(tx, names, tenants.settings(tx), now);
    var choices = new ArrayList<MarketingConsent.Choice>();
    for (Preference one : preferences) {
      Contact contact = found.get(one.user());
      if (contact != null) {
        choices.add(new MarketingConsent.Choice(contact.id(), one.stopped(), one.at()));
      }
    }
    marketing.choose(tx, choices);
  }
}
