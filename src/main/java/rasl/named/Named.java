package rasl.named;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record with a name.
 *
 * @param color {@code #RRGGBB} or null; always null for kinds without colors
 */
public record Named(
    long id, String name, @Nullable String color, Instant createdAt, Instant updatedAt) {}
