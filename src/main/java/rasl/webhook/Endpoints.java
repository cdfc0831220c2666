package rasl.webhook;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import rasl.db.TenantTx;
import rasl.http.Faults;
import rasl.http.out.AddressGuard;
import rasl.http.out.Verdict;
import rasl.refusal.Refusal;
import rasl.tenant.TenantStore;
import tools.jackson.databind.JsonNode;

/** Makes, changes and deletes endpoints. */
final class Endpoints {
  private final EndpointStore store;
  private final TurnStore turns;
  private final EventSource source;
  private final TenantStore tenants;
  private final EventCatalogue catalogue;
  private final AddressGuard guard;
  private final Clock clock;
  private final SecureRandom random;

  /** What it reads and writes. */
  record Parts(EndpointStore store, TurnStore turns, EventSource source, TenantStore tenants) {}

  Endpoints(
      Parts parts, EventCatalogue catalogue, AddressGuard guard, Clock clock, SecureRandom random) {
    this.store = parts.store();
    this.turns = parts.turns();
    this.source = parts.source();
    this.tenants = parts.tenants();
    this.catalogue = catalogue;
    this.guard = guard;
    this.clock = clock;
    this.random = random;
  }

  /**
   * An endpoint to be made, checked.
   *
   * @param own the tenant's own secret; else one is made
   */
  record Wish(EndpointSettings settings, StaticHeaders headers, Optional<SigningSecret> own) {}

  /** Reads and checks what is to be made; it may look the host up, so call it with nothing open. */
  Wish wish(JsonNode body) {
    var faults = new Faults();
    EndpointSettings settings = EndpointSettings.parse(body, catalogue, faults);
    checkUrl(settings.url(), faults);
    StaticHeaders headers = headers(body, faults).orElse(StaticHeaders.NONE);
    Optional<SigningSecret> own = secret(body, faults);
    return faults.orRefuse(() -> new Wish(settings, headers, own));
  }

  /** Makes an endpoint, which gets what happens from now on. */
  Target create(TenantTx tx, Wish wish) {
    refuseOverLimit(tx);
    Instant now = clock.instant();
    long id = store.nextId(tx);
    var endpoint =
        new Endpoint(
            id,
            wish.settings(),
            wish.headers().names(),
            Optional.empty(),
            Optional.empty(),
            now,
            now);
    var target =
        new Target(
            endpoint,
            wish.own().orElseGet(() -> SigningSecret.create(random)),
            Optional.empty(),
            wish.headers());
    store.insert(tx, target);
    turns.insert(tx, id, wish.settings().enabled());
    announce(tx, endpoint);
    return target;
  }

  /** One transaction of the tenant after the other counts. */
  private void refuseOverLimit(TenantTx tx) {
    OptionalLong limit = tenants.settings(tx).enforcedWebhookLimit();
    if (limit.isEmpty()) {
      return;
    }
    tenants.lockSettings(tx);
    long number = store.count(tx);
    if (number >= limit.getAsLong()) {
      throw new Refusal.FeatureLimitExceeded("webhooks", number, limit.getAsLong()).thrown();
    }
  }

  /** Refuses a new URL that must not be called; it may look the host up. */
  void checkChange(JsonNode body) {
    var faults = new Faults();
    if (body.path("url").isString()) {
      checkUrl(body.path("url").stringValue().strip(), faults);
    }
    faults.refuseIfAny();
  }

  /** Changes what a body names. */
  Endpoint update(TenantTx tx, long id, JsonNode body) {
    Endpoint before = store.lock(tx, id).orElseThrow(Endpoints::notFound);
    var faults = new Faults();
    EndpointSettings settings =
        EndpointSettings.parse(before.settings().changedBy(body), catalogue, faults);
    Optional<StaticHeaders> headers = headers(body, faults);
    faults.refuseIfAny();
    store.update(tx, id, settings, clock.instant());
    headers.ifPresent(some -> store.putHeaders(tx, id, some));
    if (settings.enabled() != before.settings().enabled()) {
      turns.enable(tx, id, settings.enabled());
    }
    Endpoint after = get(tx, id);
    announce(tx, after);
    return after;
  }

  /** Replaces the secret; the one before signs too for a while. */
  Target rotate(TenantTx tx, long id, Optional<SigningSecret> own, Duration grace) {
    Endpoint _ = store.lock(tx, id).orElseThrow(Endpoints::notFound);
    SigningSecret before = store.target(tx, id).orElseThrow(Endpoints::notFound).secret();
    Instant now = clock.instant();
    store.putSecret(
        tx,
        id,
        own.orElseGet(() -> SigningSecret.create(random)),
        grace.isZero() ? Optional.empty() : Optional.of(new Target.Former(before, now.plus(grace))),
        now);
    return store.target(tx, id).orElseThrow(Endpoints::notFound);
  }

  void delete(TenantTx tx, long id) {
    if (!store.delete(tx, id)) {
      throw notFound();
    }
    turns.delete(tx, id);
    source.closed(tx, id);
  }

  /** Lets the feed know what an endpoint reads. */
  private void announce(TenantTx tx, Endpoint endpoint) {
    if (endpoint.settings().enabled()) {
      source.opened(tx, endpoint.id(), endpoint.settings().events().wantStatuses());
    } else {
      source.closed(tx, endpoint.id());
    }
  }

  Endpoint get(TenantTx tx, long id) {
    return store.find(tx, id).orElseThrow(Endpoints::notFound);
  }

  /** The tenant's own secret in a body, if there is one. */
  static Optional<SigningSecret> secret(JsonNode body, Faults faults) {
    JsonNode text = body.path("secret");
    if (text.isMissingNode() || text.isNull()) {
      return Optional.empty();
    }
    Optional<SigningSecret> secret =
        text.isString() ? SigningSecret.parse(text.stringValue()) : Optional.empty();
    if (secret.isEmpty()) {
      faults.add("secret", "The secret field " + SigningSecret.RULE);
    }
    return secret;
  }

  static RuntimeException notFound() {
    return new Refusal.NotFound("Webhook").thrown();
  }

  private static Optional<StaticHeaders> headers(JsonNode body, Faults faults) {
    if (!body.has("headers")) {
      return Optional.empty();
    }
    return Optional.of(
        body.path("headers").isNull()
            ? StaticHeaders.NONE
            : StaticHeaders.parse(body.path("headers"), faults));
  }

  /** A name that nobody knows and one of an inner network are answered alike. */
  private void checkUrl(String url, Faults faults) {
    if (url.isEmpty()) {
      return;
    }
    Optional<String> why =
        switch (guard.check(url)) {
          case Verdict.Allowed _ -> Optional.empty();
          case Verdict.NotFound _ -> Optional.of(Outgoing.NOT_REACHABLE);
          case Verdict.Refused(var words) when words.equals(AddressGuard.NOT_PUBLIC) ->
              Optional.of(Outgoing.NOT_REACHABLE);
          case Verdict.Refused(var words) -> Optional.of(words);
        };
    why.ifPresent(words -> faults.add("url", "The url " + words));
  }
}
