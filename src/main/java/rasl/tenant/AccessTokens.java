package rasl.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.crypto.Tokens;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.http.Caller;
import rasl.http.Principal;
import rasl.http.TokenCheck;
import rasl.refusal.Refusal;

/** Makes, lists, ends and checks tokens. */
public final class AccessTokens implements TokenCheck {
  /** How long a revoked token may still be taken for valid. */
  static final Duration CACHED = Duration.ofSeconds(1);

  private static final String TARGET = "token";

  private final Db db;
  private final Audit audit;
  private final TokenStore store = new TokenStore();
  private final SecureRandom random;
  private final Clock clock;
  private final Cache<ByteBuffer, TokenStore.Found> known =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(CACHED).build();

  /** Tokens that were used on a day that is not noted yet. */
  private final Set<Long> used = ConcurrentHashMap.newKeySet();

  public AccessTokens(Db db, Audit audit, SecureRandom random, Clock clock) {
    this.db = db;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /** A token and its text, which nobody can be told again. */
  public record Made(AccessToken token, String text) {}

  /** Makes a token and gives its text, which nobody can be told again. */
  public String create(TenantId tenant, NewToken token, Actor actor) {
    return db.inTenant(tenant, tx -> create(tx, token, actor)).text();
  }

  /** The same in a transaction of the tenant. */
  public Made create(TenantTx tx, NewToken token, Actor actor) {
    String text = Tokens.create(random);
    AccessToken made = store.insert(tx, token, Tokens.sha256(text), actor, clock.instant());
    audit.record(
        tx, actor, "token.created", Target.of(TARGET, made.id()), State.none(), token.state());
    return new Made(made, text);
  }

  /** All tokens, or one tenant's, those that have ended too. */
  public List<AccessToken> list(Optional<TenantId> tenant) {
    return db.inSystem(tx -> store.list(tx, tenant));
  }

  /**
   * Ends a token; running servers take it for valid for up to {@link #CACHED}.
   *
   * @return false where there is no such token, or it had ended before
   */
  public boolean revoke(long id, Actor actor) {
    Optional<AccessToken> token = db.inSystem(tx -> store.find(tx, id));
    return token.isPresent()
        && db.inTenant(token.get().tenant(), tx -> revoke(tx, token.get(), actor));
  }

  /** The same of a token of the transaction's tenant. */
  boolean revoke(TenantTx tx, AccessToken token, Actor actor) {
    boolean revoked = store.revoke(tx, token.id(), clock.instant());
    if (revoked) {
      audit.record(
          tx,
          actor,
          "token.revoked",
          Target.of(TARGET, token.id()),
          State.of(Map.of("name", token.name())),
          State.none());
    }
    return revoked;
  }

  /** A token of the transaction's tenant. */
  Optional<AccessToken> find(TenantTx tx, long id) {
    return store.findOwn(tx, id);
  }

  @Override
  public Optional<Caller> check(String text, String clientAddress) {
    if (!Tokens.isWellFormed(text)) {
      return Optional.empty();
    }
    byte[] sha256 = Tokens.sha256(text);
    // Only tokens that exist are remembered: nonsense must not push them out.
    var key = ByteBuffer.wrap(sha256);
    var found = Optional.ofNullable(known.getIfPresent(key));
    if (found.isEmpty()) {
      found = db.inSystem(tx -> store.find(tx, sha256));
      found.ifPresent(one -> known.put(key, one));
    }
    return found
        .filter(one -> one.token().isValidAt(clock.instant()))
        .filter(one -> one.token().isValidFrom(clientAddress))
        .map(this::caller);
  }

  private Caller caller(TokenStore.Found found) {
    switch (found.tenantStatus()) {
      case SUSPENDED -> throw new Refusal.AccountSuspended().thrown();
      case DELETING -> throw new Refusal.Unauthorized().thrown();
      case ACTIVE -> note(found.token());
    }
    AccessToken token = found.token();
    return new Caller(
        token.tenant(), new Principal.Token(token.id()), token.scopes(), token.callsPerMinute());
  }

  private void note(AccessToken token) {
    if (!token.lastUsedOn().equals(Optional.of(today()))) {
      used.add(token.id());
    }
  }

  /** Writes down on which day tokens were used: once a day for each, not with each call. */
  public void noteUse() {
    LocalDate day = today();
    var ids = new HashSet<>(used);
    if (!ids.isEmpty()) {
      db.doInSystem(tx -> store.used(tx, ids, day));
      used.removeAll(ids);
    }
  }

  private LocalDate today() {
    return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
  }
}
