package rasl.people;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.db.Db;
import rasl.db.SystemTx;
import rasl.http.SignedIn;
import rasl.refusal.Refusal;

/** A person's passkeys (WebAuthn): adding, naming and removing them, and signing in with one. */
final class Passkeys {
  /** How long a challenge waits for its answer. */
  static final Duration GOOD = Duration.ofMinutes(5);

  /** A person has no more. */
  static final int MOST = 20;

  private static final int CHALLENGE_BYTES = 32;
  private static final int HANDLE_BYTES = 32;
  private static final String CREDENTIAL = "credential";
  private static final String NAME = "name";
  private static final String TITLE = "Passkey";

  private final Db db;
  private final People people;
  private final PersonStore personStore;
  private final Sessions sessions;
  private final Records records;
  private final Means means;
  private final PasskeyStore store = new PasskeyStore();

  /**
   * What else it takes.
   *
   * @param publicUrl of the server, to whose host's name passkeys are bound
   */
  record Means(Supplier<URI> publicUrl, Clock clock, SecureRandom random) {}

  Passkeys(
      Db db,
      People people,
      PersonStore personStore,
      Sessions sessions,
      Records records,
      Means means) {
    this.db = db;
    this.people = people;
    this.personStore = personStore;
    this.sessions = sessions;
    this.records = records;
    this.means = means;
  }

  /** Why none are offered; empty where they are. */
  Optional<String> whyNot() {
    return PasskeySite.whyNot(means.publicUrl().get());
  }

  List<Passkey> list(SignedIn who) {
    return db.inSystem(tx -> store.list(tx, who.personId()));
  }

  /**
   * What the browser needs to make one.
   *
   * @throws rasl.refusal.RefusedException {@code Conflict} where none are offered, or the person
   *     has too many
   */
  Map<String, Object> beginAdding(SignedIn who) {
    PasskeySite site = site();
    Person person = people.get(who.personId());
    var asked = new PasskeyOptions.Asked(random(CHALLENGE_BYTES), GOOD);
    return db.inSystem(
        tx -> {
          List<Passkey> has = store.list(tx, person.id());
          refuseTooMany(has);
          byte[] handle = store.handle(tx, person.id(), random(HANDLE_BYTES));
          put(tx, asked, person.id());
          return PasskeyOptions.creation(site, asked, person, handle, has);
        });
  }

  /**
   * Adds the one that the browser made.
   *
   * @throws rasl.refusal.RefusedException {@code Invalid} where its answer is wrong, too late, or
   *     was given before
   */
  Passkey add(SignedIn who, String name, String credential, Actor actor) {
    PasskeySite site = site();
    Person person = people.get(who.personId());
    WebAuthn.Made made = WebAuthn.Made.read(credential).orElseThrow(Passkeys::wrong);
    take(made.challenge(), person.id(), Passkeys::wrong);
    Optional<Passkey> known = db.inSystem(tx -> store.findByCredential(tx, made.credentialId()));
    byte[] handle = db.inSystem(tx -> store.handle(tx, person.id(), random(HANDLE_BYTES)));
    PasskeyStore.NewPasskey checked =
        new WebAuthn(site).check(made, person, handle, known).orElseThrow(Passkeys::wrong);
    Instant now = means.clock().instant();
    return records.ask(
        new Records.Deed(actor, "passkey.added", person.id(), Map.of(NAME, name)),
        tx -> {
          // The lock: of two that are added at once, the second sees the first.
          var _ = personStore.lock(tx, person.id());
          refuseTooMany(store.list(tx, person.id()));
          long id = store.insert(tx, person.id(), name, checked, now).orElseThrow(Passkeys::wrong);
          return store.find(tx, person.id(), id).orElseThrow();
        });
  }

  Passkey rename(SignedIn who, long id, String name, Actor actor) {
    return records.ask(
        new Records.Deed(
            actor, "passkey.renamed", who.personId(), Map.of("passkey", id, NAME, name)),
        tx -> {
          if (!store.rename(tx, who.personId(), id, name)) {
            throw new Refusal.NotFound(TITLE).thrown();
          }
          return store.find(tx, who.personId(), id).orElseThrow();
        });
  }

  /** Removes one, and ends the other sessions: one of them may have been opened with it. */
  void remove(SignedIn who, long id, Actor actor) {
    records.run(
        new Records.Deed(
            actor, "passkey.removed", who.personId(), Map.of("passkey", id, "sessions", "ended")),
        tx -> {
          if (!store.delete(tx, who.personId(), id)) {
            throw new Refusal.NotFound(TITLE).thrown();
          }
          sessions.endAll(tx, who.personId(), who.sessionId());
        });
  }

  /** What the browser needs to sign somebody in. */
  Map<String, Object> beginSignIn() {
    PasskeySite site = site();
    var asked = new PasskeyOptions.Asked(random(CHALLENGE_BYTES), GOOD);
    db.doInSystem(tx -> put(tx, asked, null));
    return PasskeyOptions.request(site, asked);
  }

  /** Who signed a challenge of ours. */
  record Proven(Person person, boolean userVerified) {}

  /**
   * Finds out who signs in.
   *
   * @throws rasl.refusal.RefusedException {@code SignInFailed} for whatever is wrong
   */
  Proven prove(String credential) {
    PasskeySite site = site();
    WebAuthn.Signed signed = WebAuthn.Signed.read(credential).orElseThrow(Passkeys::failed);
    take(signed.challenge(), null, Passkeys::failed);
    Passkey passkey =
        db.inSystem(tx -> store.findByCredential(tx, signed.credentialId()))
            .orElseThrow(Passkeys::failed);
    WebAuthn.Checked checked =
        new WebAuthn(site).check(signed, passkey).orElseThrow(Passkeys::failed);
    Instant now = means.clock().instant();
    if (!db.inSystem(tx -> store.noteUse(tx, passkey.id(), checked.signCount(), now))) {
      throw failed();
    }
    return new Proven(people.get(passkey.personId()), checked.userVerified());
  }

  /** Deletes challenges that nobody answered. */
  int deleteOld(int most) {
    return db.inSystem(tx -> store.deleteOldChallenges(tx, means.clock().instant(), most));
  }

  private void put(SystemTx tx, PasskeyOptions.Asked asked, @Nullable Long person) {
    store.putChallenge(tx, asked.challenge(), person, means.clock().instant().plus(asked.good()));
  }

  /** In a transaction of its own: an answer that turns out wrong has used the challenge up. */
  private void take(byte[] challenge, @Nullable Long person, Supplier<RuntimeException> refusal) {
    Instant now = means.clock().instant();
    if (!db.inSystem(tx -> store.takeChallenge(tx, challenge, person, now))) {
      throw refusal.get();
    }
  }

  private PasskeySite site() {
    return PasskeySite.of(means.publicUrl().get());
  }

  private byte[] random(int length) {
    var bytes = new byte[length];
    means.random().nextBytes(bytes);
    return bytes;
  }

  private static void refuseTooMany(List<Passkey> has) {
    if (has.size() >= MOST) {
      throw new Refusal.OfPeople.Conflict("A person has %d passkeys at most".formatted(MOST))
          .thrown();
    }
  }

  private static RuntimeException wrong() {
    return Refusal.Invalid.field(
            CREDENTIAL,
            "The credential must be the browser's answer to the options of POST"
                + " /api/v2/me/passkeys/options, given once, within 5 minutes.")
        .thrown();
  }

  private static RuntimeException failed() {
    return new Refusal.OfPeople.SignInFailed().thrown();
  }
}
