package rasl.desk;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import rasl.App;
import rasl.audit.Actor;
import rasl.audit.AuditModule;
import rasl.config.Config;
import rasl.contact.ContactModule;
import rasl.contact.DemoContacts;
import rasl.cpu.CpuPool;
import rasl.crypto.Base62;
import rasl.crypto.KeyRing;
import rasl.crypto.MasterKey;
import rasl.db.Database;
import rasl.db.SealedColumn;
import rasl.disk.Disk;
import rasl.disk.Spool;
import rasl.event.EventLog;
import rasl.group.GroupModule;
import rasl.http.HttpModule;
import rasl.http.list.Lists;
import rasl.installation.Installation;
import rasl.installation.KeyRotation;
import rasl.job.Backoff;
import rasl.job.DeadJobStore;
import rasl.job.JobQueue;
import rasl.member.MemberModule;
import rasl.message.MessageModule;
import rasl.operator.OperatorTokens;
import rasl.otp.OtpModule;
import rasl.otp.OtpSettingsStore;
import rasl.people.PeopleModule;
import rasl.server.Machine;
import rasl.server.MachineCheck;
import rasl.shop.ShopModule;
import rasl.source.SourceModule;
import rasl.status.StatusModule;
import rasl.template.TemplateStore;
import rasl.tenant.Tenant;
import rasl.tenant.TenantModule;
import rasl.webhook.WebhookModule;
import rasl.whatsapp.connection.ConnectionDesk;
import rasl.whatsapp.connection.Trouble;

/**
 * The rooms with which commands work, each made when it is asked for. Nothing of them runs in the
 * background, and nothing touches the files or the keys of a server that runs beside.
 */
final class CommandRooms {
  private final Config config;
  private final Database db;
  private final boolean beside;
  private final Clock clock;
  private final SecureRandom random;
  private final AuditModule audit;
  private final TenantModule tenants;

  /**
   * @param beside whether a server of this data folder runs meanwhile
   */
  CommandRooms(Config config, Database db, boolean beside, Clock clock, SecureRandom random) {
    this.config = config;
    this.db = db;
    this.beside = beside;
    this.clock = clock;
    this.random = random;
    this.audit = new AuditModule(db, clock, random);
    this.tenants = new TenantModule(db, audit.audit(), clock, random);
  }

  TenantModule tenants() {
    return tenants;
  }

  OperatorDesk operators() {
    return new OperatorDesk(new OperatorTokens(db, audit.audit(), random, clock));
  }

  AuditDesk auditDesk() {
    return new AuditDesk(audit, tenants);
  }

  /** Whoever calls the command. */
  static Actor caller() {
    return Actor.cli(System.getProperty("user.name", ""));
  }

  /** Makes tenants and changes them. */
  TenantDesk desk() {
    KeyRing keys = Installation.keys(db, config.database());
    return new TenantDesk(
        new DeskRooms(
            tenants,
            sources(keys).records(),
            statuses(keys).records(),
            new OtpSettingsStore(),
            connections(keys),
            audit.audit()),
        db,
        config);
  }

  /** Makes up contacts. */
  DemoContacts demo() {
    return contacts(Installation.keys(db, config.database())).demo();
  }

  PeopleDesk peopleDesk() {
    return new PeopleDesk(tenants, people(), members(), caller());
  }

  /** Who uses the installation. */
  private PeopleModule people() {
    KeyRing keys = Installation.keys(db, config.database());
    return new PeopleModule(
        new PeopleModule.Ground(
            db,
            CpuPool.start(1),
            tenants.store(),
            keys.sealer(App.PEOPLE_SECRETS, random),
            config.server().sessionCalls(),
            clock,
            random),
        audit.audit(),
        () -> URI.create(publicUrl()));
  }

  /** Who works for a tenant. */
  private MemberModule members() {
    KeyRing keys = Installation.keys(db, config.database());
    return new MemberModule(
        new MemberModule.Ground(
            db,
            lists(keys),
            tenants.store(),
            people(),
            contacts(keys).assignments(),
            this::publicUrl,
            new MemberModule.Shared(events(), audit.audit(), clock, random)));
  }

