package rasl.simulator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Web addresses, as WhatsApp takes them: a host may have an underscore, which Java's URI denies.
 */
final class Links {
  private static final Pattern LINK =
      Pattern.compile(
          "https?://(?:[^/?#@\\s]*@)?(\\[[0-9a-f:.]+]|[\\p{L}\\p{N}._-]+)(?::[0-9]{1,5})?"
              + "(?:[/?#][^\\s<>\"]*)?",
          Pattern.CASE_INSENSITIVE);

  private Links() {}

  /** The host of a link; empty where it is none of http or https. */
  static Optional<String> host(String link) {
    Matcher whole = LINK.matcher(link);
    return whole.matches() ? Optional.of(whole.group(1)) : Optional.empty();
  }
}
