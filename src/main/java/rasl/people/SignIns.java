package rasl.people;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import rasl.db.Db;
import rasl.http.Networks;
import rasl.refusal.Refusal;

/**
 * Signs people in: by e-mail and password, and a one-time code where the person wants one; or by a
 * passkey.
 */
final class SignIns {
  private final Db db;
  private final PersonStore people;
  private final SessionStore sessionStore;
  private final Sessions sessions;
  private final Passwords passwords;
  private final SignInLimits limits;
  private final SecondFactor codes;

  SignIns(
      Db db,
      PersonStore people,
      SessionStore sessionStore,
      Sessions sessions,
      Passwords passwords,
      SecondFactor codes,
      Clock clock) {
    this.db = db;
    this.people = people;
    this.sessionStore = sessionStore;
    this.sessions = sessions;
    this.passwords = passwords;
    this.codes = codes;
    this.limits = new SignInLimits(clock);
  }

  /**
   * What a person gives to sign in.
   *
   * @param code a one-time code, or a recovery code; empty where none was given
   */
  record Credentials(String email, String password, Optional<String> code) {}

  /**
   * Opens a session. An unknown e-mail and a wrong password are answered alike, after the same
   * work.
   *
   * @throws rasl.refusal.RefusedException {@code SignInFailed}; {@code SecondFactorRequired} where
   *     all but a code is right; {@code RateLimited} after too many wrong ones
   */
  Sessions.Opened signIn(Credentials given, String address, Optional<String> userAgent) {
    String account = Emails.key(given.email());
    Optional<Duration> wait = limits.take(account, address, () -> knows(given.email(), address));
    if (wait.isPresent()) {
      throw new Refusal.RateLimited(wait.get()).thrown();
    }
    Optional<Person> found = db.inSystem(tx -> people.findByEmail(tx, given.email()));
    boolean right = passwords.matches(given.password(), found.flatMap(Person::passwordHash));
    Person person = found.filter(_ -> right).orElseThrow(SignIns::failed);
    boolean second = codes.check(person, given.code());
    limits.succeeded(account, address);
    improve(person, given.password());
    var opening = new Sessions.Opening(second, address, userAgent.orElse(null));
    return db.inSystem(tx -> sessions.open(tx, person, opening));
  }

  /**
   * Opens the session of a person who signed in by a passkey. It counts as a second factor where
   * the authenticator verified who uses it; else a code is asked for from those who want one.
   *
   * @throws rasl.refusal.RefusedException {@code SecondFactorRequired}, {@code SignInFailed}
   */
  Sessions.Opened signIn(Passkeys.Proven proven, Optional<String> code, Caller from) {
    boolean second = proven.userVerified() || codes.check(proven.person(), code);
    // One try was for the options, one for their answer.
    limits.giveBackOfAddress(from.address());
    limits.giveBackOfAddress(from.address());
    var opening = new Sessions.Opening(second, from.address(), from.userAgent().orElse(null));
    return db.inSystem(tx -> sessions.open(tx, proven.person(), opening));
  }

  /** From where, and by which program. */
  record Caller(String address, Optional<String> userAgent) {}

  /** Does something that an address may do as often as it may try passwords of many accounts. */
  <T> T countedByAddress(String address, Supplier<T> work) {
    Optional<Duration> wait = limits.takeOfAddress(address);
    if (wait.isPresent()) {
      throw new Refusal.RateLimited(wait.get()).thrown();
    }
    return work.get();
  }

  private boolean knows(String email, String address) {
    return db.inSystem(
        tx ->
            people
                .findByEmail(tx, email)
                .filter(
                    person -> sessionStore.knows(tx, person.id(), Networks.neighbourhood(address)))
                .isPresent());
  }

  /**
   * Refuses where a password is not that of a person who has signed in, under the same limits.
   *
   * @throws rasl.refusal.RefusedException {@code SignInFailed}, {@code RateLimited}
   */
  void confirm(Person person, String password, String address) {
    String account = person.emailKey();
    Optional<Duration> wait = limits.take(account, address, () -> true);
    if (wait.isPresent()) {
      throw new Refusal.RateLimited(wait.get()).thrown();
    }
    if (!passwords.matches(password, person.passwordHash())) {
      throw failed();
    }
    limits.succeeded(account, address);
  }

  /** A hash of weaker parameters is replaced while the password is at hand. */
  private void improve(Person person, String password) {
    String old = person.passwordHash().orElseThrow();
    if (passwords.isOutdated(old)) {
      String better = passwords.hash(password);
      db.doInSystem(tx -> people.improvePassword(tx, person.id(), old, better));
    }
  }

  private static RuntimeException failed() {
    return new Refusal.OfPeople.SignInFailed().thrown();
  }
}
