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
    var contacts =
        new Contacts(
            store,
            writes,
            memberships,
            relations,
            creation,
            limit,
            ground.tenants(),
            phones,
            ground.events(),
            ground.clock());
    var list = new ContactList(ground.lists(), ground.tenants(), relations, phones);
    api = new ContactApi(ground.db(), contacts, list, ground.lists());
    batchApi =
        new ContactBatchApi(
            contacts,
            new ContactBatches(creation, limit, ground.tenants(), phones),
            new GroupMembers(
                store, writes, memberships, relations, ground.events(), ground.clock()));
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
    batchApi.addTo(routes);
  }
}