  private ContactModule contacts(KeyRing keys) {
    return new ContactModule(
        new ContactModule.Ground(
            db,
            machine(),
            new JobQueue(
                "command-" + Base62.random(random, 12),
                () -> {},
                new Backoff(Backoff.USUAL, random)),
            events(),
            tenants.store(),
            lists(keys),
            clock),
        sources(keys).records(),
        statuses(keys).records(),
        new GroupModule(db, events(), lists(keys), clock).records());
  }

  /** For files, which no command reads: nothing is made until then. */
  private ContactModule.Machine machine() {
    Path data = config.database().dataDir();
    return new ContactModule.Machine(
        new Spool(data.resolve("spool"), Disk.of(data)), CpuPool.start(1));
  }

  /** What the doctor looks at. */
  Doctor.Contents contents() {
    ConnectionDesk desk = connections(Installation.keys(db, config.database()));
    List<Tenant> all = tenants.tenants().list();
    var connections = new LinkedHashMap<String, List<Trouble>>();
    var codes = new ArrayList<String>();
    var templates = new TemplateStore();
    var webhooks = new ArrayList<String>();
    for (Tenant tenant : all) {
      desk.troubles(tenant.id()).ifPresent(found -> connections.put(tenant.name(), found));
      OtpModule.templatesThatOutliveCodes(db, templates, clock, tenant.id())
          .forEach(words -> codes.add(tenant.name() + ": " + words));
      WebhookModule.troubles(db, tenant.id())
          .forEach(words -> webhooks.add(tenant.name() + ": " + words));
    }
    var machine =
        new MachineCheck(config, Machine.asItIs(), Disk.of(config.database().dataDir()), clock);
    return new Doctor.Contents(
        all.size(),
        codes,
        connections,
        db.inSystem(new DeadJobStore()::counted),
        machine.ofClock(db),
        webhooks);
  }

  /** Encrypts with the key of the settings what former keys encrypted. */
  KeyRotation.Done sealAnew() {
    MasterKey key = Installation.existingKey(config.database());
    if (beside) {
      Installation.refuseNewKey(db, key);
    }
    KeyRing keys = Installation.of(db, key, config.database().previousKeys(), random).keys();
    List<SealedColumn> columns = new ArrayList<>(HttpModule.sealedColumns(keys, random));
    columns.addAll(connections(keys).sealedColumns());
    columns.addAll(PeopleModule.sealedColumns(keys.sealer(App.PEOPLE_SECRETS, random)));
    columns.add(MessageModule.sealedColumn(keys.sealer(App.MESSAGE_SECRETS, random)));
    columns.addAll(WebhookModule.sealedColumns(keys.sealer(App.WEBHOOK_SECRETS, random)));
    columns.addAll(ShopModule.sealedColumns(keys.sealer(App.SHOP_SECRETS, random)));
    return new KeyRotation(
            db, keys, columns, tenants.tenants().list().stream().map(Tenant::id).toList())
        .run();
  }

  private ConnectionDesk connections(KeyRing keys) {
    return ConnectionDesk.of(
        db,
        keys.sealer(App.WHATSAPP_SECRETS, random),
        Optional.empty(),
        this::publicUrl,
        audit.audit(),
        clock,
        random);
  }

  private SourceModule sources(KeyRing keys) {
    return new SourceModule(db, events(), lists(keys), clock);
  }

  private StatusModule statuses(KeyRing keys) {
    return new StatusModule(db, events(), lists(keys), clock);
  }

  private EventLog events() {
    return new EventLog(clock, random);
  }

  private Lists lists(KeyRing keys) {
    return new Lists(keys.derive("list.cursor"), this::publicUrl);
  }

  private String publicUrl() {
    return config.publicUrl(config.server().port()).toString();
  }
}
