package rasl.shop.work;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.JsonFields;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.json.Json;
import rasl.refusal.Refusal;
import rasl.shop.connect.Shop;
import rasl.shop.connect.ShopStore;
import rasl.shop.order.Content;
import rasl.shop.order.Contents;
import rasl.shop.path.PathList;
import rasl.shop.receive.Arrival;
import rasl.shop.receive.ArrivalStore;
import rasl.shop.receive.Arrivals;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/v2/shops/{id}/events}: what came, and what became of it. */
final class EventApi {
  static final String SHOP = "/api/v2/shops/{id}";
  private static final String PATH = SHOP + "/events";
  private static final String ONE = PATH + "/{event_id}";

  private final Db db;
  private final Lists lists;
  private final ShopStore shops;
  private final EventStore events;
  private final ArrivalStore arriving;
  private final Arrivals arrivals;
  private final Clock clock;

  EventApi(
      Db db,
      Lists lists,
      ShopStore shops,
      EventStore events,
      ArrivalStore arriving,
      Arrivals arrivals,
      Clock clock) {
    this.db = db;
    this.lists = lists;
    this.shops = shops;
    this.events = events;
    this.arriving = arriving;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.SHOPS_READ, this::list);
    routes.add("GET", ONE, Scope.SHOPS_READ, this::get);
    routes.add("GET", ONE + "/paths", Scope.SHOPS_READ, this::paths);
    routes.add("POST", ONE + "/replay", Scope.SHOPS_WRITE, this::replay);
    routes.add("POST", SHOP + "/test", Scope.SHOPS_WRITE, this::test);
  }

  private Answer list(Caller caller, Request request) {
    long shop = shopId(request);
    ListQuery query = lists.parse(EventStore.SPEC, request.query());
    return lists.answer(
        request,
        query,
        db.reading(
            caller.tenant(),
            tx -> {
              Shop _ = shop(tx, shop);
              return events.list(tx, lists, query, shop);
            }));
  }

  private Answer get(Caller caller, Request request) {
    long shop = shopId(request);
    long id = eventId(request);
    Optional<String> include = request.query().last("include").filter(text -> !text.isEmpty());
    if (include.filter(text -> !text.equals("payload")).isPresent()) {
      throw Refusal.Invalid.field("include", "The include parameter takes payload.").thrown();
    }
    return Answer.ok(db.reading(caller.tenant(), tx -> whole(tx, shop, id, include.isPresent())));
  }

  private ObjectNode whole(TenantTx tx, long shop, long id, boolean withPayload) {
    Shop of = shop(tx, shop);
    ShopEvent event = event(tx, shop, id);
    Optional<byte[]> payload = events.payload(tx, id);
    ObjectNode data = Json.mapper().valueToTree(event);
    Content content =
        payload
            .flatMap(ShopWork::json)
            .map(body -> Contents.read(of.platform(), event.topic(), body))
            .orElse(new Content.Other());
    data.putNull("order").putNull("cart").putNull("customer");
    switch (content) {
      case Content.OfOrder(var order) -> data.set("order", Json.mapper().valueToTree(order));
      case Content.OfCart(var cart) -> data.set("cart", Json.mapper().valueToTree(cart));
      case Content.OfCustomer(var customer) ->
          data.set("customer", Json.mapper().valueToTree(customer));
      case Content.Other _ -> {}
    }
    if (withPayload) {
      data.put(
          "payload", payload.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(null));
    }
    return data;
  }

  private Answer paths(Caller caller, Request request) {
    long shop = shopId(request);
    long id = eventId(request);
    Optional<byte[]> payload =
        db.reading(
            caller.tenant(),
            tx -> {
              ShopEvent _ = event(tx, shop, id);
              return events.payload(tx, id);
            });
    List<PathList.Row> rows = payload.flatMap(ShopWork::json).map(PathList::of).orElse(List.of());
    return Answer.ok(rows);
  }

  private Answer replay(Caller caller, Request request) {
    long shop = shopId(request);
    long id = eventId(request);
    Change change = request.change();
    return change.commit(
        tx -> {
          ShopEvent _ = event(tx, shop, id);
          if (events.again(tx, shop, id)) {
            arrivals.work(tx, List.of(id));
          }
          return Answer.ok(event(tx, shop, id), "Event will be worked off again");
        });
  }

  private Answer test(Caller caller, Request request) {
    long shop = shopId(request);
    JsonNode body = request.json();
    Optional<String> wanted = JsonFields.of(body).text("topic", 80);
    Change change = request.change();
    return change.commit(
        tx -> {
          Shop of = shop(tx, shop);
          String topic = wanted.orElse(Samples.topics(of.platform()).getFirst());
          byte[] sample = Samples.of(of.platform(), topic).orElseThrow(() -> unknown(of));
          List<Long> ids =
              arriving.insert(tx, List.of(Arrival.test(shop, topic, sample)), clock.instant());
          arrivals.work(tx, ids);
          return Answer.created(event(tx, shop, ids.getFirst()), "Test event stored successfully");
        });
  }

  private static RuntimeException unknown(Shop shop) {
    return Refusal.Invalid.field(
            "topic",
            "There is a sample of "
                + String.join(", ", Samples.topics(shop.platform()))
                + " alone.")
        .thrown();
  }

  private Shop shop(TenantTx tx, long id) {
    return shops.find(tx, id).orElseThrow(() -> new Refusal.NotFound("Shop").thrown());
  }

  /** Of a shop that is there. */
  private ShopEvent event(TenantTx tx, long shop, long id) {
    Shop _ = shop(tx, shop);
    return events.find(tx, shop, id).orElseThrow(() -> new Refusal.NotFound("Event").thrown());
  }

  static long shopId(Request request) {
    return request.pathId("id", "Shop");
  }

  private static long eventId(Request request) {
    return request.pathId("event_id", "Event");
  }
}
