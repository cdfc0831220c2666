package rasl.shop.work;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a shop brought, as lists show it.
 *
 * @param topic in the platform's words
 * @param kind {@code order}, {@code cart}, {@code customer} or {@code other}; null until it is
 *     worked off
 * @param status what became of it
 * @param reason why; null where there is nothing to say
 * @param size of the payload, in bytes
 * @param createdAt when it came
 */
public record ShopEvent(
    long id,
    long shopId,
    String topic,
    @Nullable String kind,
    String status,
    @Nullable String reason,
    boolean isTest,
    @Nullable String orderId,
    @Nullable String orderNumber,
    @Nullable String orderStatus,
    @Nullable Long contactId,
    int size,
    Instant createdAt,
    @Nullable Instant finishedAt) {}
