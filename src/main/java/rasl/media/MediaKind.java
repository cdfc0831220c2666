package rasl.media;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of files that can be sent, with WhatsApp's limits (contract 2.5). */
public enum MediaKind {
  IMAGE(5),
  VIDEO(16),
  DOCUMENT(100),
  AUDIO(16);

  private static final int MIB = 1 << 20;

  private final int megabytes;

  MediaKind(int megabytes) {
    this.megabytes = megabytes;
  }

  /** WhatsApp's own word, which is the type of the message too. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<MediaKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** All words, for people. */
  public static String words() {
    return Arrays.stream(values()).map(MediaKind::word).collect(Collectors.joining(", "));
  }

  /** The largest file of this kind, in bytes. */
  public long maxBytes() {
    return (long) megabytes * MIB;
  }

  /** The largest file of any kind, in bytes. */
  public static long most() {
    return DOCUMENT.maxBytes();
  }

  String limit() {
    return megabytes + " MB";
  }
}
