package rasl.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A passkey that a person has added.
 *
 * @param handle what the authenticator calls the person by
 * @param credentialId what the authenticator calls the passkey by
 * @param publicKey in COSE form
 * @param signCount the last one that was seen; 0 where the passkey does not count
 * @param transports how its authenticator is reached, in WebAuthn's words
 */
record Passkey(
    long id,
    long personId,
    byte[] handle,
    byte[] credentialId,
    byte[] publicKey,
    String name,
    long signCount,
    List<String> transports,
    Instant createdAt,
    Optional<Instant> lastUsedAt) {}
