package rasl.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.json.Json;

/** Writes changes of endpoints into the audit, and tells who delivers once they are made. */
final class EndpointChanges {
  private final Audit audit;
  private final Listener listener;

  /** Hears of endpoints that were changed by this node. */
  @FunctionalInterface
  interface Listener {
    void changed(TenantId tenant, long endpoint);
  }

  EndpointChanges(Audit audit, Listener listener) {
    this.audit = audit;
    this.listener = listener;
  }

  void created(TenantTx tx, Actor actor, Endpoint made) {
    record(tx, actor, "webhook.created", made.id(), State.none(), state(made));
  }

  void updated(TenantTx tx, Actor actor, Endpoint before, Endpoint after) {
    record(tx, actor, "webhook.updated", after.id(), state(before), state(after));
  }

  /** Neither secret is told of, but that there is a new one, and how long the old one signs. */
  void rotated(TenantTx tx, Actor actor, Endpoint endpoint) {
    Map<String, @Nullable Object> until = new LinkedHashMap<>();
    until.put("former_secret_until", endpoint.formerSecretUntil().orElse(null));
    record(tx, actor, "webhook.rotated", endpoint.id(), State.none(), State.of(until));
  }

  void deleted(TenantTx tx, Actor actor, Endpoint last) {
    record(tx, actor, "webhook.deleted", last.id(), state(last), State.none());
  }

  private void record(TenantTx tx, Actor actor, String action, long id, State before, State after) {
    audit.record(tx, actor, action, rasl.audit.Target.of("webhook", id), before, after);
    TenantId tenant = tx.tenant();
    tx.afterCommit(() -> listener.changed(tenant, id));
  }

  private static State state(Endpoint endpoint) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    Json.mapper()
        .valueToTree(EndpointView.of(endpoint))
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue()));
    fields.remove("updated_at");
    return State.of(fields);
  }
}
