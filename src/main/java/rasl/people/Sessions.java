package rasl.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Base62;
import rasl.crypto.Hashes;
import rasl.db.Db;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.http.Caller;
import rasl.http.Networks;
import rasl.http.Principal;
import rasl.http.SessionCheck;
import rasl.http.SignedIn;
import rasl.refusal.Refusal;
import rasl.tenant.Account;
import rasl.tenant.AccountStore;
import rasl.tenant.MemberRole;
import rasl.tenant.MemberStore;

/** Opens, lists, ends and checks sessions. Only the SHA-256 of a session's cookie is stored. */
final class Sessions implements SessionCheck {
  /** How long an ended session, or a changed role, may still count as it was. */
  private static final Duration CACHED = Duration.ofSeconds(1);

  /** More are not shown; who has so many ends them all. */
  static final int MOST_LISTED = 100;

  /** 256 bits and more. */
  private static final int COOKIE_LENGTH = 43;

  private final Db db;
  private final SessionStore store;
  private final MemberStore members = new MemberStore();
  private final AccountStore accounts = new AccountStore();
  private final SecureRandom random;
  private final Clock clock;
  private final int callsPerMinute;
  private final Cache<ByteBuffer, Session> known = cache();
  private final Cache<Membership, Standing> memberships = cache();

  /**
   * @param callsPerMinute of each session
   */
  Sessions(Db db, SessionStore store, int callsPerMinute, SecureRandom random, Clock clock) {
    this.db = db;
    this.store = store;
    this.callsPerMinute = callsPerMinute;
    this.random = random;
    this.clock = clock;
  }

  private record Membership(long person, TenantId tenant) {}

  /** What a person is in a tenant, and whether that tenant may call. */
  private record Standing(MemberRole member, Account.Status tenant) {}

  /**
   * How a session is opened.
   *
   * @param secondFactor whether it took more than a password
   * @param address from which
   * @param userAgent by which program; null where it does not say
   */
  record Opening(boolean secondFactor, String address, @Nullable String userAgent) {}

  /** Opens one, and gives the cookie's value, which nobody can be told again. */
  Opened open(SystemTx tx, Person person, Opening opening) {
    String cookie = Base62.random(random, COOKIE_LENGTH);
    Instant now = clock.instant();
    String network = Networks.neighbourhood(opening.address());
    long id = store.insert(tx, person.id(), Hashes.sha256(cookie), opening, network, now);
    return new Opened(
        cookie,
        new SignedIn(
            person.id(), id, opening.secondFactor(), person.operator(), now, callsPerMinute));
  }

  /** A session just opened. */
  record Opened(String cookie, SignedIn person) {}

  @Override
  public Optional<SignedIn> signedIn(String cookie) {
    if (cookie.length() != COOKIE_LENGTH || !Base62.isBase62(cookie)) {
      return Optional.empty();
    }
    byte[] sha256 = Hashes.sha256(cookie);
    // Only sessions that exist are remembered: nonsense must not push them out.
    var key = ByteBuffer.wrap(sha256);
    Optional<Session> session = Optional.ofNullable(known.getIfPresent(key));
    if (session.isEmpty()) {
      session = db.inSystem(tx -> store.find(tx, sha256));
      session.ifPresent(found -> known.put(key, found));
    }
    Instant now = clock.instant();
    return session
        .filter(found -> found.isValidAt(now))
        .map(
            found -> {
              noteUse(key, found, now);
              return signedIn(found);
            });
  }

  private SignedIn signedIn(Session session) {
    return new SignedIn(
        session.personId(),
        session.id(),
        session.secondFactor(),
        session.operator(),
        session.createdAt(),
        callsPerMinute);
  }

  private void noteUse(ByteBuffer key, Session session, Instant now) {
    if (session.isNoteDueAt(now)) {
      db.doInSystem(tx -> store.noteUse(tx, session.id(), now));
      known.invalidate(key);
    }
  }

  @Override
  public Optional<Caller> member(SignedIn person, TenantId tenant) {
    var key = new Membership(person.personId(), tenant);
    Optional<Standing> standing = Optional.ofNullable(memberships.getIfPresent(key));
    if (standing.isEmpty()) {
      standing = db.inTenant(tenant, tx -> standing(tx, person));
      standing.ifPresent(found -> memberships.put(key, found));
    }
    if (standing.filter(found -> found.tenant() == Account.Status.SUSPENDED).isPresent()) {
      throw new Refusal.AccountSuspended().thrown();
    }
    return standing
        .filter(found -> found.tenant() == Account.Status.ACTIVE)
        .map(Standing::member)
        .map(
            found -> Caller.member(tenant, new Principal.Member(found.id(), found.role(), person)));
  }

  private Optional<Standing> standing(TenantTx tx, SignedIn person) {
    return members
        .findActive(tx, person.personId())
        .map(member -> new Standing(member, accounts.self(tx).status()));
  }

  /** The session of a call; empty where it was ended just now. */
  Optional<Session> of(SignedIn person) {
    return db.inSystem(tx -> store.find(tx, person.sessionId()));
  }

  /** A person's valid sessions, newest first. */
  List<Session> list(long person) {
    Instant now = clock.instant();
    return db
        .inSystem(tx -> store.list(tx, person, now.minus(Session.IN_ALL), MOST_LISTED))
        .stream()
        .filter(session -> session.isValidAt(now))
        .toList();
  }

  /**
   * Ends one of a person's sessions; nodes take it for valid for up to a second.
   *
   * @return false where there is none
   */
  boolean end(long person, long id) {
    boolean ended = db.inSystem(tx -> store.end(tx, person, id, clock.instant()));
    known.invalidateAll();
    return ended;
  }

  /** Ends all of a person's sessions, but one. */
  void endAll(SystemTx tx, long person, @Nullable Long but) {
    store.endAll(tx, person, but, clock.instant());
    tx.afterCommit(known::invalidateAll);
  }

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(CACHED).build();
  }
}
