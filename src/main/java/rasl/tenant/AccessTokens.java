package rasl.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Cache<ByteBuffer, AccessToken> known =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(CACHED).build();

  public AccessTokens(Db db, Audit audit, SecureRandom random, Clock clock) {
    this.db = db;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /** Makes a token and gives its text, which nobody can be told again. */
  public String create(TenantId tenant, NewToken token, Actor actor) {
    String text = Tokens.create(random);
    db.doInTenant(
        tenant,
        tx -> {
          long id = store.insert(tx, tenant, token, Tokens.sha256(text), clock.instant());
          audit.record(
              tx, actor, "token.created", Target.of(TARGET, id), State.none(), token.state());
        });
    return text;
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

  private boolean revoke(TenantTx tx, AccessToken token, Actor actor) {
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

  @Override
  public Optional<Caller> check(String text) {
    if (!Tokens.isWellFormed(text)) {
      return Optional.empty();
    }
    byte[] sha256 = Tokens.sha256(text);
    // Only tokens that exist are remembered: nonsense must not push them out.
    var key = ByteBuffer.wrap(sha256);
    var token = Optional.ofNullable(known.getIfPresent(key));
    if (token.isEmpty()) {
      token = db.inSystem(tx -> store.find(tx, sha256));
      token.ifPresent(found -> known.put(key, found));
    }
    return token.filter(found -> found.isValidAt(clock.instant())).map(AccessTokens::caller);
  }

  private static Caller caller(AccessToken token) {
    return new Caller(
        token.tenant(), new Principal.Token(token.id()), token.scopes(), token.callsPerMinute());
  }
}
