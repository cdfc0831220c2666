package rasl.message.accept;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.http.IdempotencyClaim;
import rasl.message.Wish;

/**
 * One caller's wish to send, as it goes into a group.
 *
 * @param requestId the request that caused it; null where none did
 * @param held whether the caller waits for WhatsApp's answer, so that this node sends at once
 */
public record AcceptCommand(
    Wish wish, @Nullable String requestId, Optional<IdempotencyClaim> claim, boolean held) {}
