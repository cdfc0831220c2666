package rasl;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.account.AccountModule;
import rasl.account.NewTenantDefaults;
import rasl.audit.AuditModule;
import rasl.config.Config;
import rasl.contact.ContactModule;
import rasl.conversation.ConversationModule;
import rasl.cpu.CpuPool;
import rasl.crypto.Base62;
import rasl.crypto.KeyRing;
import rasl.crypto.MasterKey;
import rasl.db.Database;
import rasl.db.SealedColumn;
import rasl.db.TenantTx;
import rasl.desk.DeskRooms;
import rasl.disk.Disk;
import rasl.disk.Spool;
import rasl.event.EventLog;
import rasl.event.EventModule;
import rasl.event.EventTenant;
import rasl.group.GroupModule;
import rasl.http.HealthCheck;
import rasl.http.HttpModule;
import rasl.http.HttpServer;
import rasl.http.Networks;
import rasl.http.Routes;
import rasl.http.TokenCheck;
import rasl.http.list.Lists;
import rasl.http.out.AddressGuard;
import rasl.installation.Installation;
import rasl.job.Backoff;
import rasl.job.Duties;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.Worker;
import rasl.limit.Budgets;
import rasl.limit.CallLimits;
import rasl.limit.OwnBudgets;
import rasl.limit.SharedBudgets;
import rasl.media.MediaModule;
import rasl.member.MemberModule;
import rasl.message.MessageModule;
import rasl.operator.Nodes;
import rasl.operator.OperatorModule;
import rasl.operator.OperatorTokens;
import rasl.otp.OtpModule;
import rasl.people.PeopleModule;
import rasl.server.Chores;
import rasl.server.FrontDoor;
import rasl.server.Housekeeping;
import rasl.server.RunningParts;
import rasl.server.ServerTimings;
import rasl.server.WorkSignal;
import rasl.server.WriteCheck;
import rasl.shop.ShopModule;
import rasl.shop.connect.ConnectModule;
import rasl.source.SourceModule;
import rasl.status.StatusModule;
import rasl.template.TemplateModule;
import rasl.tenant.AccessTokens;
import rasl.tenant.Tenant;
import rasl.tenant.TenantModule;
import rasl.tenant.TenantSettings;
import rasl.webhook.WebhookModule;
import rasl.whatsapp.WhatsAppModule;
import rasl.whatsapp.graph.GraphMedia;
import rasl.whatsapp.graph.Graphs;
import rasl.whatsapp.pace.Pacing;

/**
 * The whole server on an open database, wired by hand, one line per room. It is made, then started,
 * then closed.
 */
public final class App implements AutoCloseable {
  /** Names the key of WhatsApp's tokens and secrets. */
  public static final String WHATSAPP_SECRETS = "whatsapp.secret";

  /** Names the key of the secrets and headers of webhook endpoints. */
  public static final String WEBHOOK_SECRETS = "webhook.secret";

  /** Names the key of the secrets of shops, and of what they brought. */
  public static final String SHOP_SECRETS = "shop.secret";

  /** Names the key of what messages must not show. */
  public static final String MESSAGE_SECRETS = "message.secret";

  /** Names the key of the secrets of people's one-time codes. */
  public static final String PEOPLE_SECRETS = "person.secret";

  private static final Duration CLEANING = Duration.ofMinutes(10);
  private static final Duration GIVING_BACK = Duration.ofMillis(500);
  private static final Duration WATCHING = Duration.ofMinutes(1);

  private final Config config;
  private final Database db;
  private final Clock clock;
  private final WorkSignal signal;
  private final EventModule feed;
  private final Duties duties;
  private final Nodes nodes;

  /** Nodes that share a database share the budgets of tokens. */
  private final Optional<SharedBudgets> sharedCalls;

  private final HttpModule http;
  private final Lists lists;
  private final AuditModule audit;
  private final TenantModule tenants;
  private final PeopleModule people;
  private final WhatsAppModule whatsapp;
  private final SourceModule sources;
  private final StatusModule statuses;
  private final GroupModule groups;
  private final ContactModule contacts;
  private final TemplateModule templates;
  private final ConversationModule conversations;
  private final MediaModule media;
  private final MessageModule messages;
  private final MemberModule members;
  private final OtpModule codes;
  private final AccountModule account;
  private final WebhookModule webhooks;
  private final ShopModule shops;
  private final OperatorModule operators;
  private final OperatorTokens operatorTokens;
  private final FrontDoor door;
  private final Housekeeping housekeeping;
  private final WriteCheck writing;
  private final Routes routes = new Routes();
  private final Worker worker;
  private final RunningParts running = new RunningParts();
  private final Chores chores;
  private final CpuPool cpu = CpuPool.start(Runtime.getRuntime().availableProcessors());
  private volatile int port;

