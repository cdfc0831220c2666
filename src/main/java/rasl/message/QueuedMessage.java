package rasl.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rasl.contact.Phone;

/**
 * A message that is stored and not yet sent.
 *
 * @param conversationId the thread; {@code chat_id} in answers
 * @param contactId 0 where the contact was deleted since
 * @param type as in {@link Content}
 * @param body as in {@link Content}: without secrets
 * @param payload as in {@link Content}: without secrets
 */
public record QueuedMessage(
    long id,
    long conversationId,
    long contactId,
    Phone phone,
    String type,
    String body,
    @Nullable String payload,
    Instant createdAt) {}
