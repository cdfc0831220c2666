package rasl.whatsapp.connection;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import rasl.crypto.Base62;
import rasl.db.TenantTx;
import rasl.db.Tx;
import rasl.refusal.Refusal;
import rasl.whatsapp.AccessSecret;
import rasl.whatsapp.App;
import rasl.whatsapp.Connection;

/** Which app of Meta a connection's webhooks come from: the tenant's own, or the operator's. */
public final class AppChoice {
  static final String SECRET_MISSING =
      "The app_secret field is required together with app_id and verify_token.";

  private static final int KEY_LENGTH = 24;
  private static final int VERIFY_TOKEN_LENGTH = 32;

  private final AppStore store;
  private final ConnectionDetailsStore details;
  private final Optional<App> shared;
  private final SecureRandom random;

  public AppChoice(
      AppStore store, ConnectionDetailsStore details, Optional<App> shared, SecureRandom random) {
    this.store = store;
    this.details = details;
    this.shared = shared;
    this.random = random;
  }

  /**
   * An app that was chosen.
   *
   * @param id Meta's, where it is known
   * @param former the key of the tenant's own app that it replaces
   */
  record Chosen(App app, Optional<String> id, Optional<String> former) {
    boolean isOwn() {
      return !app.key().equals(App.SHARED);
    }

    Optional<Examiner.AppAccess> access() {
      return isOwn()
          ? id.map(known -> new Examiner.AppAccess(known, app.secret()))
          : Optional.empty();
    }
  }

  /** What is left out stays as it is; a missing verify token is made. */
  Chosen choose(TenantTx tx, ConnectionRequest.AppWish wish, Optional<Connection> old) {
    Optional<App> own = old.flatMap(connection -> own(tx, connection.appKey()));
    Optional<String> former = own.map(App::key);
    if (wish.shared() || (!wish.isOwn() && own.isEmpty())) {
      return new Chosen(operators(), Optional.empty(), former);
    }
    AccessSecret secret =
        wish.secret()
            .or(() -> own.map(App::secret))
            .orElseThrow(() -> Refusal.Invalid.field("app_secret", SECRET_MISSING).thrown());
    AccessSecret verifyToken =
        wish.verifyToken()
            .or(() -> own.map(App::verifyToken))
            .orElseGet(() -> new AccessSecret(Base62.random(random, VERIFY_TOKEN_LENGTH)));
    String key = former.orElseGet(() -> Base62.random(random, KEY_LENGTH));
    Optional<String> id = wish.id().or(() -> own.flatMap(_ -> details.appId(tx)));
    return new Chosen(new App(key, secret, verifyToken), id, former);
  }

  private App operators() {
    return shared.orElseThrow(
        () ->
            Refusal.Invalid.field(
                    "app_secret",
                    "The app_secret field is required: this server has no Meta app of its own, so"
                        + " that webhooks come from yours. It stands in your app's basic settings.")
                .thrown());
  }

  Optional<App> own(Tx tx, String key) {
    return key.equals(App.SHARED) ? Optional.empty() : store.find(tx, key);
  }

  /** The app's own sign-in, where id and secret are known. */
  Optional<Examiner.AppAccess> access(TenantTx tx, Connection connection) {
    return own(tx, connection.appKey())
        .flatMap(app -> details.appId(tx).map(id -> new Examiner.AppAccess(id, app.secret())));
  }

  void store(Tx tx, Chosen chosen, Instant now) {
    if (chosen.isOwn()) {
      store.put(tx, chosen.app(), now);
    } else {
      chosen.former().ifPresent(key -> store.delete(tx, key));
    }
  }

  void forget(Tx tx, String key) {
    if (!key.equals(App.SHARED)) {
      store.delete(tx, key);
    }
  }
}
