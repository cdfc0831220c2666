package rasl.shop.connect;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import rasl.crypto.Base62;
import rasl.db.TenantTx;
import rasl.http.Faults;
import rasl.http.JsonFields;
import rasl.named.NamedRecords;
import rasl.refusal.Refusal;
import rasl.tenant.TenantStore;
import tools.jackson.databind.JsonNode;

/** Makes, changes and deletes shops. */
final class Shops {
  /** More than anybody runs: each has a page of its own, and costs two reads a second. */
  static final int MOST = 100;

  private static final int KEY_LENGTH = 24;

  private final ShopStore store;
  private final TenantStore tenants;
  private final NamedRecords groups;
  private final Clock clock;
  private final SecureRandom random;

  Shops(
      ShopStore store, TenantStore tenants, NamedRecords groups, Clock clock, SecureRandom random) {
    this.store = store;
    this.tenants = tenants;
    this.groups = groups;
    this.clock = clock;
    this.random = random;
  }

  /** A shop to be made, checked. */
  record Wish(Platform platform, ShopSettings settings, Optional<ShopSecret> own) {}

  /** A shop that was made or changed, with its secret where that is new. */
  record WithSecret(Shop shop, Optional<ShopSecret> secret) {}

  Wish wish(JsonNode body) {
    var faults = new Faults();
    String text = JsonFields.of(body, faults).requiredText("platform", 20);
    Optional<Platform> platform = Platform.of(text);
    if (!text.isEmpty() && platform.isEmpty()) {
      faults.add(
          "platform", "The platform must be one of " + String.join(", ", Platform.texts()) + ".");
    }
    Platform known = platform.orElse(Platform.CUSTOM);
    ShopSettings settings = ShopSettings.parse(known, body, faults);
    Optional<ShopSecret> own = secret(body, faults);
    return faults.orRefuse(() -> new Wish(known, settings, own));
  }

  WithSecret create(TenantTx tx, Wish wish) {
    refuseOverLimit(tx);
    var faults = new Faults();
    checkGroups(tx, wish.settings(), faults);
    faults.refuseIfAny();
    Instant now = clock.instant();
    Optional<ShopSecret> secret =
        wish.own()
            .or(
                () ->
                    wish.platform().takesSecrets()
                        ? Optional.of(ShopSecret.create(random))
                        : Optional.empty());
    var shop =
        new Shop(
            store.nextId(tx),
            wish.platform(),
            wish.settings(),
            Base62.random(random, KEY_LENGTH),
            secret.isPresent(),
            now,
            now);
    store.insert(tx, shop, secret);
    return new WithSecret(shop, secret);
  }

  /** One transaction of the tenant after the other counts. */
  private void refuseOverLimit(TenantTx tx) {
    tenants.lockSettings(tx);
    long number = store.count(tx);
    if (number >= MOST) {
      throw new Refusal.FeatureLimitExceeded("shops", number, MOST).thrown();
    }
  }

  /** Changes what a body names; the platform stays. */
  Shop update(TenantTx tx, long id, JsonNode body) {
    Shop before = store.lock(tx, id).orElseThrow(Shops::notFound);
    var faults = new Faults();
    if (body.has("platform")
        && !body.path("platform").asString("").equals(before.platform().text())) {
      faults.add("platform", "The platform of a shop does not change: make another shop.");
    }
    ShopSettings settings =
        ShopSettings.parse(before.platform(), before.settings().changedBy(body), faults);
    Optional<ShopSecret> own = secret(body, faults);
    if (body.has("groups")) {
      checkGroups(tx, settings, faults);
    }
    faults.refuseIfAny();
    store.update(tx, id, settings, clock.instant());
    own.ifPresent(secret -> store.putSecret(tx, id, secret));
    return get(tx, id);
  }

  private void checkGroups(TenantTx tx, ShopSettings settings, Faults faults) {
    Set<Long> there = groups.keep(tx, settings.groups()).keySet();
    settings.groups().stream()
        .filter(id -> !there.contains(id))
        .map(id -> "The groups field holds " + id + ", which is not a group.")
        .forEach(words -> faults.add("groups", words));
  }

  void delete(TenantTx tx, long id) {
    if (!store.delete(tx, id)) {
      throw notFound();
    }
  }

  Shop get(TenantTx tx, long id) {
    return store.find(tx, id).orElseThrow(Shops::notFound);
  }

  static RuntimeException notFound() {
    return new Refusal.NotFound("Shop").thrown();
  }

  /** The secret in a body, if there is one. */
  private static Optional<ShopSecret> secret(JsonNode body, Faults faults) {
    JsonNode text = body.path("secret");
    if (text.isMissingNode() || text.isNull()) {
      return Optional.empty();
    }
    Optional<ShopSecret> secret =
        text.isString() ? ShopSecret.parse(text.stringValue()) : Optional.empty();
    if (secret.isEmpty()) {
      faults.add("secret", "The secret " + ShopSecret.RULE);
    }
    return secret;
  }
}
