package rasl.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a message was when an event told of it. The message itself goes on.
 *
 * @param status as the API writes it, such as {@code delivered}
 * @param at when it came there
 * @param error why it failed, in words; null where it did not
 * @param pricing how Meta charges for it, as JSON; null where that was not said yet
 */
public record Step(String status, Instant at, @Nullable String error, @Nullable String pricing) {}
