package rasl.event;

import java.time.Instant;
import java.util.Optional;

/**
 * An event in its tenant's feed.
 *
 * @param position from 1, in the order in which events became visible; none is given twice
 * @param id the event's own number in the database
 * @param publicId {@code evt_…}, as receivers see it
 * @param type such as {@code contact.created}
 * @param resourceType such as {@code contact}
 * @param requestId of the call that caused it
 * @param body JSON: relationships, previous, current and modified_fields; empty where the resource
 *     itself says it all
 * @param step where a message was then
 * @param original JSON: Meta's envelope with the update that the event is about, where it was kept
 */
public record FeedEvent(
    long position,
    long id,
    String publicId,
    String type,
    String resourceType,
    long resourceId,
    Instant occurredAt,
    Optional<String> requestId,
    Optional<String> body,
    Optional<Step> step,
    Optional<String> original) {}
