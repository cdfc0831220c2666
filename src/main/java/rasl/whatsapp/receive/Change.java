package rasl.whatsapp.receive;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change out of a webhook.
 *
 * @param phoneNumberId the number that it is about; null where it is about the business account
 * @param accountId the WhatsApp Business Account; empty where the webhook does not say
 * @param field such as {@code messages}
 * @param toldAt in WhatsApp's clock; null where the webhook does not say
 * @param messages how many messages of customers are in it
 * @param writers the names of everybody who wrote or called in it
 * @param value the change's {@code value}, as JSON
 */
public record Change(
    @Nullable String phoneNumberId,
    String accountId,
    String field,
    @Nullable Instant toldAt,
    int messages,
    Set<String> writers,
    String value) {}
