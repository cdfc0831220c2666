package rasl.http;

/**
 * An idempotency key with what it stands for.
 *
 * @param key as the caller sent it: 1 to 255 printable characters
 * @param fingerprint keyed HMAC over method, path and body; another fingerprint under the same key
 *     is a conflict
 */
public record IdempotencyClaim(String key, byte[] fingerprint) {}
