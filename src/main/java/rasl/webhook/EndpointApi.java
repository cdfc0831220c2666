package rasl.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.db.Db;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Faults;
import rasl.http.Fields;
import rasl.http.JsonFields;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.json.Json;
import rasl.refusal.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/v2/webhooks}: the endpoints themselves. */
final class EndpointApi {
  static final String PATH = "/api/v2/webhooks";
  static final String ONE = PATH + "/{id}";

  private static final Pattern HOURS = Pattern.compile("[1-9][0-9]{0,2}");
  private static final int USUAL_HOURS = 24;
  private static final int MOST_HOURS = 720;
  private static final int LONGEST_GRACE_DAYS = 7;
  private static final long USUAL_GRACE_DAYS = 1;

  private final Db db;
  private final Endpoints endpoints;
  private final EndpointStore store;
  private final EventCatalogue catalogue;
  private final Lists lists;
  private final EndpointChanges changes;
  private final Clock clock;

  EndpointApi(
      Db db,
      Endpoints endpoints,
      EndpointStore store,
      EventCatalogue catalogue,
      Lists lists,
      EndpointChanges changes,
      Clock clock) {
    this.db = db;
    this.endpoints = endpoints;
    this.store = store;
    this.catalogue = catalogue;
    this.lists = lists;
    this.changes = changes;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.WEBHOOKS_READ, this::list);
    routes.add("POST", PATH, Scope.WEBHOOKS_WRITE, this::create);
    routes.add("GET", PATH + "/event-types", Scope.WEBHOOKS_READ, this::eventTypes);
    routes.add("GET", ONE, Scope.WEBHOOKS_READ, this::get);
    routes.add("PATCH", ONE, Scope.WEBHOOKS_WRITE, this::update);
    routes.add("DELETE", ONE, Scope.WEBHOOKS_WRITE, this::delete);
    routes.add("POST", ONE + "/rotate-secret", Scope.WEBHOOKS_WRITE, this::rotate);
    routes.add("GET", ONE + "/stats", Scope.WEBHOOKS_READ, this::stats);
  }

  static long id(Request request) {
    return request.pathId("id", "Webhook");
  }

  private Answer list(Caller caller, Request request) {
    ListQuery query = lists.parse(EndpointStore.SPEC, request.query());
    return lists.answer(
        request,
        query,
        db.reading(caller.tenant(), tx -> store.list(tx, lists, query)).map(EndpointView::of));
  }

  private Answer eventTypes(Caller caller, Request request) {
    List<Map<String, Object>> types =
        catalogue.types().stream()
            .map(
                type -> {
                  Map<String, Object> shown = new LinkedHashMap<>();
                  shown.put("type", type.name());
                  shown.put("is_default", EventPatterns.DEFAULT.match(type.name()));
                  shown.put("example", type.example());
                  return shown;
                })
            .toList();
    return Answer.ok(types);
  }

  private Answer get(Caller caller, Request request) {
    long id = id(request);
    return Answer.ok(EndpointView.of(db.reading(caller.tenant(), tx -> endpoints.get(tx, id))));
  }

  private Answer create(Caller caller, Request request) {
    Endpoints.Wish wish = endpoints.wish(object(request));
    Change change = request.change();
    var made = new Made();
    Answer answer =
        change.commit(
            tx -> {
              made.target = endpoints.create(tx, wish);
              changes.created(tx, Actor.of(caller, request), made.target.endpoint());
              return Answer.created(
                  EndpointView.of(made.target.endpoint()), "Webhook created successfully");
            });
    return made.shown(answer);
  }

  private Answer update(Caller caller, Request request) {
    long id = id(request);
    JsonNode body = object(request);
    endpoints.checkChange(body);
    Change change = request.change();
    return change.commit(
        tx -> {
          Endpoint before = endpoints.get(tx, id);
          Endpoint after = endpoints.update(tx, id, body);
          changes.updated(tx, Actor.of(caller, request), before, after);
          return Answer.ok(EndpointView.of(after), "Webhook updated successfully");
        });
  }

  private Answer delete(Caller caller, Request request) {
    long id = id(request);
    Change change = request.change();
    return change.commit(
        tx -> {
          Endpoint last = endpoints.get(tx, id);
          endpoints.delete(tx, id);
          changes.deleted(tx, Actor.of(caller, request), last);
          return Answer.deleted("Webhook deleted successfully");
        });
  }

  private Answer rotate(Caller caller, Request request) {
    long id = id(request);
    var faults = new Faults();
    JsonNode body = object(request);
    Fields fields = JsonFields.of(body, faults);
    Optional<SigningSecret> own = Endpoints.secret(body, faults);
    long days = fields.integer("grace_days", 0, LONGEST_GRACE_DAYS).orElse(USUAL_GRACE_DAYS);
    faults.refuseIfAny();
    Change change = request.change();
    var made = new Made();
    Answer answer =
        change.commit(
            tx -> {
              made.target = endpoints.rotate(tx, id, own, Duration.ofDays(days));
              changes.rotated(tx, Actor.of(caller, request), made.target.endpoint());
              return Answer.ok(
                  EndpointView.of(made.target.endpoint()), "Webhook secret rotated successfully");
            });
    return made.shown(answer);
  }

  private Answer stats(Caller caller, Request request) {
    long id = id(request);
    int hours = hours(request);
    Instant from =
        clock.instant().truncatedTo(ChronoUnit.HOURS).minus(hours - 1L, ChronoUnit.HOURS);
    return Answer.ok(
        db.reading(
            caller.tenant(),
            tx -> {
              Endpoint of = endpoints.get(tx, id);
              return Stats.since(tx, of.id(), from);
            }));
  }

  private static int hours(Request request) {
    String text = request.query().last("hours").orElse("");
    if (text.isEmpty()) {
      return USUAL_HOURS;
    }
    if (!HOURS.matcher(text).matches() || Integer.parseInt(text) > MOST_HOURS) {
      throw Refusal.Invalid.field(
              "hours", "The hours parameter must be an integer of 1 to " + MOST_HOURS + ".")
          .thrown();
    }
    return Integer.parseInt(text);
  }

  private static JsonNode object(Request request) {
    JsonNode body = request.json();
    JsonFields.of(body);
    return body;
  }

  /** What was made in a transaction: its secret is added to the answer that is not kept. */
  private static final class Made {
    private @Nullable Target target;

    Answer shown(Answer answer) {
      ObjectNode data = Json.mapper().valueToTree(answer.data());
      if (target != null) {
        data.put("secret", target.secret().text());
      }
      return new Answer(
          answer.status(), answer.message(), data, answer.pagination(), answer.headers());
    }
  }
}