  /**
   * What the surroundings give.
   *
   * @param graphs where WhatsApp's API is
   * @param sharedApp the operator's app of Meta
   * @param sharedDatabase whether other nodes may work on this database
   * @param timings the waits that are not settings
   */
  public record Surroundings(
      Config config,
      Database db,
      MasterKey key,
      Graphs graphs,
      Optional<rasl.whatsapp.App> sharedApp,
      boolean sharedDatabase,
      ServerTimings timings,
      Clock clock,
      SecureRandom random) {}

  /** Wires all rooms; nothing runs before {@link #start()}. */
  public App(Surroundings given) {
    config = given.config();
    db = given.db();
    clock = given.clock();
    SecureRandom random = given.random();
    Installation installation =
        Installation.of(db, given.key(), config.database().previousKeys(), random);
    KeyRing keys = installation.keys();
    signal = given.sharedDatabase() ? WorkSignal.toAllNodes(db) : WorkSignal.toThisNode();
    feed = new EventModule(db, this::eventTenant, clock, random);
    feed.signal().carryTo(signal::grown);
    signal.listenToFeeds(feed.signal());
    var backoff = new Backoff(given.timings().firstBackoff(), random);
    String node = Base62.random(random, 12);
    duties = new Duties(db, node, clock);
    chores = new Chores(running, duties);
    var queue = new JobQueue(node, signal::send, backoff);
    nodes = new Nodes(db, node);
    sharedCalls =
        given.sharedDatabase()
            ? Optional.of(new SharedBudgets(db, nodes::count, System::nanoTime))
            : Optional.empty();
    EventLog events = feed.log();
    lists = new Lists(keys.derive("list.cursor"), () -> publicUrl().toString());
    var sealer = keys.sealer(WHATSAPP_SECRETS, random);
    var spool =
        new Spool(
            config.database().dataDir().resolve("spool"), Disk.of(config.database().dataDir()));
    http = new HttpModule(db, keys, httpSettings(config.server()), spool, cpu, clock, random);
    audit = new AuditModule(db, clock, random);
    tenants = new TenantModule(db, audit.audit(), clock, random);
    people =
        new PeopleModule(
            new PeopleModule.Ground(
                db,
                cpu,
                tenants.store(),
                keys.sealer(PEOPLE_SECRETS, random),
                config.server().sessionCalls(),
                clock,
                random),
            audit.audit(),
            this::publicUrl);
    sources = new SourceModule(db, events, lists, clock);
    statuses = new StatusModule(db, events, lists, clock);
    groups = new GroupModule(db, events, lists, clock);
    contacts =
        new ContactModule(
            new ContactModule.Ground(
                db,
                new ContactModule.Machine(spool, cpu),
                queue,
                events,
                tenants.store(),
                lists,
                clock),
            sources.records(),
            statuses.records(),
            groups.records());
    whatsapp =
        new WhatsAppModule(
            new WhatsAppModule.Ground(db, queue, events, sealer, http.meters(), clock, random),
            given.graphs(),
            config.whatsapp().graphVersion(),
            given.sharedApp(),
            audit.audit(),
            () -> publicUrl().toString());
    templates =
        new TemplateModule(
            new TemplateModule.Ground(
                db, queue, events, lists, whatsapp.connections(), whatsapp.graph(), clock, random));
    conversations =
        new ConversationModule(
            new ConversationModule.Ground(
                db,
                queue,
                lists,
                contacts,
                whatsapp.connections(),
                whatsapp.graph(),
                clock,
                random));
    members =
        new MemberModule(
            new MemberModule.Ground(
                db,
                lists,
                tenants.store(),
                people,
                contacts.assignments(),
                () -> publicUrl().toString(),
                new MemberModule.Shared(events, audit.audit(), clock, random)));
    codes =
        new OtpModule(
            new OtpModule.Ground(
                db,
                tenants.store(),
                templates.store(),
                events,
                lists,
                clock,
                given.timings().caches(),
                random),
            keys.derive("otp.code"));
    media =
        new MediaModule(
            new MediaModule.Ground(
                db,
                queue,
                events,
                whatsapp.connections(),
                keys,
                cpu,
                tenants.store(),
                installation.id(),
                new GraphMedia(
                    given.graphs(),
                    config.whatsapp().graphVersion(),
                    whatsapp.graph(),
                    config.server().outgoingAllow()),
                clock,
                random),
            config.media(),
            config.database().dataDir(),
            this::publicUrl,
            config.jobSlots());
    messages =
        new MessageModule(
            new MessageModule.Ground(
                db,
                queue,
                events,
                contacts.events(),
                http.idempotencyStore(),
                tenants.store(),
                contacts,
                templates,
                media,
                new AddressGuard(config.server().outgoingAllow()),
                whatsapp.connections(),
                whatsapp.graph(),
                whatsapp.pacing(),
                whatsapp.halts(),
                lists,
                keys.sealer(MESSAGE_SECRETS, random),
                clock,
                random),
            codes.guests(),
            installation.id(),
            config.whatsapp().sendWait());
    account =
        new AccountModule(
            new AccountModule.Ground(
                db,
                tenants,
                contacts,
                sources.records(),
                statuses.records(),
                http.meters(),
                clock));
    webhooks =
        new WebhookModule(
            new WebhookModule.Ground(
                db,
                feed,
                audit.audit(),
                tenants.store(),
                lists,
                this::eventTenant,
                new WebhookModule.Surroundings(
                    config.server().outgoingAllow(), http.meters(), clock, random)),
            keys.sealer(WEBHOOK_SECRETS, random));
    shops =
        new ShopModule(
            new ConnectModule.Ground(
                db,
                tenants.store(),
                groups.records(),
                audit.audit(),
                lists,
                () -> publicUrl().toString(),
                new ConnectModule.Surroundings(clock, random)),
            new ShopModule.Neighbours(queue, contacts.buyers(), http.meters()),
            keys.sealer(SHOP_SECRETS, random));
    operatorTokens = new OperatorTokens(db, audit.audit(), random, clock);
    operators =
        new OperatorModule(
            new OperatorModule.Ground(db, tenants, audit, account, nodes, this::makeTenant, clock));
    door =
        new FrontDoor(
            new FrontDoor.Rooms(http, people.sessions(), operatorTokens),
            new CallLimits(
                sharedCalls.<Budgets>map(calls -> calls).orElse(new OwnBudgets(clock)), clock),
            config,
            routes,
            this::publicUrl);
    housekeeping = new Housekeeping(db, keys, http, tenants, whatsapp, sealedByOthers(), clock);
    running.add(cpu);
    writing =
        new WriteCheck(
            db, config.database().dataDir(), Disk.of(config.database().dataDir()), clock);
    running.add(feed);
    running.add(whatsapp);
    running.add(media);
    running.add(messages);
    running.add(webhooks);
    running.add(shops);
    worker = new Worker(db, queue, jobs(), config.jobSlots(), random, http.meters());
    addRoutes(lists);
    feed.json().reads("contact", contacts.resources());
    feed.json().reads("template", templates.resources());
    feed.json().reads("message", messages.resources());
  }

