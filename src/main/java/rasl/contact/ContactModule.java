package rasl.contact;

import java.time.Clock;
import rasl.db.Db;
import rasl.event.EventLog;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.named.NamedRecords;
import rasl.tenant.MemberStore;
import rasl.tenant.TenantStore;

/** Puts the contact room together. */
public final class ContactModule {
  private final ContactApi api;
  private final ContactBatchApi batchApi;
  private final WhatsAppContacts whatsApp;
  private final MarketingConsent marketing;
  private final Consent consent;

  /** What the room stands on. */
  public record Ground(Db db, EventLog events, TenantStore tenants, Lists lists, Clock clock) {}

  public ContactModule(
      Ground ground, NamedRecords sources, NamedRecords statuses, NamedRecords groups) {
    var store = new ContactStore();
    var writes = new ContactWrites();
    var memberships = new MembershipStore();
    var phones = new PhoneReader();
    var relations = new Relations(sources, statuses, groups, new MemberStore());
    var creation = new Creation(writes, memberships, relations, ground.events(), ground.clock());
    var limit = new PlanLimit(ground.tenants(), store);
    var contacts = contacts(ground, store, writes, memberships, relations, creation);
    marketing = new MarketingConsent(ground.events());
    consent = new Consent(store, relations, ground.events());
    var merging = new ContactMerge(store, writes, memberships, relations, ground.events());
    whatsApp = new WhatsAppContacts(store, merging, relations, ground.events());
    api =
        new ContactApi(
            ground.db(),
            contacts,
            new ContactList(ground.lists(), ground.tenants(), relations, phones),
            ground.lists());
    batchApi =
        new ContactBatchApi(
            contacts,
            new ContactBatches(creation, limit, ground.tenants(), phones),
            members(ground, store, writes, memberships, relations));
  }

  private static Contacts contacts(
      Ground ground,
      ContactStore store,
      ContactWrites writes,
      MembershipStore memberships,
      Relations relations,
      Creation creation) {
    return new Contacts(
        store,
        writes,
        memberships,
        relations,
        creation,
        new PlanLimit(ground.tenants(), store),
        ground.tenants(),
        new PhoneReader(),
        ground.events(),
        ground.clock());
  }

  private static GroupMembers members(
      Ground ground,
      ContactStore store,
      ContactWrites writes,
      MembershipStore memberships,
      Relations relations) {
    return new GroupMembers(store, writes, memberships, relations, ground.events(), ground.clock());
  }

  /** Who is meant by the names that WhatsApp uses. */
  public WhatsAppContacts whatsApp() {
    return whatsApp;
  }

  /** Who opted out and in again by a word. */
  public Consent consent() {
    return consent;
  }

  /** Who stopped marketing messages in WhatsApp itself. */
  public MarketingConsent marketing() {
    return marketing;
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
    batchApi.addTo(routes);
  }
}
