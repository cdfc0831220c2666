package rasl.event;

import rasl.http.Scope;

/**
 * A type of events.
 *
 * @param type such as {@code contact.created}
 * @param resourceType what it is about
 * @param scope whose holders may read that
 * @param fromWhatsApp whether Meta told of it: such events hold what Meta sent, and no changes
 * @param byDefault whether it is one of RASL's nine, which endpoints get that name none
 * @param description in words
 */
public record EventType(
    String type,
    String resourceType,
    Scope scope,
    boolean fromWhatsApp,
    boolean byDefault,
    String description) {}
