package rasl.media;

import java.nio.file.Path;

/** The outcome of one attempt to fetch a file from WhatsApp. */
sealed interface Fetched {
  /**
   * It is here.
   *
   * @param mimeType that of the file's own first bytes, where they are of the type that WhatsApp
   *     named; else {@link FileType#UNSTATED}
   * @param path in the work folder; the receiver of this deletes the file, or moves it away
   */
  record Here(String mimeType, long size, byte[] sha256, Path path) implements Fetched {}

  /** It may work another time. */
  record NotYet(String why) implements Fetched {}

  /** WhatsApp refuses it, or gives what it cannot be: it may work, but hardly. */
  record Refused(String why) implements Fetched {}

  /** It will not be fetched. */
  record Never(String why) implements Fetched {}
}