  private EventTenant eventTenant(TenantTx tx) {
    Tenant tenant = tenants.store().self(tx);
    String title = tenants.store().settings(tx).title().orElse(tenant.name());
    return new EventTenant(tenant.id().value(), title, tenant.name());
  }

  private Tenant makeTenant(String name, TenantSettings settings) {
    Tenant made = tenants.tenants().create(name, settings);
    makeDefaults(made);
    return made;
  }

  /** Gives a new tenant what contacts that messages make begin with. */
  public void makeDefaults(Tenant tenant) {
    NewTenantDefaults.make(tenants, sources.records(), statuses.records(), tenant);
  }

  private List<SealedColumn> sealedByOthers() {
    var columns = new ArrayList<>(people.sealedColumns());
    columns.addAll(webhooks.sealedColumns());
    columns.addAll(shops.sealedColumns());
    columns.add(messages.sealedColumn());
    return columns;
  }

  private Map<String, JobHandler> jobs() {
    var jobs = new HashMap<>(messages.jobs());
    jobs.putAll(whatsapp.jobs());
    jobs.putAll(templates.jobs());
    jobs.putAll(media.jobs());
    jobs.putAll(conversations.jobs());
    jobs.putAll(contacts.jobs());
    jobs.putAll(shops.jobs());
    return jobs;
  }

  private void addRoutes(Lists lists) {
    var health = new ArrayList<>(List.of(new HealthCheck("database", db::isReachable)));
    health.addAll(writing.checks());
    http.addTo(routes, health);
    audit.addTo(routes, lists);
    tenants.addTo(routes, lists);
    account.addTo(routes);
    operators.addTo(routes, health);
    people.addTo(routes, door.cookies());
    people.sendCodesBy(codes.toPeople(messages));
    members.addTo(routes, door.cookies());
    sources.addTo(routes);
    statuses.addTo(routes);
    groups.addTo(routes);
    contacts.addTo(routes);
    conversations.addTo(routes);
    messages.addTo(routes);
    templates.addTo(routes);
    media.addTo(routes);
    codes.addTo(routes, messages);
    whatsapp.addTo(routes);
    feed.addTo(routes, lists);
    webhooks.addTo(routes);
    shops.addTo(routes);
  }

  /** Listens, works and receives, until it is closed. */
  public void start() {
    start(tenants.tokens());
  }

