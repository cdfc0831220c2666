package rasl.message.accept;

import java.util.Optional;
import rasl.media.KeptFile;
import rasl.media.MediaFiles;
import rasl.message.Wish;

/**
 * A wish to send, and the file that it brings, whose bytes are stored already.
 *
 * @param file claimed by the message once that is stored
 */
public record FiledWish(Wish wish, Optional<KeptFile> file) {
  /** A request without a file. */
  public static FiledWish without(Wish wish) {
    return new FiledWish(wish, Optional.empty());
  }

  /** A request with a file that is stored already. */
  public static FiledWish of(MediaFiles files, Wish wish, KeptFile kept) {
    return new FiledWish(
        wish.with((tx, message) -> files.claim(tx, kept, message.id())), Optional.of(kept));
  }
}
