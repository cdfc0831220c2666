package rasl.media;

import java.time.Instant;
import java.util.Optional;

/**
 * A file that is kept.
 *
 * @param messageId the message that carries it
 * @param origin {@code upload} for what a caller gave, {@code inbound} for what a customer sent
 * @param filename as people see it; empty where it has none
 * @param size in bytes
 * @param key where the storage has it
 */
public record StoredMedia(
    long id,
    Optional<Long> messageId,
    String origin,
    String mimeType,
    String filename,
    long size,
    byte[] sha256,
    String key,
    Instant createdAt) {
  static final String UPLOAD = "upload";
  static final String INBOUND = "inbound";
}
