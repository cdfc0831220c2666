package rasl.template;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.refusal.Refusal;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.GraphAnswer;
import rasl.whatsapp.graph.GraphClient;
import rasl.whatsapp.graph.GraphError;
import tools.jackson.databind.JsonNode;

/** Pulls a tenant's templates from WhatsApp. */
final class Templates {
  private static final int PER_PAGE = 100;

  /** A business account has at most 6,000 templates. */
  private static final int MOST_PAGES = 100;

  private static final String FIELDS =
      "id,name,language,status,category,components,parameter_format,rejected_reason,"
          + "quality_score,message_send_ttl_seconds";

  private final Db db;
  private final ConnectionStore connections;
  private final GraphClient graph;
  private final TemplateStore store;
  private final SyncStore syncs;
  private final EventLog events;
  private final Clock clock;

  Templates(
      Db db,
      ConnectionStore connections,
      GraphClient graph,
      TemplateStore store,
      SyncStore syncs,
      EventLog events,
      Clock clock) {
    this.db = db;
    this.connections = connections;
    this.graph = graph;
    this.store = store;
    this.syncs = syncs;
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

  /** What came of asking WhatsApp for all templates. */
  sealed interface Answer {
    record All(List<Pulled> templates) implements Answer {}

    record Refused(GraphError error) implements Answer {}

    record Silent(String why) implements Answer {}
  }

  /**
   * Every page of the account's templates, with no transaction open.
   *
   * @throws rasl.refusal.RefusedException where WhatsApp does not give them
   */
  List<Pulled> pull(Connection connection) throws InterruptedException {
    return switch (ask(connection, () -> {})) {
      case Answer.All(var templates) -> templates;
      case Answer.Refused(var error) when ErrorClass.of(error).passes() ->
          throw new Refusal.WhatsAppSilent(Duration.ofSeconds(30)).thrown();
      case Answer.Refused(var error) ->
          throw Refusal.Invalid.field("whatsapp", "WhatsApp refused: " + error.text()).thrown();
      case Answer.Silent _ -> throw new Refusal.WhatsAppSilent(Duration.ofSeconds(30)).thrown();
    };
  }

  /**
   * The same, with every outcome told.
   *
   * @param betweenPages called before each page
   */
  Answer ask(Connection connection, Runnable betweenPages) throws InterruptedException {
    Map<String, Pulled> pulled = new HashMap<>();
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      betweenPages.run();
      switch (page(connection, after)) {
        case GraphAnswer.Refused(var error) -> {
          return new Answer.Refused(error);
        }
        case GraphAnswer.Silent(var why) -> {
          return new Answer.Silent(why);
        }
        case GraphAnswer.Ok(var body) -> {
          if (!body.path("data").isArray()) {
            return new Answer.Silent("an answer without templates");
          }
          for (JsonNode node : body.path("data")) {
            Pulled.of(node).ifPresent(template -> pulled.put(template.templateId(), template));
          }
          after = body.path("paging").path("cursors").path("after").asString("");
          if (body.path("paging").path("next").isMissingNode() || after.isEmpty()) {
            return new Answer.All(List.copyOf(pulled.values()));
          }
        }
      }
    }
    return new Answer.Silent("more than " + MOST_PAGES + " pages");
  }

  private GraphAnswer page(Connection connection, String after) throws InterruptedException {
    var query = new HashMap<String, String>();
    query.put("fields", FIELDS);
    query.put("limit", String.valueOf(PER_PAGE));
    if (!after.isEmpty()) {
      query.put("after", after);
    }
    return graph.get(connection, connection.businessAccountId() + "/message_templates", query);
  }

  /** Writes what was pulled; what WhatsApp no longer has is marked removed. */
  Synced store(TenantTx tx, List<Pulled> pulled, @Nullable String requestId) {
    syncs.lock(tx);
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
    syncs.note(tx, clock.instant(), null);
    tell(tx, changed, stored.values(), requestId);
    int updated = changed.size() - created;
    return new Synced(
        created, updated, pulled.size() - changed.size(), stored.size(), pulled.size());
  }

  private void tell(
      TenantTx tx, List<Pulled> changed, Collection<Template> removed, @Nullable String requestId) {
    List<Event> happened = new ArrayList<>();
    for (Pulled template : changed) {
      store.find(tx, template.templateId()).ifPresent(now -> happened.add(updated(now)));
    }
    removed.forEach(template -> happened.add(updated(template)));
    events.recordAll(tx, happened, Collections.nCopies(happened.size(), requestId));
  }

  private static Event updated(Template template) {
    return Event.happened("template.updated", "template", template.id());
  }
}
