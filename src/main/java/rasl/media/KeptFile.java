package rasl.media;

/**
 * A file whose bytes are stored, and which its message has yet to claim.
 *
 * @param reference what stands in a message's payload in place of WhatsApp's id, which it gets once
 *     the message leaves
 */
public record KeptFile(StoredMedia media, MediaKind kind, String reference) {
  public long id() {
    return media.id();
  }
}
