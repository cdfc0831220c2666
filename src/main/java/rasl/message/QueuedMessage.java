package rasl.message;

import java.time.Instant;
import rasl.contact.Phone;

/** A message that is stored and not yet sent. */
record QueuedMessage(
    long id, long conversationId, long contactId, Phone phone, String text, Instant createdAt) {}
