package rasl.event;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Query;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.Condition;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;
import rasl.json.Json;
import rasl.refusal.Refusal;
import tools.jackson.databind.node.ObjectNode;

/** Reading {@code /api/v2/events}: as a list, and as a stream. */
final class EventApi {
  private static final String PATH = "/api/v2/events";
  private static final String AFTER = "after";
  private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

  /** How long a feed stays open for somebody who asks for lists. */
  private static final Duration LINGERS = Duration.ofHours(24);

  private static final String FROM =
      """
      event_position as numbered
      join event on event.tenant_id = numbered.tenant_id and event.id = numbered.event_id
      """;

  private static final ListSpec SPEC =
      new ListSpec(
          "events",
          "numbered.position",
          List.of(
              ListField.integer("position", "numbered.position").sortable().filterable().notNull(),
              ListField.time("created_at", "event.occurred_at").sortable().filterable().notNull(),
              ListField.oneOf(
                      "type", "event.type", EventTypes.all().stream().map(EventType::type).toList())
                  .filterable()
                  .notNull(),
              ListField.oneOf("resource_type", "event.resource_type", EventTypes.resources())
                  .filterable()
                  .notNull(),
              ListField.integer("resource_id", "event.resource_id").filterable().notNull(),
              ListField.text("request_id", "event.request_id").filterable()),
          List.of("position", "event", "tenant", "data", "changes", "whatsapp", "metadata"));

  private final Db db;
  private final EventModule.Parts parts;
  private final EventStreams streams;
  private final Lists lists;
  private final Clock clock;

  EventApi(Db db, EventModule.Parts parts, EventStreams streams, Lists lists, Clock clock) {
    this.db = db;
    this.parts = parts;
    this.streams = streams;
    this.lists = lists;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.EVENTS_READ, this::list);
    routes.add("GET", PATH + "/stream", Scope.EVENTS_READ, this::stream);
  }

  private Answer list(Caller caller, Request request) {
    OptionalLong after = after(request.query().last(AFTER));
    ListQuery asked = lists.parse(SPEC, sorted(request.query(), after.isPresent()));
    number(caller.tenant());
    ListQuery query = within(asked, caller.tenant(), caller.scopes(), after);
    return lists.answer(request, query, db.reading(caller.tenant(), tx -> page(tx, query, after)));
  }

  /**
   * Lets everything that was committed before this call have its position.
   *
   * @throws rasl.refusal.RefusedException where that is so much that it takes a while
   */
  void number(TenantId tenant) {
    db.doInTenant(tenant, tx -> parts.readers().lingering(tx, clock.instant(), LINGERS));
    if (!parts.turns().most(tenant)) {
      throw new Refusal.ServiceUnavailable(Duration.ofSeconds(2)).thrown();
    }
  }

  private ListPage<ObjectNode> page(TenantTx tx, ListQuery query, OptionalLong after) {
    after.ifPresent(position -> refuseGone(parts.feed().oldest(tx), position));
    ListPage<FeedEvent> page = lists.read(tx, query, FeedStore.COLUMNS, FROM, FeedStore::read);
    return new ListPage<>(
        numbered(page.rows(), parts.json().trees(tx, page.rows())),
        page.total(),
        page.nextCursor());
  }

  /** Events with their positions before them. */
  static List<ObjectNode> numbered(List<FeedEvent> events, List<ObjectNode> trees) {
    var numbered = new ArrayList<ObjectNode>();
    for (int i = 0; i < trees.size(); i++) {
      ObjectNode one = Json.mapper().createObjectNode();
      one.put("position", events.get(i).position());
      one.setAll(trees.get(i));
      numbered.add(one);
    }
    return numbered;
  }

  /** Who has read up to a position that is not kept any more has missed something. */
  static void refuseGone(long oldest, long after) {
    if (after < oldest - 1) {
      throw new Refusal.PositionGone(oldest).thrown();
    }
  }

  private ListQuery within(
      ListQuery asked, TenantId tenant, Set<Scope> scopes, OptionalLong after) {
    ListQuery theirs =
        asked
            .within(Condition.of("numbered.tenant_id = ?", tenant.value()))
            .within(Condition.of("event.tenant_id = ?", tenant.value()))
            .within(
                Condition.of(
                    "event.type = any(?)",
                    (Object) EventTypes.readableWith(scopes).toArray(String[]::new)));
    return after.isEmpty()
        ? theirs
        : theirs.within(Condition.of("numbered.position > ?", after.getAsLong()));
  }

  /** Newest first where nothing else is asked for; whoever reads on wants the oldest first. */
  private static Query sorted(Query query, boolean readsOn) {
    boolean chosen = query.last("sort").filter(sort -> !sort.isBlank()).isPresent();
    if (chosen && !readsOn) {
      return query;
    }
    var more = new LinkedHashMap<>(query.parameters());
    more.put("sort", List.of(readsOn ? "position" : "-position"));
    return new Query(more);
  }

  private Answer stream(Caller caller, Request request) {
    Optional<String> given =
        request
            .header("Last-Event-ID")
            .filter(text -> !text.isBlank())
            .or(() -> request.query().last(AFTER));
    return streams.open(caller, request.standing(), after(given));
  }

  private static OptionalLong after(Optional<String> given) {
    Optional<String> text = given.map(String::strip).filter(one -> !one.isEmpty());
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!POSITION.matcher(text.get()).matches()) {
      throw Refusal.Invalid.field(AFTER, "The after parameter must be a position, such as 42.")
          .thrown();
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }
}
