package rasl.contact;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import rasl.cpu.CpuPool;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.disk.Spool;
import rasl.event.EventLog;
import rasl.event.Resources;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.named.NamedRecords;
import rasl.tenant.MemberStore;
import rasl.tenant.TenantStore;

/** Puts the contact room together. */
public final class ContactModule {
  /** How long an import that is over can be looked at, with its failed rows. */
  static final Duration IMPORTS_KEPT = Duration.ofDays(30);

  private static final int DELETED_AT_ONCE = 1000;

  private final Ground ground;
  private final ContactApi api;
  private final ContactBatchApi batchApi;
  private final GroupMembersApi membersApi;
  private final WhatsAppContacts whatsApp;
  private final MarketingConsent marketing;
  private final Consent consent;
  private final ImportApi importApi;
  private final ContactExport export;
  private final DemoContacts demo;
  private final ContactEvents created;
  private final Resources resources;
  private final ImportJob importing;
  private final Newcomers newcomers;
  private final Buyers buyers;
  private final Assignments assignments;
  private final ImportStore imports = new ImportStore();

  /** What the room stands on. */
  public record Ground(
      Db db,
      Machine machine,
      JobQueue queue,
      EventLog events,
      TenantStore tenants,
      Lists lists,
      Clock clock) {}

  /**
   * What large files need of the machine.
   *
   * @param spool where their rows lie until they are stored
   * @param cpu where they are read
   */
  public record Machine(Spool spool, CpuPool cpu) {}

  /** What several of its services share. */
  private record Parts(
      ContactStore store,
      ContactWrites writes,
      MembershipStore memberships,
      PhoneReader phones,
      Relations relations,
      Creation creation,
      PlanLimit limit) {

    static Parts of(Ground ground, Relations relations) {
      var store = new ContactStore();
      var writes = new ContactWrites();
      var memberships = new MembershipStore();
      return new Parts(
          store,
          writes,
          memberships,
          new PhoneReader(),
          relations,
          new Creation(writes, memberships, relations, ground.events(), ground.clock()),
          new PlanLimit(ground.tenants(), store));
    }
  }

  public ContactModule(
      Ground ground, NamedRecords sources, NamedRecords statuses, NamedRecords groups) {
    this.ground = ground;
    var relations = new Relations(sources, statuses, groups, new MemberStore());
    Parts parts = Parts.of(ground, relations);
    var list = new ContactList(ground.lists(), ground.tenants(), relations, parts.phones());
    api = new ContactApi(ground.db(), contacts(ground, parts), list, ground.lists());
    batchApi = batches(ground, parts);
    membersApi = members(ground, parts);
    export = new ContactExport(ground.db(), list, relations, ground.lists());
    importApi = imports(ground, imports);
    importing = importing(ground, parts, imports);
    demo = demo(ground, parts);
    created = new ContactEvents(relations);
    resources = new ContactResources(parts.store(), relations);
    assignments =
        new Assignments(parts.store(), parts.writes(), relations, ground.events(), ground.clock());
    newcomers =
        new Newcomers(
            parts.store(), parts.writes(), parts.memberships(), relations, ground.events());
    buyers = buyers(ground, parts);
    marketing = new MarketingConsent(ground.events());
    consent = new Consent(parts.store(), marketing, relations, ground.events());
    var merging =
        new ContactMerge(
            parts.store(), parts.writes(), parts.memberships(), relations, ground.events());
    whatsApp = new WhatsAppContacts(parts.store(), merging, relations, ground.events());
  }

  /** How many contacts the transaction's tenant has, at no more cost where they are many. */
  public long count(TenantTx tx) {
    return new ContactStore().count(tx);
  }

  private static DemoContacts demo(Ground ground, Parts parts) {
    return new DemoContacts(
        ground.db(),
        parts.writes(),
        parts.memberships(),
        parts.store(),
        parts.relations(),
        ground.clock());
  }

  private static Contacts contacts(Ground ground, Parts parts) {
    return new Contacts(
        parts.store(),
        parts.writes(),
        parts.memberships(),
        parts.relations(),
        parts.creation(),
        parts.limit(),
        ground.tenants(),
        parts.phones(),
        ground.events(),
        ground.clock());
  }

  private static ContactBatchApi batches(Ground ground, Parts parts) {
    return new ContactBatchApi(
        contacts(ground, parts),
        new ContactBatches(parts.creation(), parts.limit(), ground.tenants(), parts.phones()));
  }

  private static GroupMembersApi members(Ground ground, Parts parts) {
    return new GroupMembersApi(
        ground.db(),
        new GroupMembers(
            parts.store(),
            parts.writes(),
            parts.memberships(),
            parts.relations(),
            ground.events(),
            ground.clock()));
  }

  private static ImportApi imports(Ground ground, ImportStore store) {
    return new ImportApi(
        ground.db(),
        ground.machine(),
        new Imports(store, new ImportPieces(), ground.tenants(), ground.queue(), ground.clock()),
        store,
        ground.lists());
  }

  private static ImportJob importing(Ground ground, Parts parts, ImportStore imports) {
    var stores =
        new ImportSteps.Stores(ground.db(), imports, new ImportPieces(), new ImportStaging());
    var steps =
        new ImportSteps(
            stores,
            parts.creation(),
            parts.limit(),
            parts.relations(),
            new ImportSteps.Reading(
                ground.tenants(), parts.phones(), ground.machine().cpu(), ground.clock()));
    var staged =
        new StagedImport(
            stores, steps, parts.limit(), parts.relations(), ground.tenants(), ground.events());
    return new ImportJob(ground.db(), ground.queue(), imports, steps, staged, ground.clock());
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

  /** Contacts that are made for sends. */
  public Newcomers newcomers() {
    return newcomers;
  }

  private static Buyers buyers(Ground ground, Parts parts) {
    return new Buyers(
        new Buyers.Parts(parts.store(), parts.writes(), parts.memberships(), parts.relations()),
        parts.limit(),
        parts.phones(),
        ground.events());
  }

  /** The contacts of those who buy in shops. */
  public Buyers buyers() {
    return buyers;
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
    batchApi.addTo(routes);
    membersApi.addTo(routes);
    importApi.addTo(routes);
    export.addTo(routes);
  }

  /** Made-up people, for trying. */
  public DemoContacts demo() {
    return demo;
  }

  /** Contacts as their events show them. */
  public Resources resources() {
    return resources;
  }

  /** What is assigned to members. */
  public Assignments assignments() {
    return assignments;
  }

  /** The events of contacts that other rooms make. */
  public ContactEvents events() {
    return created;
  }

  /** Deletes imports that ended long ago, of all tenants. */
  public void deleteOldImports() {
    int deleted;
    do {
      var until = ground.clock().instant().minus(IMPORTS_KEPT);
      deleted = ground.db().inSystem(tx -> imports.deleteOld(tx, until, DELETED_AT_ONCE));
    } while (deleted >= DELETED_AT_ONCE);
  }

  /** What its jobs need to be done by. */
  public Map<String, JobHandler> jobs() {
    return Map.of(Imports.KIND, importing);
  }
}
