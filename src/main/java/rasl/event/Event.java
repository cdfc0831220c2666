package rasl.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened to a resource (contract 4).
 *
 * @param type such as {@code source.created}
 * @param resourceType such as {@code source}
 * @param body what the event says beyond the resource's id; empty where the resource says it all
 * @param step where a message was at this event
 * @param original Meta's envelope as JSON, with the one update that the event is about
 */
public record Event(
    String type,
    String resourceType,
    long resourceId,
    Optional<Body> body,
    Optional<Step> step,
    Optional<String> original) {

  private Event(String type, String resourceType, long resourceId, Optional<Body> body) {
    this(type, resourceType, resourceId, body, Optional.empty(), Optional.empty());
  }

  /** The same, of a message that was there then. */
  public Event at(Step where) {
    return new Event(type, resourceType, resourceId, body, Optional.of(where), original);
  }

  /** The same, as WhatsApp told it. */
  public Event told(Optional<String> update) {
    return new Event(type, resourceType, resourceId, body, step, update);
  }

  /**
   * What the parts of an event in the n8n format are made of. Its {@code attributes} are not kept a
   * second time: they are the state after, or the one before where the resource is gone.
   *
   * @param relationships an object with the resources that it points to, by relation
   * @param previous every field of the resource before; null for a creation
   * @param current every field after; an empty object for a deletion
   * @param modifiedFields which fields an update changed; null for the others
   */
  public record Body(
      Object relationships,
      @Nullable Object previous,
      Object current,
      @Nullable List<String> modifiedFields) {}

  /** A resource without relations was made. */
  public static Event created(String resourceType, long id, Object resource) {
    return created(resourceType, id, resource, Map.of());
  }

  /** A resource was made. */
  public static Event created(String resourceType, long id, Object resource, Object relationships) {
    return new Event(
        resourceType + ".created",
        resourceType,
        id,
        Optional.of(new Body(relationships, null, resource, null)));
  }

  /** As below, of a resource without relations. */
  public static Optional<Event> updated(String resourceType, long id, Object before, Object after) {
    return updated(resourceType, id, before, after, Map.of());
  }

  /** A resource was changed; empty where no field but {@code updated_at} differs. */
  public static Optional<Event> updated(
      String resourceType, long id, Object before, Object after, Object relationships) {
    List<String> modified = modified(before, after);
    if (modified.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Event(
            resourceType + ".updated",
            resourceType,
            id,
            Optional.of(new Body(relationships, before, after, modified))));
  }

  /** A resource without relations is gone. */
  public static Event deleted(String resourceType, long id, Object last) {
    return deleted(resourceType, id, last, Map.of());
  }

  /** A resource is gone. */
  public static Event deleted(String resourceType, long id, Object last, Object relationships) {
    return new Event(
        resourceType + ".deleted",
        resourceType,
        id,
        Optional.of(new Body(relationships, last, Map.of(), null)));
  }

  /** Something that happened to a resource that is not its making, changing or end. */
  public static Event happened(String type, String resourceType, long id) {
    return new Event(type, resourceType, id, Optional.empty());
  }

  /**
   * As above, with what is to be said of it.
   *
   * @param state an object
   */
  public static Event happened(String type, String resourceType, long id, Object state) {
    return new Event(type, resourceType, id, Optional.of(new Body(Map.of(), null, state, null)));
  }

  private static List<String> modified(Object before, Object after) {
    JsonNode old = Json.mapper().valueToTree(before);
    JsonNode now = Json.mapper().valueToTree(after);
    var names = new ArrayList<String>();
    now.properties()
        .forEach(
            field -> {
              boolean differs = !field.getValue().equals(old.get(field.getKey()));
              if (differs && !field.getKey().equals("updated_at")) {
                names.add(field.getKey());
              }
            });
    return names;
  }
}
