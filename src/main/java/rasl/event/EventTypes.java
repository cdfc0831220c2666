package rasl.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.http.Scope;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** All types of events that rooms write, with an example of each (contract 4.1). */
public final class EventTypes {
  private static final Instant EXAMPLE_TIME = Instant.parse("2025-12-12T14:30:00Z");
  private static final EventTenant EXAMPLE_TENANT =
      new EventTenant(123, "Acme Corporation", "acme");
  private static final String EXAMPLE_REQUEST = "7f1f1c1e-3f0a-4a52-9d0e-2b7d6a3c9e51";

  private static final Map<String, EventType> ALL = catalogue();
  private static final JsonNode SAMPLES = samples();

  private EventTypes() {}

  /** All, in an order that people can read. */
  public static List<EventType> all() {
    return List.copyOf(ALL.values());
  }

  /** One by its name. */
  public static Optional<EventType> of(String type) {
    return Optional.ofNullable(ALL.get(type));
  }

  /** The types that a holder of these scopes may read. */
  public static Set<String> readableWith(Set<Scope> scopes) {
    return ALL.values().stream()
        .filter(type -> scopes.contains(type.scope()))
        .map(EventType::type)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What events are about. */
  static List<String> resources() {
    return ALL.values().stream().map(EventType::resourceType).distinct().toList();
  }

  static boolean isFromWhatsApp(String type) {
    return of(type).filter(EventType::fromWhatsApp).isPresent();
  }

  /** An event of a type as receivers get it. */
  public static ObjectNode example(EventType type) {
    return example(type, EXAMPLE_TENANT, EXAMPLE_TIME, "evt_1765549800_a1b2c3d4e5f6g7h8");
  }

  /** The same, of a tenant and at a time: what tests of endpoints get. */
  public static ObjectNode example(
      EventType type, EventTenant tenant, Instant at, String publicId) {
    JsonNode sample = SAMPLES.path(type.resourceType());
    FeedEvent event =
        new FeedEvent(
            1,
            1,
            publicId,
            type.type(),
            type.resourceType(),
            sample.path("attributes").path("id").asLong(1),
            at,
            type.fromWhatsApp() ? Optional.empty() : Optional.of(EXAMPLE_REQUEST),
            Optional.of(Json.write(body(type, sample))),
            Optional.empty(),
            Optional.ofNullable(SAMPLES.path("original").get(type.type())).map(Json::write));
    return EventJson.tree(event, tenant, Optional.empty());
  }

  private static Map<String, @Nullable Object> body(EventType type, JsonNode sample) {
    ObjectNode attributes = sample.path("attributes").deepCopy().asObject();
    JsonNode own = SAMPLES.path("of_type").path(type.type());
    if (own instanceof ObjectNode more) {
      attributes.setAll(more);
    }
    ObjectNode before = attributes.deepCopy();
    JsonNode was = sample.path("before");
    if (was instanceof ObjectNode fields) {
      before.setAll(fields);
    }
    boolean updated = type.type().endsWith(".updated") && !type.fromWhatsApp();
    boolean deleted = type.type().endsWith(".deleted");
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("relationships", sample.path("relationships"));
    body.put("previous", updated ? before : deleted ? attributes : null);
    body.put("current", deleted ? Map.of() : attributes);
    body.put("modified_fields", updated ? List.copyOf(was.propertyNames()) : null);
    return body;
  }

  private static JsonNode samples() {
    try (InputStream file = EventTypes.class.getResourceAsStream("samples.json")) {
      if (file == null) {
        throw new IllegalStateException("The samples of events are missing");
      }
      return Json.parse(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, EventType> catalogue() {
    var all = new ArrayList<EventType>();
    all.addAll(contacts());
    all.addAll(records("source", Scope.SOURCES_READ, true));
    all.addAll(records("status", Scope.STATUSES_READ, true));
    all.addAll(records("group", Scope.GROUPS_READ, false));
    all.addAll(messages());
    all.addAll(codes());
    all.add(
        told(
            "template.updated",
            "template",
            Scope.TEMPLATES_READ,
            "A template, its status or its quality has changed"));
    all.addAll(connections());
    all.addAll(webhooks());
    return all.stream()
        .collect(
            Collectors.toMap(EventType::type, type -> type, (one, _) -> one, LinkedHashMap::new));
  }

  private static List<EventType> contacts() {
    var all = new ArrayList<EventType>();
    all.addAll(records("contact", Scope.CONTACTS_READ, true));
    all.add(
        record(
            "contact.marketing_stopped",
            "contact",
            Scope.CONTACTS_READ,
            "A contact does not want marketing messages any more"));
    all.add(
        record(
            "contact.marketing_resumed",
            "contact",
            Scope.CONTACTS_READ,
            "A contact wants marketing messages again"));
    return all;
  }

  private static List<EventType> codes() {
    var all = new ArrayList<EventType>();
    all.add(record("otp.verified", "otp", Scope.MESSAGES_READ, "A one-time code was verified"));
    all.add(
        record(
            "otp.fraud_suspected",
            "otp_alert",
            Scope.MESSAGES_READ,
            "Far fewer codes to a country are verified than usual"));
    return all;
  }

  private static List<EventType> messages() {
    Scope scope = Scope.MESSAGES_READ;
    return List.of(
        told("message.received", "message", scope, "A customer has written"),
        record("message.queued", "message", scope, "A message waits to be sent"),
        told("message.sent", "message", scope, "WhatsApp has taken a message"),
        told("message.delivered", "message", scope, "A message has arrived"),
        told("message.read", "message", scope, "A message was read, or played"),
        told("message.failed", "message", scope, "A message could not be sent or delivered"),
        record("message.cancelled", "message", scope, "A message will not be sent"),
        record("message.media_stored", "message", scope, "A customer's file is kept here now"),
        record("message.media_failed", "message", scope, "A customer's file could not be fetched"));
  }

  private static List<EventType> connections() {
    var all = new ArrayList<EventType>();
    Scope scope = Scope.ACCOUNT_READ;
    all.add(record("connection.created", "connection", scope, "A number was connected"));
    all.add(record("connection.updated", "connection", scope, "The connection was changed"));
    all.add(record("connection.deleted", "connection", scope, "The connection was removed"));
    all.add(record("connection.halted", "connection", scope, "The number cannot send"));
    all.add(record("connection.resumed", "connection", scope, "The number can send again"));
    all.add(told("connection.notice", "connection", scope, "Meta says something of the account"));
    return all;
  }

  private static List<EventType> webhooks() {
    Scope scope = Scope.WEBHOOKS_READ;
    return List.of(
        record("webhook.failing", "webhook", scope, "Nothing but failures come from an endpoint"),
        record("webhook.disabled", "webhook", scope, "An endpoint was switched off by Rasl"),
        record("webhook.exhausted", "webhook", scope, "A delivery failed to its last attempt"));
  }

  private static List<EventType> records(String type, Scope scope, boolean byDefault) {
    return List.of(
        new EventType(type + ".created", type, scope, false, byDefault, "A " + type + " was made"),
        new EventType(
            type + ".updated", type, scope, false, byDefault, "A " + type + " was changed"),
        new EventType(
            type + ".deleted", type, scope, false, byDefault, "A " + type + " was deleted"));
  }

  private static EventType record(
      String type, String resourceType, Scope scope, String description) {
    return new EventType(type, resourceType, scope, false, false, description);
  }

  private static EventType told(String type, String resourceType, Scope scope, String description) {
    return new EventType(type, resourceType, scope, true, false, description);
  }
}
