package rasl.operator;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.crypto.Tokens;
import rasl.db.Db;

/** Tokens of operators: made on the command line alone. */
public final class OperatorTokens {
  private static final String TARGET = "operator_token";

  private final Db db;
  private final Audit audit;
  private final OperatorTokenStore store = new OperatorTokenStore();
  private final SecureRandom random;
  private final Clock clock;

  public OperatorTokens(Db db, Audit audit, SecureRandom random, Clock clock) {
    this.db = db;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /** A token without its text. */
  public record OperatorToken(
      long id,
      String name,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt) {
    boolean isValidAt(Instant now) {
      return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }
  }

  /** Makes a token and gives its text, which nobody can be told again. */
  public String create(String name, Optional<Instant> expiresAt, Actor actor) {
    String text = Tokens.create(random);
    db.doInSystem(
        tx -> {
          long id = store.insert(tx, name, Tokens.sha256(text), clock.instant(), expiresAt);
          audit.recordForInstallation(
              tx,
              actor,
              "operator_token.created",
              Target.of(TARGET, id),
              State.none(),
              State.of(Map.of("name", name)));
        });
    return text;
  }

  public List<OperatorToken> list() {
    return db.inSystem(store::list);
  }

  /** Ends a token; false where there is none, or it had ended before. */
  public boolean revoke(long id, Actor actor) {
    return db.inSystem(
        tx -> {
          boolean revoked = store.revoke(tx, id, clock.instant());
          if (revoked) {
            audit.recordForInstallation(
                tx,
                actor,
                "operator_token.revoked",
                Target.of(TARGET, id),
                State.none(),
                State.none());
          }
          return revoked;
        });
  }

  /** The id of a valid token. */
  public Optional<Long> check(String text) {
    if (!Tokens.isWellFormed(text)) {
      return Optional.empty();
    }
    return db.inSystem(tx -> store.find(tx, Tokens.sha256(text)))
        .filter(token -> token.isValidAt(clock.instant()))
        .map(OperatorToken::id);
  }
}
