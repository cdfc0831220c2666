package rasl.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Events as receivers get them (contract 4.1), in their two shapes. */
public final class EventJson {
  private static final String VERSION = "1.0";
  private static final String ENVIRONMENT = "production";

  private final Function<TenantTx, EventTenant> tenants;
  private final Map<String, Resources> resources = new HashMap<>();

  /**
   * @param tenants names the transaction's tenant
   */
  EventJson(Function<TenantTx, EventTenant> tenants) {
    this.tenants = tenants;
  }

  /** Says who reads the resources of a type; while the server is put together. */
  public void reads(String resourceType, Resources how) {
    resources.put(resourceType, how);
  }

  /** Renders events of the transaction's tenant, each as JSON in UTF-8, in their order. */
  public List<byte[]> render(TenantTx tx, List<FeedEvent> events) {
    return trees(tx, events).stream().map(Json::writeBytes).toList();
  }

  /** The same as trees. */
  public List<ObjectNode> trees(TenantTx tx, List<FeedEvent> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    EventTenant tenant = tenants.apply(tx);
    Map<Long, Resources.Resource> read = read(tx, events);
    List<ObjectNode> trees = new ArrayList<>();
    for (FeedEvent event : events) {
      trees.add(tree(event, tenant, Optional.ofNullable(read.get(event.position()))));
    }
    return trees;
  }

  private Map<Long, Resources.Resource> read(TenantTx tx, Collection<FeedEvent> events) {
    var read = new HashMap<Long, Resources.Resource>();
    events.stream()
        .filter(event -> event.body().isEmpty())
        .collect(Collectors.groupingBy(FeedEvent::resourceType))
        .forEach(
            (type, theirs) ->
                Optional.ofNullable(resources.get(type))
                    .ifPresent(how -> read.putAll(how.read(tx, theirs))));
    return read;
  }

  /** An event, its tenant and its resource as JSON. */
  static ObjectNode tree(
      FeedEvent event, EventTenant tenant, Optional<Resources.Resource> resource) {
    boolean forwarded = EventTypes.isFromWhatsApp(event.type());
    Parts parts =
        event
            .body()
            .map(body -> Parts.of(Json.parseTrusted(body)))
            .or(() -> resource.map(Parts::of))
            .orElseGet(() -> Parts.gone(event.resourceId()));
    var whole = new LinkedHashMap<String, @Nullable Object>();
    whole.put("event", head(event));
    whole.put("tenant", tenant);
    whole.put("data", data(event, parts));
    if (forwarded) {
      whole.put("whatsapp", whatsapp(event));
    } else {
      whole.put("changes", changes(parts));
    }
    whole.put("metadata", metadata(event, forwarded));
    return Json.mapper().valueToTree(whole);
  }

  private static Map<String, Object> head(FeedEvent event) {
    var head = new LinkedHashMap<String, Object>();
    head.put("id", event.publicId());
    head.put("type", event.type());
    head.put("timestamp", event.occurredAt());
    head.put("version", VERSION);
    return head;
  }

  private static Map<String, Object> data(FeedEvent event, Parts parts) {
    var resource = new LinkedHashMap<String, Object>();
    resource.put("type", event.resourceType());
    resource.put("id", event.resourceId());
    resource.put("attributes", parts.attributes());
    var data = new LinkedHashMap<String, Object>();
    data.put("resource", resource);
    data.put("relationships", parts.relationships());
    return data;
  }

  private static Map<String, @Nullable Object> whatsapp(FeedEvent event) {
    var whatsapp = new LinkedHashMap<String, @Nullable Object>();
    whatsapp.put("original_payload", event.original().map(Json::parseTrusted).orElse(null));
    return whatsapp;
  }

  private static Map<String, @Nullable Object> changes(Parts parts) {
    var changes = new LinkedHashMap<String, @Nullable Object>();
    changes.put("previous", parts.previous());
    changes.put("current", parts.current());
    changes.put("modified_fields", parts.modified());
    return changes;
  }

  private static Map<String, @Nullable Object> metadata(FeedEvent event, boolean forwarded) {
    var metadata = new LinkedHashMap<String, @Nullable Object>();
    metadata.put("source", forwarded ? "whatsapp_webhook_forward" : "api_webhook_manager");
    metadata.put("environment", ENVIRONMENT);
    metadata.put("request_id", event.requestId().orElseGet(() -> ownRequest(event.publicId())));
    return metadata;
  }

  /** Where no call caused the event: always the same UUID for the same event. */
  private static String ownRequest(String publicId) {
    return UUID.nameUUIDFromBytes(publicId.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** What an event says of its resource. */
  private record Parts(
      Object attributes,
      Object relationships,
      @Nullable Object previous,
      Object current,
      @Nullable Object modified) {

    /** From what was stored with the event: a resource that is gone has its last state. */
    static Parts of(JsonNode body) {
      JsonNode current = body.path("current");
      JsonNode previous = body.path("previous");
      boolean gone = current.isEmpty() && previous.isObject();
      return new Parts(
          gone ? previous : current,
          body.path("relationships"),
          previous,
          current,
          body.path("modified_fields"));
    }

    static Parts of(Resources.Resource resource) {
      return new Parts(
          resource.attributes(),
          resource.relationships(),
          resource.previous(),
          resource.attributes(),
          resource.modified());
    }

    /** Nothing is left to read. */
    static Parts gone(long id) {
      Object known = Map.of("id", id);
      return new Parts(known, Map.of(), null, known, null);
    }
  }
}
