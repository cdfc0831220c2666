package rasl.webhook;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.event.EventType;
import rasl.event.EventTypes;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Fields;
import rasl.http.JsonFields;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.refusal.Refusal;

/** {@code /api/v2/webhooks/{id}/replays}: ranges of the feed that are delivered again. */
final class ReplayApi {
  private static final String PATH = EndpointApi.ONE + "/replays";
  private static final int MOST_PER_SECOND = 10_000;

  private final Db db;
  private final Lists lists;
  private final EndpointStore endpoints;
  private final ReplayStore store;
  private final EventSource source;
  private final List<String> types;
  private final Hurry hurry;
  private final Clock clock;

  ReplayApi(
      Db db,
      Lists lists,
      EndpointStore endpoints,
      ReplayStore store,
      EventSource source,
      Hurry hurry,
      Clock clock) {
    this.db = db;
    this.lists = lists;
    this.endpoints = endpoints;
    this.store = store;
    this.source = source;
    this.types = EventTypes.all().stream().map(EventType::type).toList();
    this.hurry = hurry;
    this.clock = clock;
  }

  /** A replay as answers show it. */
  private record View(
      long id,
      long webhookId,
      Instant from,
      Instant to,
      List<String> eventTypes,
      @Nullable String deliveryStatus,
      @Nullable Integer ratePerSecond,
      String status,
      double progress,
      long scheduled,
      Instant createdAt,
      @Nullable Instant finishedAt) {
    static View of(Replay replay) {
      Replay.Wish wish = replay.wish();
      return new View(
          replay.id(),
          replay.endpoint(),
          wish.from(),
          wish.until(),
          wish.types().patterns(),
          wish.status().map(Noted.Status::text).orElse(null),
          wish.rate().isPresent() ? wish.rate().getAsInt() : null,
          replay.status(),
          progress(replay),
          replay.scheduled(),
          replay.createdAt(),
          replay.finishedAt().orElse(null));
    }

    private static double progress(Replay replay) {
      if (replay.status().equals(Replay.DONE) || replay.last() == 0) {
        return 100;
      }
      return Math.floor(Math.min(replay.position(), replay.last()) * 10_000.0 / replay.last())
          / 100;
    }
  }

  void addTo(Routes routes) {
    routes.add("POST", EndpointApi.ONE + "/replay", Scope.WEBHOOKS_WRITE, this::create);
    routes.add("GET", PATH, Scope.WEBHOOKS_READ, this::list);
    routes.add("GET", PATH + "/{replay_id}", Scope.WEBHOOKS_READ, this::get);
    routes.add("POST", PATH + "/{replay_id}/cancel", Scope.WEBHOOKS_WRITE, this::cancel);
  }

  private Answer create(Caller caller, Request request) {
    long endpoint = EndpointApi.id(request);
    Fields fields = JsonFields.of(request.json());
    Change change = request.change();
    return change.commit(
        tx -> {
          Endpoint of = endpoint(tx, endpoint);
          Replay.Wish wish = wish(fields, of.settings().events());
          Replay made = store.insert(tx, endpoint, wish, source.newest(tx), clock.instant());
          hurry.on(tx, endpoint);
          return Answer.created(View.of(made), "Replay started successfully");
        });
  }

  private Answer list(Caller caller, Request request) {
    long endpoint = EndpointApi.id(request);
    ListQuery query = lists.parse(ReplayStore.SPEC, request.query());
    return lists.answer(
        request,
        query,
        db.reading(
                caller.tenant(),
                tx -> {
                  Endpoint of = endpoint(tx, endpoint);
                  return store.list(tx, lists, query, of.id());
                })
            .map(View::of));
  }

  private Answer get(Caller caller, Request request) {
    long endpoint = EndpointApi.id(request);
    long id = request.pathId("replay_id", "Replay");
    return Answer.ok(View.of(db.reading(caller.tenant(), tx -> replay(tx, endpoint, id))));
  }

  private Answer cancel(Caller caller, Request request) {
    long endpoint = EndpointApi.id(request);
    long id = request.pathId("replay_id", "Replay");
    Change change = request.change();
    return change.commit(
        tx -> {
          boolean runs = replay(tx, endpoint, id).status().equals(Replay.RUNNING);
          // Of one that has scheduled everything the last deliveries may still wait.
          if (store.cancelScheduled(tx, id, clock.instant()) > 0 || runs) {
            store.cancel(tx, id, clock.instant());
          }
          return Answer.ok(View.of(replay(tx, endpoint, id)), "Replay cancelled successfully");
        });
  }

  private Replay.Wish wish(Fields fields, EventPatterns usual) {
    Optional<Instant> from = time(fields, "from");
    Optional<Instant> until = time(fields, "to");
    if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
      fields.fault("to", "The to field must not be before from.");
    }
    List<String> wanted = fields.texts("event_types", 100, 100);
    wanted.stream()
        .filter(type -> !EventPatterns.isKnown(type, types))
        .forEach(type -> fields.fault("event_types", "There are no events " + type + "."));
    Optional<String> status = fields.text("status", 20);
    if (status.isPresent() && status.flatMap(Noted.Status::parse).isEmpty()) {
      fields.fault(
          "status", "The status must be one of " + String.join(", ", Noted.Status.texts()) + ".");
    }
    OptionalInt rate =
        fields
            .integer("rate_per_second", 1, MOST_PER_SECOND)
            .map(value -> OptionalInt.of(Math.toIntExact(value)))
            .orElseGet(OptionalInt::empty);
    return fields.orRefuse(
        () ->
            new Replay.Wish(
                from.orElseThrow(),
                until.orElseThrow(),
                wanted.isEmpty() ? usual : new EventPatterns(wanted),
                status.flatMap(Noted.Status::parse),
                rate));
  }

  private static Optional<Instant> time(Fields fields, String name) {
    String text = fields.requiredText(name, 40);
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      if (!text.isEmpty()) {
        fields.fault(name, "The " + name + " field must be a time such as 2026-01-31T09:30:00Z.");
      }
      return Optional.empty();
    }
  }

  private Replay replay(TenantTx tx, long endpoint, long id) {
    return store.find(tx, endpoint, id).orElseThrow(() -> new Refusal.NotFound("Replay").thrown());
  }

  private Endpoint endpoint(TenantTx tx, long id) {
    return endpoints.find(tx, id).orElseThrow(Endpoints::notFound);
  }
}
