package rasl.shop.connect;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.db.Db;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/v2/shops}: the shops themselves. */
final class ShopApi {
  static final String PATH = "/api/v2/shops";
  static final String ONE = PATH + "/{id}";

  private final Db db;
  private final Shops shops;
  private final ShopStore store;
  private final Lists lists;
  private final ShopChanges changes;
  private final Supplier<String> publicUrl;

  ShopApi(
      Db db,
      Shops shops,
      ShopStore store,
      Lists lists,
      ShopChanges changes,
      Supplier<String> publicUrl) {
    this.db = db;
    this.shops = shops;
    this.store = store;
    this.lists = lists;
    this.changes = changes;
    this.publicUrl = publicUrl;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.SHOPS_READ, this::list);
    routes.add("POST", PATH, Scope.SHOPS_WRITE, this::create);
    routes.add("GET", ONE, Scope.SHOPS_READ, this::get);
    routes.add("PATCH", ONE, Scope.SHOPS_WRITE, this::update);
    routes.add("DELETE", ONE, Scope.SHOPS_WRITE, this::delete);
  }

  private static long id(Request request) {
    return request.pathId("id", "Shop");
  }

  private ShopView view(Shop shop) {
    return ShopView.of(shop, publicUrl.get());
  }

  private static ObjectNode withSetup(ShopView shop) {
    ObjectNode data = Json.mapper().valueToTree(shop);
    data.set("setup", Setup.of(shop));
    return data;
  }

  private Answer list(Caller caller, Request request) {
    ListQuery query = lists.parse(ShopStore.SPEC, request.query());
    return lists.answer(
        request,
        query,
        db.reading(caller.tenant(), tx -> store.list(tx, lists, query)).map(this::view));
  }

  private Answer get(Caller caller, Request request) {
    long id = id(request);
    return Answer.ok(withSetup(view(db.reading(caller.tenant(), tx -> shops.get(tx, id)))));
  }

  private Answer create(Caller caller, Request request) {
    Shops.Wish wish = shops.wish(object(request));
    Change change = request.change();
    var made = new Made();
    Answer answer =
        change.commit(
            tx -> {
              made.shop = shops.create(tx, wish);
              ShopView view = view(made.shop.shop());
              changes.created(tx, Actor.of(caller, request), view);
              return Answer.created(withSetup(view), "Shop created successfully");
            });
    return made.shown(answer);
  }

  private Answer update(Caller caller, Request request) {
    long id = id(request);
    JsonNode body = object(request);
    Change change = request.change();
    return change.commit(
        tx -> {
          Shop before = shops.get(tx, id);
          Shop after = shops.update(tx, id, body);
          changes.updated(tx, Actor.of(caller, request), view(before), view(after), body);
          return Answer.ok(view(after), "Shop updated successfully");
        });
  }

  private Answer delete(Caller caller, Request request) {
    long id = id(request);
    Change change = request.change();
    return change.commit(
        tx -> {
          Shop last = shops.get(tx, id);
          shops.delete(tx, id);
          changes.deleted(tx, Actor.of(caller, request), view(last));
          return Answer.deleted("Shop deleted successfully");
        });
  }

  private static JsonNode object(Request request) {
    JsonNode body = request.json();
    JsonFields.of(body);
    return body;
  }

  /** What was made in a transaction: its secret is added to the answer that is not kept. */
  private static final class Made {
    private Shops.@Nullable WithSecret shop;

    Answer shown(Answer answer) {
      ObjectNode data = Json.mapper().valueToTree(answer.data());
      if (shop != null) {
        data.put("secret", shop.secret().map(ShopSecret::text).orElse(null));
      }
      return answer.withData(data);
    }
  }
}
