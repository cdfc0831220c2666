package rasl.template;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.json.Json;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.receive.Original;
import tools.jackson.databind.JsonNode;

/**
 * Applies what WhatsApp's webhooks tell of templates: state, category and quality at once, and all
 * the rest by a look at the account soon after.
 */
public final class TemplateWebhooks {
  private static final Set<String> FIELDS =
      Set.of(
          "message_template_status_update",
          "message_template_quality_update",
          "message_template_components_update",
          "template_category_update");

  /** Webhooks say some states in other words than the API, and some that are no states. */
  private static final Set<String> STATES =
      Set.of(
          "APPROVED",
          "PENDING",
          "REJECTED",
          "PAUSED",
          "DISABLED",
          "IN_APPEAL",
          "PENDING_DELETION",
          "DELETED",
          "LIMIT_EXCEEDED",
          "ARCHIVED");

  private final TemplateStore store;
  private final SyncStore syncs;
  private final ConnectionStore connections;
  private final EventLog events;

  TemplateWebhooks(
      TemplateStore store, SyncStore syncs, ConnectionStore connections, EventLog events) {
    this.store = store;
    this.syncs = syncs;
    this.connections = connections;
    this.events = events;
  }

  /** Whether a field of webhooks is about templates. */
  public static boolean isAbout(String field) {
    return FIELDS.contains(field);
  }

  /**
   * One change.
   *
   * @param value JSON as WhatsApp sent it
   * @param toldAt in WhatsApp's clock
   */
  public record Told(String field, String value, Instant toldAt) {}

  /** Applies changes, the oldest first, and asks for a look at the account. */
  public void apply(TenantTx tx, List<Told> changes, Instant now) {
    if (changes.isEmpty()) {
      return;
    }
    // First, as who pulls templates does: two that lock these rows the other way round never end.
    syncs.ask(tx, now);
    Optional<Connection> connection = connections.find(tx);
    var happened = new ArrayList<Event>();
    for (Told change :
        changes.stream().sorted(java.util.Comparator.comparing(Told::toldAt)).toList()) {
      // No later word than today's, whatever its clock says.
      Instant toldAt = change.toldAt().isAfter(now) ? now : change.toldAt();
      store
          .tell(tx, news(change), toldAt, now)
          .map(
              id ->
                  Event.happened("template.updated", "template", id)
                      .told(connection.map(one -> original(one, change))))
          .ifPresent(happened::add);
    }
    events.recordAll(tx, happened);
  }

  /**
   * What a webhook says of one template; null where it says nothing of it.
   *
   * @param removed whether it was deleted
   */
  record News(
      String templateId,
      @Nullable String status,
      @Nullable String rejectedReason,
      @Nullable String category,
      @Nullable String quality,
      boolean removed) {}

  private static String original(Connection connection, Told change) {
    return Original.around(
        connection.businessAccountId(), change.field(), Json.parseTrusted(change.value()));
  }

  private static News news(Told change) {
    JsonNode value = Json.parseTrusted(change.value());
    String id = value.path("message_template_id").asString("");
    return switch (change.field()) {
      case "message_template_status_update" -> status(id, value);
      case "message_template_quality_update" ->
          new News(id, null, null, null, upper(value, "new_quality_score"), false);
      case "template_category_update" ->
          new News(id, null, null, upper(value, "new_category"), null, false);
      default -> new News(id, null, null, null, null, false);
    };
  }

  private static News status(String id, JsonNode value) {
    String event = value.path("event").asString("").toUpperCase(Locale.ROOT);
    @Nullable String status =
        switch (event) {
          case "REINSTATED", "UNARCHIVED" -> "APPROVED";
          default -> STATES.contains(event) ? event : null;
        };
    String reason = value.path("rejection_info").path("reason").asString("");
    if (reason.isEmpty()) {
      reason = value.path("reason").asString("");
    }
    boolean told = event.equals("REJECTED") && !reason.isEmpty() && !reason.equals("NONE");
    return new News(id, status, told ? fit(reason) : null, null, null, event.equals("DELETED"));
  }

  private static @Nullable String upper(JsonNode value, String field) {
    String text = value.path(field).asString("").toUpperCase(Locale.ROOT);
    return text.isEmpty() ? null : fit(text);
  }

  private static String fit(String text) {
    String clean = text.replace("\0", "");
    return clean.length() <= 500 ? clean : clean.substring(0, 500);
  }
}
