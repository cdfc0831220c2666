package rasl.people;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import rasl.audit.Audit;
import rasl.cpu.CpuPool;
import rasl.crypto.Sealer;
import rasl.db.Db;
import rasl.db.SealedColumn;
import rasl.http.CookieRules;
import rasl.http.Routes;
import rasl.http.SessionCheck;
import rasl.tenant.TenantStore;

/** Puts the people room together. */
public final class PeopleModule {
  /** A session that began before cannot be valid; its address is remembered a while longer. */
  private static final Duration KEPT = Duration.ofDays(120);

  private static final int DELETED_AT_ONCE = 1000;

  private final Ground ground;
  private final SessionStore sessionStore = new SessionStore();
  private final Passwords passwords;
  private final Sessions sessions;
  private final People people;
  private final Operators operators;
  private final SignIns signIns;
  private final Resets resets;
  private final Me me;
  private final Passkeys passkeys;
  private final PersonCodes personCodes;
  private final Audit audit;

  /**
   * What the room stands on.
   *
   * @param cpu where passwords are hashed
   * @param sealer of the secrets of one-time codes
   * @param callsPerMinute of one session
   */
  public record Ground(
      Db db,
      CpuPool cpu,
      TenantStore tenants,
      Sealer sealer,
      int callsPerMinute,
      Clock clock,
      SecureRandom random) {}

  /**
   * @param publicUrl the base of links, without a slash at its end
   */
  public PeopleModule(Ground ground, Audit audit, Supplier<URI> publicUrl) {
    this.ground = ground;
    this.audit = audit;
    Db db = ground.db();
    Clock clock = ground.clock();
    SecureRandom random = ground.random();
    var store = new PersonStore();
    passwords = new Passwords(ground.cpu(), random, Argon2.USUAL);
    sessions = new Sessions(db, sessionStore, ground.callsPerMinute(), random, clock);
    people = new People(db, store, ground.tenants(), sessions, passwords, clock);
    operators = new Operators(db, store, audit);
    var codes = new SecondFactor(db, new SecondFactorStore(), ground.sealer(), random, clock);
    signIns = new SignIns(db, store, sessionStore, sessions, passwords, codes, clock);
    var records = new Records(db, audit, store);
    resets =
        new Resets(
            db,
            store,
            sessions,
            passwords,
            records,
            new Resets.Means(() -> publicUrl.get().toString(), clock, random));
    passkeys = passkeys(store, records, publicUrl);
    personCodes = new PersonCodes(db, store, records, ground.sealer(), clock, random);
    var base = new Me.Base(passwords, sessions, ground.sealer(), clock);
    me = new Me(people, store, codes, signIns, records, base);
  }

  private Passkeys passkeys(PersonStore store, Records records, Supplier<URI> publicUrl) {
    return new Passkeys(
        ground.db(),
        people,
        store,
        sessions,
        records,
        new Passkeys.Means(publicUrl, ground.clock(), ground.random()));
  }

  public void addTo(Routes routes, CookieRules cookies) {
    var sessionApi = new SessionApi(signIns, sessions, people, cookies);
    sessionApi.addTo(routes);
    var recent = new RecentSignIn(ground.clock());
    new MeApi(me, resets, cookies, recent, signIns, personCodes).addTo(routes);
    new PhoneApi(personCodes, signIns, recent, cookies).addTo(routes);
    new CodeSenderApi(ground.db(), ground.tenants(), audit).addTo(routes);
    new PasskeyApi(passkeys, signIns, sessionApi, recent, cookies).addTo(routes);
  }

  /** Says who brings codes to people. */
  public void sendCodesBy(CodeMessenger messenger) {
    personCodes.by(messenger);
  }

  /** Tells whose session a cookie is. */
  public SessionCheck sessions() {
    return sessions;
  }

  public People people() {
    return people;
  }

  /** Links that set a new password. */
  public Resets resets() {
    return resets;
  }

  /** Who operates the installation. */
  public Operators operators() {
    return operators;
  }

  /** What the room stores encrypted. */
  public List<SealedColumn> sealedColumns() {
    return sealedColumns(ground.sealer());
  }

  /** The same, for a process that is no server. */
  public static List<SealedColumn> sealedColumns(Sealer sealer) {
    return List.of(
        new SealedColumn(
            "person",
            List.of("id"),
            "totp_sealed",
            sealer,
            key -> SecondFactor.context(Long.parseLong(key.getFirst()))),
        new SealedColumn(
            "person_code",
            List.of("person_id", "purpose"),
            "code_sealed",
            sealer,
            key -> PersonCodes.context(key.getFirst(), key.getLast())));
  }

  /** Deletes sessions that have long ended, and challenges that nobody answered. */
  public void clean() {
    int deleted;
    do {
      deleted =
          ground
              .db()
              .inSystem(
                  tx ->
                      sessionStore.deleteOld(
                          tx, ground.clock().instant().minus(KEPT), DELETED_AT_ONCE));
    } while (deleted == DELETED_AT_ONCE);
    do {
      deleted = passkeys.deleteOld(DELETED_AT_ONCE);
    } while (deleted == DELETED_AT_ONCE);
  }

  /** How many passwords were hashed since the start. */
  public long passwordsHashed() {
    return passwords.hashed();
  }
}
