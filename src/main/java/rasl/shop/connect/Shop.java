package rasl.shop.connect;

import java.time.Instant;

/**
 * A connected shop.
 *
 * @param key the last part of the URL to which the shop posts
 * @param hasSecret whether it has a secret yet: calls are refused until then
 */
public record Shop(
    long id,
    Platform platform,
    ShopSettings settings,
    String key,
    boolean hasSecret,
    Instant createdAt,
    Instant updatedAt) {}
