package rasl.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Fields;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.refusal.Refusal;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/v2/events/consumers}. */
final class ConsumerApi {
  private static final String PATH = "/api/v2/events/consumers";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final int MOST_NAME = 64;
  private static final int MOST_AT_ONCE = 1_000;
  private static final long USUAL = 100;
  private static final String OLDEST = "oldest";

  private final Db db;
  private final EventModule.Parts parts;
  private final Consumers consumers;
  private final EventApi events;

  ConsumerApi(Db db, EventModule.Parts parts, Consumers consumers, EventApi events) {
    this.db = db;
    this.parts = parts;
    this.consumers = consumers;
    this.events = events;
  }

  void addTo(Routes routes) {
    String one = PATH + "/{name}";
    routes.add("GET", PATH, Scope.EVENTS_READ, this::list);
    routes.add("POST", one + "/take", Scope.EVENTS_READ, this::take);
    routes.add("POST", one + "/ack", Scope.EVENTS_READ, this::acknowledge);
    routes.add("DELETE", one, Scope.EVENTS_READ, this::delete);
  }

  private Answer list(Caller caller, Request request) {
    return Answer.ok(
        db.reading(
            caller.tenant(),
            tx -> consumers.all(tx).stream().map(one -> shown(one.row(), one.behind())).toList()));
  }

  private Answer take(Caller caller, Request request) {
    String name = name(request);
    Asked asked = Asked.from(request.fields());
    Set<String> types = EventTypes.readableWith(caller.scopes());
    events.number(caller.tenant());
    Change change = request.change();
    return change.commit(
        tx -> {
          Consumers.Taken taken = consumers.take(tx, name, asked.max(), asked.fromOldest(), types);
          var answer = new LinkedHashMap<String, @Nullable Object>();
          answer.put("events", numbered(tx, taken.events()));
          answer.put("position", taken.position());
          answer.put("leased_until", taken.leasedUntil().orElse(null));
          return Answer.ok(answer);
        });
  }

  private List<ObjectNode> numbered(TenantTx tx, List<FeedEvent> taken) {
    return EventApi.numbered(taken, parts.json().trees(tx, taken));
  }

  private Answer acknowledge(Caller caller, Request request) {
    String name = name(request);
    long position = position(request.fields());
    Change change = request.change();
    return change.commit(
        tx -> {
          ConsumerStore.Row row = consumers.acknowledge(tx, name, position);
          return Answer.ok(shown(row, Math.max(0, parts.feed().newest(tx) - row.position())));
        });
  }

  private Answer delete(Caller caller, Request request) {
    String name = name(request);
    Change change = request.change();
    return change.commit(
        tx -> {
          consumers.delete(tx, name);
          return Answer.deleted("Consumer deleted successfully");
        });
  }

  private static Map<String, @Nullable Object> shown(ConsumerStore.Row row, long behind) {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("name", row.name());
    shown.put("position", row.position());
    shown.put("behind", behind);
    shown.put("leased_until", row.leasedUntil().orElse(null));
    shown.put("created_at", row.createdAt());
    shown.put("updated_at", row.updatedAt());
    return shown;
  }

  /** How much to take, and where a new consumer begins. */
  private record Asked(int max, boolean fromOldest) {
    static Asked from(Fields in) {
      Optional<Long> max = in.integer("max", 1, MOST_AT_ONCE);
      Optional<String> from = in.text("from", MOST_NAME);
      if (from.isPresent() && !from.get().equals(OLDEST) && !from.get().equals("now")) {
        in.fault("from", "The from must be oldest or now.");
      }
      return in.orRefuse(
          () ->
              new Asked(
                  Math.toIntExact(max.orElse(USUAL)), from.filter(OLDEST::equals).isPresent()));
    }
  }

  private static long position(Fields in) {
    Optional<Long> position = in.integer("position", 0, Long.MAX_VALUE >> 10);
    if (!in.has("position")) {
      in.fault("position", "The position is required.");
    }
    return in.orRefuse(position::orElseThrow);
  }

  private static String name(Request request) {
    String name = request.pathText("name");
    if (!NAME.matcher(name).matches()) {
      throw new Refusal.NotFound("Consumer").thrown();
    }
    return name;
  }
}
