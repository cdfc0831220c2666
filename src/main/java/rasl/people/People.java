package rasl.people;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.http.SignedIn;
import rasl.refusal.Refusal;
import rasl.tenant.MemberStore;
import rasl.tenant.Tenant;
import rasl.tenant.TenantStore;

/** The people of the installation: who they are, and where they work. */
public final class People {
  private final Db db;
  private final PersonStore store;
  private final TenantStore tenants;
  private final MemberStore members = new MemberStore();
  private final Sessions sessions;
  private final Passwords passwords;
  private final Clock clock;

  People(
      Db db,
      PersonStore store,
      TenantStore tenants,
      Sessions sessions,
      Passwords passwords,
      Clock clock) {
    this.db = db;
    this.store = store;
    this.tenants = tenants;
    this.sessions = sessions;
    this.passwords = passwords;
    this.clock = clock;
  }

  /**
   * Makes an account where the e-mail has none. It takes one hash in both cases, and the caller
   * must not let anybody tell them apart.
   *
   * @throws rasl.refusal.RefusedException busy, where too many hashes are under way
   */
  public void ensure(NewPerson wanted) {
    String hash = passwords.hash(wanted.password());
    db.doInSystem(tx -> store.insert(tx, wanted.email(), wanted.name(), hash, clock.instant()));
  }

  Person get(long id) {
    return find(id).orElseThrow(() -> new Refusal.NotFound("Person").thrown());
  }

  Optional<Person> find(long id) {
    return db.inSystem(tx -> store.find(tx, id));
  }

  /** Who a person is, for rooms that keep a copy of it. */
  public Identity identity(long id) {
    Person person = get(id);
    return new Identity(person.id(), person.name(), person.email());
  }

  /** The name and the e-mail of a person. */
  public record Identity(long id, String name, String email) {
    /** Whether an e-mail, in any case, is the person's. */
    public boolean isNamed(String email) {
      return Emails.key(email).equals(Emails.key(this.email));
    }
  }

  /**
   * Notes that a person is about to become a member of a tenant; before that transaction, never in
   * it.
   *
   * @throws rasl.refusal.RefusedException {@code Unauthorized} where the session has ended by now
   */
  public void aboutToJoin(SignedIn person, TenantId tenant) {
    if (!db.inSystem(tx -> store.noteTenant(tx, person, tenant))) {
      throw new Refusal.Unauthorized().thrown();
    }
  }

  /** The tenants of which a person is an active member, by id. */
  List<Workplace> workplaces(long person) {
    return db.inSystem(tx -> store.notedTenants(tx, person)).stream()
        .flatMap(tenant -> workplace(person, tenant).stream())
        .toList();
  }

  private Optional<Workplace> workplace(long person, TenantId tenant) {
    return db.inTenant(tenant, tx -> members.findActive(tx, person))
        .map(
            member ->
                new Workplace(
                    tenant,
                    db.inSystem(tx -> tenants.find(tx, tenant)).map(Tenant::name).orElse(""),
                    member));
  }

  void endSessions(long person) {
    db.doInSystem(tx -> sessions.endAll(tx, person, null));
  }
}
