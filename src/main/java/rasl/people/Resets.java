package rasl.people;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.crypto.Base62;
import rasl.crypto.Hashes;
import rasl.db.Db;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.refusal.Refusal;

/**
 * One-time links that set a new password. One that a tenant's owner made is good only for a person
 * who has never worked elsewhere; that is looked at when it is made, and again when it is used.
 * None switches off one-time codes or passkeys; each ends all sessions.
 */
public final class Resets {
  /** How long a link is good. */
  static final Duration GOOD = Duration.ofDays(1);

  private static final int LENGTH = 40;

  private final Db db;
  private final PersonStore people;
  private final Sessions sessions;
  private final Passwords passwords;
  private final Records records;
  private final Means means;
  private final ResetStore store = new ResetStore();

  /**
   * What links are made of.
   *
   * @param publicUrl their base, without a slash at its end
   */
  public record Means(Supplier<String> publicUrl, Clock clock, SecureRandom random) {}

  Resets(
      Db db,
      PersonStore people,
      Sessions sessions,
      Passwords passwords,
      Records records,
      Means means) {
    this.db = db;
    this.people = people;
    this.sessions = sessions;
    this.passwords = passwords;
    this.records = records;
    this.means = means;
  }

  /** A link that was made, to be given to the person; nobody can be told it again. */
  public record Link(String link, String token, Instant expiresAt) {}

  /**
   * Makes a link, for the command line and for operators.
   *
   * @throws rasl.refusal.RefusedException {@code NotFound} where the e-mail names nobody
   */
  public Link forEmail(String email, Actor actor) {
    Person person =
        db.inSystem(tx -> people.findByEmail(tx, email))
            .orElseThrow(() -> new Refusal.NotFound("Person").thrown());
    return make(person.id(), OptionalLong.empty(), actor);
  }

  /**
   * Makes a link for an owner of a tenant.
   *
   * @param person a member of the tenant, which the caller has looked at
   * @throws rasl.refusal.RefusedException {@code Conflict} where the person has worked elsewhere,
   *     or operates the installation
   */
  public Link forOwner(long person, TenantId tenant, Actor actor) {
    return make(person, OptionalLong.of(tenant.value()), actor);
  }

  private Link make(long personId, OptionalLong tenant, Actor actor) {
    String token = Base62.random(means.random(), LENGTH);
    Instant expiresAt = means.clock().instant().plus(GOOD);
    @Nullable Long issuer = tenant.isPresent() ? tenant.getAsLong() : null;
    var reset = new ResetStore.Reset(personId, issuer);
    records.run(
        new Records.Deed(actor, "reset.offered", personId, Map.of("expires_at", expiresAt)),
        tx -> {
          check(tx, reset);
          store.put(tx, reset, Hashes.sha256(token), expiresAt);
        });
    return new Link(means.publicUrl().get() + "/reset#" + token, token, expiresAt);
  }

  /**
   * Sets a new password, and ends all sessions.
   *
   * @param address from where
   * @throws rasl.refusal.RefusedException {@code NotFound} where the link is not good
   */
  void use(String token, String password, String address) {
    long personId = find(token).personId();
    String hash = passwords.hash(password);
    var actor = new Actor(Actor.Kind.PERSON, OptionalLong.of(personId), "", Optional.of(address));
    records.run(
        new Records.Deed(actor, "reset.used", personId, Map.of("sessions", "ended")),
        tx -> {
          Instant now = means.clock().instant();
          // The lock is taken first: whoever is about to join a tenant waits, or is seen here.
          people.lock(tx, personId);
          ResetStore.Reset reset =
              store.find(tx, Hashes.sha256(token), now).orElseThrow(Resets::notFound);
          check(tx, reset);
          people.setPassword(tx, personId, hash, now);
          store.delete(tx, personId);
          sessions.endAll(tx, personId, null);
        });
  }

  /**
   * Sets a new password by a code that was sent to the person's confirmed phone, and ends all
   * sessions. An open link of the person is good no longer.
   *
   * @param address from where
   */
  void useCode(PersonCodes.Proven proven, String password, String address) {
    long personId = proven.person().id();
    String hash = passwords.hash(password);
    var actor = new Actor(Actor.Kind.PERSON, OptionalLong.of(personId), "", Optional.of(address));
    records.run(
        new Records.Deed(
            actor, "reset.used", personId, Map.of("sessions", "ended", "by", "whatsapp")),
        tx -> {
          people.lock(tx, personId);
          proven.use().accept(tx);
          people.setPassword(tx, personId, hash, means.clock().instant());
          store.delete(tx, personId);
          sessions.endAll(tx, personId, null);
        });
  }

  /** Whose e-mail a new password must differ from. */
  String emailOf(String token) {
    long person = find(token).personId();
    return db.inSystem(tx -> people.find(tx, person))
        .map(Person::email)
        .orElseThrow(Resets::notFound);
  }

  private ResetStore.Reset find(String token) {
    return db.inSystem(tx -> store.find(tx, Hashes.sha256(token), means.clock().instant()))
        .orElseThrow(Resets::notFound);
  }

  private void check(SystemTx tx, ResetStore.Reset reset) {
    @Nullable Long issuer = reset.issuingTenant();
    if (issuer == null) {
      return;
    }
    Person person = people.lock(tx, reset.personId()).orElseThrow(Resets::notFound);
    boolean alone = people.notedTenants(tx, person.id()).equals(List.of(new TenantId(issuer)));
    if (person.operator() || !alone) {
      throw new Refusal.OfPeople.Conflict(
              "This person's password is reset by the operator of this server alone")
          .thrown();
    }
  }

  private static RuntimeException notFound() {
    return new Refusal.NotFound("Link").thrown();
  }
}
