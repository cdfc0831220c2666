package rasl.message;

import java.util.Optional;
import rasl.http.IdempotencyClaim;

/**
 * One caller's wish to send, as it goes into a group.
 *
 * @param held whether the caller waits for WhatsApp's answer, so that this node sends at once
 */
record AcceptCommand(
    SendText request, String requestId, Optional<IdempotencyClaim> claim, boolean held) {}
