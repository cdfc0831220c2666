package rasl.media;

import java.util.Arrays;

/**
 * The kinds of files that customers send, with their largest sizes. WhatsApp passes on up to 100 MB
 * (error 131052 beyond that), also of kinds of which a business may send only smaller ones.
 */
enum InboundKind {
  IMAGE(32),
  STICKER(4),
  VIDEO(100),
  AUDIO(100),
  DOCUMENT(100);

  private static final int MIB = 1 << 20;

  private final int megabytes;

  InboundKind(int megabytes) {
    this.megabytes = megabytes;
  }

  /** By WhatsApp's own word; the room's callers know no other. */
  static InboundKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.name().equalsIgnoreCase(word))
        .findFirst()
        .orElse(DOCUMENT);
  }

  /** The largest file of this kind, in bytes. */
  long maxBytes() {
    return (long) megabytes * MIB;
  }

  String limit() {
    return megabytes + " MB";
  }
}
