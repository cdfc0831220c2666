package rasl.message.read;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.contact.Contact;
import rasl.contact.ContactStore;
import rasl.db.TenantTx;
import rasl.event.FeedEvent;
import rasl.event.Resources;
import rasl.event.Step;
import rasl.json.Json;
import rasl.media.MediaFiles;
import rasl.media.MessageFile;
import rasl.message.MessageStatus;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as their events show them: what a message is, as it is stored, and where it was then, as
 * the event says.
 */
public final class MessageResources implements Resources {
  private static final String STATUS = "status";

  private final MessageListStore messages;
  private final ContactStore contacts;
  private final MediaFiles files;

  public MessageResources(MessageListStore messages, ContactStore contacts, MediaFiles files) {
    this.messages = messages;
    this.contacts = contacts;
    this.files = files;
  }

  @Override
  public Map<Long, Resource> read(TenantTx tx, Collection<FeedEvent> events) {
    List<Long> ids = events.stream().map(FeedEvent::resourceId).distinct().toList();
    Map<Long, MessageListStore.Whole> found = messages.whole(tx, ids);
    Map<Long, MessageFile> theirs = files.of(tx, ids);
    Map<Long, Contact> people =
        contacts
            .byIds(
                tx,
                found.values().stream()
                    .map(MessageListStore.Whole::contactId)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList())
            .stream()
            .collect(Collectors.toMap(Contact::id, contact -> contact));
    var read = new HashMap<Long, Resource>();
    for (FeedEvent event : events) {
      MessageListStore.@Nullable Whole whole = found.get(event.resourceId());
      if (whole != null) {
        read.put(event.position(), resource(event, whole, theirs, people));
      }
    }
    return read;
  }

  private static Resource resource(
      FeedEvent event,
      MessageListStore.Whole whole,
      Map<Long, MessageFile> files,
      Map<Long, Contact> people) {
    @Nullable MessageFile file = files.get(event.resourceId());
    MessageView.Single single = file == null ? whole.single() : whole.single().with(file);
    ObjectNode attributes = Json.mapper().valueToTree(single);
    @Nullable Long contact = whole.contactId();
    attributes.put("contact_id", contact);
    attributes.put("phone", whole.phone());
    attributes.put("user_id", whole.userId());
    setBack(attributes, event, single);
    var relationships = new LinkedHashMap<String, @Nullable Object>();
    relationships.put("contact", contact == null ? null : people.get(contact));
    @Nullable Long thread = single.interactionId();
    relationships.put("conversation", thread == null ? null : Map.of("id", thread));
    return switch (event.type()) {
      case "message.cancelled" ->
          changed(attributes, relationships, Map.of(STATUS, waiting(single)));
      case "message.media_stored", "message.media_failed" ->
          changed(attributes, relationships, noFile());
      default -> new Resource(attributes, relationships);
    };
  }

  /** With what it was before the event changed it. */
  private static Resource changed(
      ObjectNode attributes, Object relationships, Map<String, ?> before) {
    ObjectNode previous = attributes.deepCopy();
    before.forEach((field, value) -> previous.set(field, Json.mapper().valueToTree(value)));
    return new Resource(attributes, relationships, previous, List.copyOf(before.keySet()));
  }

  private static Map<String, @Nullable Object> noFile() {
    var before = new LinkedHashMap<String, @Nullable Object>();
    before.put("url", null);
    before.put("media", null);
    return before;
  }

  private static String waiting(MessageView.Single single) {
    return (single.sendAt() == null ? MessageStatus.QUEUED : MessageStatus.SCHEDULED).text();
  }

  /** Takes back what came after the event. */
  private static void setBack(ObjectNode attributes, FeedEvent event, MessageView.Single single) {
    if (event.step().isPresent()) {
      setBack(attributes, event.step().get());
    } else if (event.type().equals("message.queued")) {
      attributes.put(STATUS, waiting(single));
      attributes.putNull("message_id");
      later(attributes, "status_message", "delivered_at", "read_at", "failed_at", "pricing");
      attributes.put("is_read", false);
    }
  }

  private static void setBack(ObjectNode attributes, Step step) {
    attributes.put(STATUS, step.status());
    attributes.put("status_message", step.error());
    String at = Json.time(step.at());
    switch (step.status()) {
      case "sent" -> {
        attributes.put("sent_at", at);
        later(attributes, "delivered_at", "read_at", "failed_at");
      }
      case "delivered" -> {
        attributes.put("delivered_at", at);
        later(attributes, "read_at", "failed_at");
      }
      case "read" -> attributes.put("read_at", at);
      case "failed" -> attributes.put("failed_at", at);
      default -> later(attributes, "delivered_at", "read_at", "failed_at");
    }
    attributes.put("is_read", step.status().equals("read"));
    @Nullable String pricing = step.pricing();
    attributes.set("pricing", pricing == null ? null : Json.parseTrusted(pricing));
  }

  private static void later(ObjectNode attributes, String... fields) {
    for (String field : fields) {
      attributes.putNull(field);
    }
  }
}
