package rasl.shop.connect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.db.TenantTx;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/** Writes changes of shops into the audit. Of a secret it tells only that there is another. */
final class ShopChanges {
  private final Audit audit;

  ShopChanges(Audit audit) {
    this.audit = audit;
  }

  void created(TenantTx tx, Actor actor, ShopView made) {
    record(tx, actor, "shop.created", made.id(), State.none(), state(made));
  }

  void updated(TenantTx tx, Actor actor, ShopView before, ShopView after, JsonNode body) {
    record(tx, actor, "shop.updated", after.id(), state(before), state(after));
    if (body.path("secret").isString()) {
      record(
          tx,
          actor,
          "shop.secret_changed",
          after.id(),
          State.none(),
          State.of(Map.of("changed_at", after.updatedAt())));
    }
  }

  void deleted(TenantTx tx, Actor actor, ShopView last) {
    record(tx, actor, "shop.deleted", last.id(), state(last), State.none());
  }

  private void record(TenantTx tx, Actor actor, String action, long id, State before, State after) {
    audit.record(tx, actor, action, Target.of("shop", id), before, after);
  }

  /** Without the URL, whose end lets anybody post who has the secret too. */
  private static State state(ShopView shop) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    Json.mapper()
        .valueToTree(shop)
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue()));
    fields.remove("has_secret");
    fields.remove("url");
    fields.remove("updated_at");
    return State.of(fields);
  }
}
