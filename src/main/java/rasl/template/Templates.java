package rasl.template;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.refusal.Refusal;
import rasl.whatsapp.Connection;
import rasl.whatsapp.ConnectionStore;
import rasl.whatsapp.GraphAnswer;
import rasl.whatsapp.GraphClient;
import tools.jackson.databind.JsonNode;

/** Pulls a tenant's templates from WhatsApp. */
final class Templates {
  private static final int PER_PAGE = 100;

  /** A business account has at most 6,000 templates. */
  private static final int MOST_PAGES = 100;

  private static final String FIELDS =
      "id,name,language,status,category,components,parameter_format,rejected_reason,"
          + "message_send_ttl_seconds";

  private final Db db;
  private final ConnectionStore connections;
  private final GraphClient graph;
  private final TemplateStore store;
  private final EventLog events;
  private final Clock clock;

  Templates(
      Db db,
      ConnectionStore connections,
      GraphClient graph,
      TemplateStore store,
      EventLog events,
      Clock clock) {
    this.db = db;
    this.connections = connections;
    this.graph = graph;
    this.store = store;
    this.events = events;
    this.clock = clock;
  }

  /** What a synchronisation came to. */
  record Synced(int created, int updated, int unchanged, int removed, int total) {}

  /** The connection to pull through; refuses where there is none. */
  Connection connection(TenantId tenant) {
    return db.inTenant(tenant, connections::find)
        .orElseThrow(() -> new Refusal.WhatsAppNotConfigured().thrown());
  }

  /**
   * Every page of the account's templates, with no transaction open.
   *
   * @throws rasl.refusal.RefusedException where WhatsApp does not give them
   */
  List<Pulled> pull(Connection connection) throws InterruptedException {
    Map<String, Pulled> pulled = new HashMap<>();
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer = page(connection, after);
      for (JsonNode node : answer.path("data")) {
        Pulled.of(node).ifPresent(template -> pulled.put(template.templateId(), template));
      }
      after = answer.path("paging").path("cursors").path("after").asString("");
      if (answer.path("paging").path("next").isMissingNode() || after.isEmpty()) {
        return List.copyOf(pulled.values());
      }
    }
    return List.copyOf(pulled.values());
  }

  private JsonNode page(Connection connection, String after) throws InterruptedException {
    var query = new HashMap<String, String>();
    query.put("fields", FIELDS);
    query.put("limit", String.valueOf(PER_PAGE));
    if (!after.isEmpty()) {
      query.put("after", after);
    }
    GraphAnswer answer =
        graph.get(connection, connection.businessAccountId() + "/message_templates", query);
    return switch (answer) {
      case GraphAnswer.Ok(var body) -> body;
      case GraphAnswer.Refused(var error) ->
          throw Refusal.Invalid.field("whatsapp", "WhatsApp refused: " + error.text()).thrown();
      case GraphAnswer.Silent _ ->
          throw new Refusal.ServiceUnavailable(java.time.Duration.ofSeconds(30)).thrown();
    };
  }

  /** Writes what was pulled; what WhatsApp no longer has is marked removed. */
  Synced store(TenantTx tx, List<Pulled> pulled, String requestId) {
    Map<String, Template> stored = new HashMap<>();
    store.all(tx).forEach(template -> stored.put(template.templateId(), template));
    var changed = new ArrayList<Pulled>();
    int created = 0;
    for (Pulled template : pulled) {
      Template old = stored.remove(template.templateId());
      if (old == null) {
        created++;
      }
      if (old == null || !template.isSameAs(old)) {
        changed.add(template);
      }
    }
    store.putAll(tx, changed, clock.instant());
    store.markRemoved(tx, stored.keySet(), clock.instant());
    tell(tx, changed, stored.values(), requestId);
    int updated = changed.size() - created;
    return new Synced(
        created, updated, pulled.size() - changed.size(), stored.size(), pulled.size());
  }

  private void tell(
      TenantTx tx, List<Pulled> changed, java.util.Collection<Template> removed, String requestId) {
    List<Event> happened = new ArrayList<>();
    for (Pulled template : changed) {
      store.find(tx, template.templateId()).ifPresent(now -> happened.add(updated(now)));
    }
    removed.forEach(template -> happened.add(updated(template)));
    events.recordAll(tx, happened, java.util.Collections.nCopies(happened.size(), requestId));
  }

  private static Event updated(Template template) {
    return Event.happened("template.updated", "template", template.id());
  }
}