  /** The same, with another way to check tokens. */
  public void start(TokenCheck tokens) {
    running.add(duties);
    media.start();
    HttpServer server = listening(tokens);
    running.add(worker);
    feed.start();
    webhooks.start();
    chores.onEachNode("receiver's clock", whatsapp.beat(), whatsapp::beatNow);
    chores.onEachNode("templates", TemplateModule.LOOKS, templates::keepUp);
    chores.onEachNode("pace", Pacing.COUNTING, whatsapp.pacing()::countHeard);
    chores.onEachNode("write check", WriteCheck.EVERY, writing::look);
    chores.onOneNode("cleaner", CLEANING, housekeeping::clean);
    chores.onOneNode("cleaner of files", MediaModule.CLEANING, media::clean);
    chores.onOneNode("cleaner of events", CLEANING, this::cleanEvents);
    chores.onOneNode("cleaner of codes", CLEANING, codes::deleteOld);
    chores.onOneNode("cleaner of sessions", CLEANING, people::clean);
    chores.onOneNode("cleaner of imports", CLEANING, contacts::deleteOldImports);
    startAccounting();
    startShops();
    chores.onOneNode("cleaner of webhooks", CLEANING, webhooks::clean);
    chores.onOneNode("watch over codes", WATCHING, codes::watch);
    if (housekeeping.isKeyChanging()) {
      chores.onEachNode("new secret key", CLEANING, housekeeping::sealAnew);
    }
    running.add(server);
    // Before the server stops: it waits for what runs, and streams run for ever.
    running.add(feed.streams());
    signal.listen(worker::wake);
    worker.start();
  }

  private void cleanEvents() {
    feed.clean(
        tenants.tenants().list().stream().map(Tenant::id).toList(),
        Duration.ofDays(config.eventDays()));
  }

  /** Listens, and leaves all work lying: for measuring the one without the other. */
  public void startWithoutWorker() {
    running.add(listening(tenants.tokens()));
  }

  private void startShops() {
    chores.onEachNode("refused shops", ShopModule.COUNTING, shops::writeCounts);
    chores.onOneNode("cleaner of shops", CLEANING, shops::clean);
  }

  private void startAccounting() {
    chores.onEachNode("use of tokens", WATCHING, tenants.tokens()::noteUse);
    chores.onEachNode("node", Nodes.BEAT, nodes::beat);
    chores.onEachNode("deleted tenants", OperatorModule.DELETING, operators::deleteTenants);
    chores.onEachNode("tallies", AccountModule.LOOKS, account::compareTallies);
  }

  private HttpServer listening(TokenCheck tokens) {
    sharedCalls.ifPresent(
        calls -> {
          chores.onEachNode("calls not made", GIVING_BACK, calls::giveBack);
          chores.onOneNode("cleaner of calls", CLEANING, calls::forgetOld);
        });
    HttpServer server = door.open(tokens);
    port = server.port();
    return server;
  }

  private static HttpModule.Settings httpSettings(Config.Server server) {
    return new HttpModule.Settings(
        new Networks(server.trustedProxies()), new Networks(server.metricsAllow()));
  }

  /** Says that there may be work that nobody else tells of. */
  void wake() {
    worker.wake();
    webhooks.look();
  }

  /** The port it listens on, once it is started. */
  public int port() {
    return port;
  }

  /** The base of every absolute URL that it writes. */
  public URI publicUrl() {
    return config.publicUrl(port);
  }

  Housekeeping housekeeping() {
    return housekeeping;
  }

  /** The room of tenants. */
  public TenantModule tenants() {
    return tenants;
  }

  /** The room of the people who work for tenants. */
  public MemberModule members() {
    return members;
  }

  PeopleModule people() {
    return people;
  }

  /** Checks and makes the tokens of tenants. */
  public AccessTokens tokens() {
    return tenants.tokens();
  }

  OperatorModule operators() {
    return operators;
  }

  OperatorTokens operatorTokens() {
    return operatorTokens;
  }

  /** The room of connections to WhatsApp. */
  public WhatsAppModule whatsapp() {
    return whatsapp;
  }

  /** The room of contacts. */
  public ContactModule contacts() {
    return contacts;
  }

  /** What it takes to make tenants and to change their settings. */
  public DeskRooms desk() {
    return new DeskRooms(
        tenants,
        sources.records(),
        statuses.records(),
        codes.settings(),
        whatsapp.desk(),
        audit.audit());
  }

  OtpModule codes() {
    return codes;
  }

  EventModule events() {
    return feed;
  }

  MessageModule messages() {
    return messages;
  }

  Routes routes() {
    return routes;
  }

  /**
   * Stops in order: no new requests, then no new work, running work finished or left leased, then
   * what they stood on. The database stays open.
   */
  @Override
  public void close() {
    running.close();
    signal.close();
  }
}
