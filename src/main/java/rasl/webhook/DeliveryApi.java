package rasl.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rasl.db.Db;
import rasl.db.TenantTx;
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
import rasl.json.Json;
import rasl.refusal.Refusal;
import tools.jackson.databind.JsonNode;

/** {@code /api/v2/webhooks/{id}/deliveries}, and trying an endpoint. */
final class DeliveryApi {
  private static final String PATH = EndpointApi.ONE + "/deliveries";
  private static final String ONE = PATH + "/{delivery_id}";
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Db db;
  private final Lists lists;
  private final Parts parts;
  private final Attempts attempts;
  private final Samples samples;
  private final Hurry hurry;
  private final Clock clock;

  /** What it reads and writes. */
  record Parts(
      EndpointStore endpoints, DeliveryStore deliveries, NoteStore notes, EventSource source) {}

  DeliveryApi(
      Db db,
      Lists lists,
      Parts parts,
      Attempts attempts,
      Samples samples,
      Hurry hurry,
      Clock clock) {
    this.db = db;
    this.lists = lists;
    this.parts = parts;
    this.attempts = attempts;
    this.samples = samples;
    this.hurry = hurry;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.WEBHOOKS_READ, this::list);
    routes.add("GET", ONE, Scope.WEBHOOKS_READ, this::get);
    routes.add("POST", ONE + "/replay", Scope.WEBHOOKS_WRITE, this::replay);
    routes.add("POST", EndpointApi.ONE + "/test", Scope.WEBHOOKS_WRITE, this::test);
  }

  private Answer list(Caller caller, Request request) {
    long endpoint = EndpointApi.id(request);
    ListQuery query = lists.parse(DeliveryStore.SPEC, request.query());
    return lists.answer(
        request,
        query,
        db.reading(
            caller.tenant(),
            tx -> {
              Endpoint _ = endpoint(tx, endpoint).endpoint();
              return parts.deliveries().list(tx, lists, query, endpoint);
            }));
  }

  private Answer get(Caller caller, Request request) {
    long endpoint = EndpointApi.id(request);
    long id = id(request);
    return Answer.ok(
        db.reading(
            caller.tenant(),
            tx -> {
              Endpoint _ = endpoint(tx, endpoint).endpoint();
              return whole(tx, endpoint, id);
            }));
  }

  private Answer replay(Caller caller, Request request) {
    long endpoint = EndpointApi.id(request);
    long id = id(request);
    Change change = request.change();
    return change.commit(
        tx -> {
          Endpoint _ = endpoint(tx, endpoint).endpoint();
          DeliveryStore.Row row = row(tx, endpoint, id);
          if (row.kindOf() == Parcel.Kind.TEST) {
            throw Refusal.Invalid.field("delivery_id", "A test is not replayed: make another one.")
                .thrown();
          }
          parts.deliveries().replay(tx, id, clock.instant());
          hurry.on(tx, endpoint);
          return Answer.ok(row(tx, endpoint, id), "Delivery will be sent again");
        });
  }

  /** Nothing is open while the receiver takes its time. */
  private Answer test(Caller caller, Request request) {
    long endpoint = EndpointApi.id(request);
    Fields fields = JsonFields.of(request.json());
    Optional<String> wanted = fields.text("event_type", 100);
    Change change = request.change();
    Target target = db.reading(caller.tenant(), tx -> endpoint(tx, endpoint));
    Parcel sample =
        db.reading(
                caller.tenant(),
                tx -> samples.of(tx, wanted.orElse("contact.created"), clock.instant()))
            .orElseThrow(() -> unknown(wanted.orElse("")));
    Outcome outcome = attempt(caller, target, sample);
    return change.commit(
        tx -> {
          Endpoint _ = endpoint(tx, endpoint).endpoint();
          long id = parts.notes().newIds(tx).getFirst();
          parts
              .notes()
              .note(tx, endpoint, List.of(Noted.of(id, sample, outcome, RetrySchedule.NONE)));
          return Answer.ok(
              whole(tx, endpoint, id),
              outcome.isSuccess() ? "The receiver took the test" : "The receiver failed the test");
        });
  }

  private Outcome attempt(Caller caller, Target target, Parcel sample) {
    try {
      return attempts
          .now(caller.tenant(), target, sample)
          .orElseThrow(() -> Refusal.ServiceUnavailable.busy().thrown());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Refusal.ServiceUnavailable(SOON).thrown();
    }
  }

  private JsonNode whole(TenantTx tx, long endpoint, long id) {
    DeliveryStore.Row row = row(tx, endpoint, id);
    return DeliveryView.of(row, parts.deliveries().attempts(tx, id), event(tx, row));
  }

  private Optional<JsonNode> event(TenantTx tx, DeliveryStore.Row row) {
    Long position = row.position();
    return position == null
        ? parts.deliveries().body(tx, row.id()).map(Json::parseTrusted)
        : parts
            .source()
            .at(tx, position)
            .map(found -> Json.parseTrusted(new String(found.json(), StandardCharsets.UTF_8)));
  }

  private DeliveryStore.Row row(TenantTx tx, long endpoint, long id) {
    return parts
        .deliveries()
        .find(tx, endpoint, id)
        .orElseThrow(() -> new Refusal.NotFound("Delivery").thrown());
  }

  private Target endpoint(TenantTx tx, long id) {
    return parts.endpoints().target(tx, id).orElseThrow(Endpoints::notFound);
  }

  private static long id(Request request) {
    return request.pathId("delivery_id", "Delivery");
  }

  private static RuntimeException unknown(String type) {
    return Refusal.Invalid.field("event_type", "There are no events " + type + ".").thrown();
  }
}
