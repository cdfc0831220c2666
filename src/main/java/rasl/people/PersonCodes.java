package rasl.people;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.audit.Actor;
import rasl.crypto.Macs;
import rasl.crypto.Sealer;
import rasl.db.Db;
import rasl.db.SystemTx;
import rasl.http.SignedIn;
import rasl.refusal.Refusal;

/**
 * Codes that go to people by WhatsApp: to confirm a phone, and to set a new password by it. They go
 * by the one connection that the operator named for the installation, never by that of a tenant for
 * whom the person works, or its owner could read them.
 */
final class PersonCodes {
  static final Duration GOOD = Duration.ofMinutes(10);

  /** So many are sent to a person in {@link #SPAN}, for each purpose. */
  static final int MOST_SENT = 5;

  static final Duration SPAN = Duration.ofHours(1);
  static final int MOST_GUESSES = 5;

  private static final Logger LOG = LoggerFactory.getLogger(PersonCodes.class);
  private static final String PHONE = "phone";
  private static final String PASSWORD = "password";

  /** Eight digits: a patient guesser of every code that may be sent needs years. */
  private static final int CODES = 100_000_000;

  /** More are under way only where somebody floods; their askers try again. */
  private static final int MOST_UNDER_WAY = 16;

  private final Db db;
  private final PersonStore people;
  private final Records records;
  private final Sealer sealer;
  private final Clock clock;
  private final SecureRandom random;
  private final PersonCodeStore store = new PersonCodeStore();
  private final AtomicReference<Optional<CodeMessenger>> messenger =
      new AtomicReference<>(Optional.empty());
  private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);

  PersonCodes(
      Db db, PersonStore people, Records records, Sealer sealer, Clock clock, SecureRandom random) {
    this.db = db;
    this.people = people;
    this.records = records;
    this.sealer = sealer;
    this.clock = clock;
    this.random = random;
  }

  /** How many may be sent. */
  record Limits(Instant now, int most) {}

  /** Says who brings codes; before that none are offered. */
  void by(CodeMessenger carrier) {
    messenger.set(Optional.of(carrier));
  }

  /** By whose connection codes go; empty where the operator named none. */
  Optional<CodeMessenger.From> sender() {
    return db.inSystem(store::sender);
  }

  Optional<String> phone(SignedIn who) {
    return db.inSystem(tx -> store.phone(tx, who.personId()));
  }

  /**
   * Sends a code to a phone that a person says is theirs.
   *
   * @throws rasl.refusal.RefusedException {@code Conflict} where no connection was named, {@code
   *     RateLimited} after too many
   */
  void offerPhone(SignedIn who, String written) {
    CodeMessenger.From from = sender().orElseThrow(PersonCodes::notOffered);
    CodeMessenger carrier = messenger.get().orElseThrow(PersonCodes::notOffered);
    String digits =
        carrier
            .digits(written)
            .orElseThrow(
                () -> fault(PHONE, "The phone must be a number with + and its country code."));
    if (!send(carrier, from, new PersonCodeStore.Key(who.personId(), PHONE), digits)) {
      throw new Refusal.RateLimited(SPAN).thrown();
    }
  }

  /** Keeps the phone to which the code was sent. */
  void confirmPhone(SignedIn who, String code, Actor actor) {
    Right right = right(new PersonCodeStore.Key(who.personId(), PHONE), code);
    records.run(
        new Records.Deed(actor, "phone.confirmed", who.personId(), Map.of("ends_in", end(right))),
        tx -> {
          use(tx, right);
          store.setPhone(tx, who.personId(), Optional.of(right.phone()));
        });
  }

  void removePhone(SignedIn who, Actor actor) {
    records.run(
        new Records.Deed(actor, "phone.removed", who.personId(), Map.of(PHONE, "removed")),
        tx -> store.setPhone(tx, who.personId(), Optional.empty()));
  }

  /**
   * Sends a code for a new password to the person whom an e-mail names, where there is one with a
   * phone. All of it happens behind the answer, whose time so tells nothing.
   */
  void offerPassword(String email) {
    if (!underWay.tryAcquire()) {
      throw Refusal.ServiceUnavailable.busy().thrown();
    }
    Thread.ofVirtual()
        .name("password code")
        .start(
            () -> {
              try {
                sendPasswordCode(email);
              } catch (RuntimeException e) {
                LOG.warn("a code for a new password could not be sent: {}", e.toString());
              } finally {
                underWay.release();
              }
            });
  }

  private void sendPasswordCode(String email) {
    Optional<CodeMessenger.From> from = sender();
    Optional<Person> person = db.inSystem(tx -> people.findByEmail(tx, email));
    Optional<CodeMessenger> carrier = messenger.get();
    if (from.isPresent() && person.isPresent() && carrier.isPresent()) {
      long id = person.get().id();
      db.inSystem(tx -> store.phone(tx, id))
          .ifPresent(
              phone -> {
                var key = new PersonCodeStore.Key(id, PASSWORD);
                var _ = send(carrier.get(), from.get(), key, phone);
              });
    }
  }

  /** The person whose code for a new password this is, and how to use it up. */
  record Proven(Person person, Consumer<SystemTx> use) {}

  /**
   * Finds out whose code it is. Every guess counts.
   *
   * @throws rasl.refusal.RefusedException {@code Invalid} for whatever is wrong
   */
  Proven prove(String email, String code) {
    Person person =
        db.inSystem(tx -> people.findByEmail(tx, email)).orElseThrow(PersonCodes::wrong);
    Right right = right(new PersonCodeStore.Key(person.id(), PASSWORD), code);
    return new Proven(person, tx -> use(tx, right));
  }

  private boolean send(
      CodeMessenger carrier, CodeMessenger.From from, PersonCodeStore.Key key, String digits) {
    String code = "%08d".formatted(random.nextInt(CODES));
    byte[] sealed = sealer.seal(code.getBytes(StandardCharsets.US_ASCII), context(key));
    Instant now = clock.instant();
    var stored = new PersonCodeStore.Stored(digits, sealed);
    boolean put =
        db.inSystem(tx -> store.put(tx, key, stored, new Limits(now, MOST_SENT), now.minus(SPAN)));
    if (put) {
      carrier.send(from, digits, code, GOOD);
    }
    return put;
  }

  private record Right(PersonCodeStore.Key key, String phone, byte[] sealed) {}

  private Right right(PersonCodeStore.Key key, String code) {
    Instant now = clock.instant();
    PersonCodeStore.Stored stored =
        db.inSystem(tx -> store.guess(tx, key, now, MOST_GUESSES)).orElseThrow(PersonCodes::wrong);
    byte[] text = sealer.open(stored.sealed(), context(key)).orElseThrow(PersonCodes::wrong);
    if (!Macs.constantTimeEquals(new String(text, StandardCharsets.US_ASCII), code.strip())) {
      throw wrong();
    }
    return new Right(key, stored.phone(), stored.sealed());
  }

  private void use(SystemTx tx, Right right) {
    if (!store.use(tx, right.key(), right.sealed(), clock.instant())) {
      throw wrong();
    }
  }

  private static byte[] context(PersonCodeStore.Key key) {
    return context(Long.toString(key.person()), key.purpose());
  }

  /** What a code is sealed with. */
  static byte[] context(String person, String purpose) {
    return ("person.code:" + person + ":" + purpose).getBytes(StandardCharsets.US_ASCII);
  }

  private static String end(Right right) {
    return right.phone().substring(Math.max(0, right.phone().length() - 2));
  }

  private static RuntimeException notOffered() {
    return new Refusal.OfPeople.Conflict(
            "The operator of this server has named no WhatsApp connection for codes to people")
        .thrown();
  }

  private static RuntimeException wrong() {
    return fault("code", "The code is wrong, or it has expired.");
  }

  private static RuntimeException fault(String field, String message) {
    return Refusal.Invalid.field(field, message).thrown();
  }
}
