package rasl.message.progress;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What travels with a message as {@code biz_opaque_callback_data}, and comes back in every status:
 * our id of the message, after the name of this installation, since another one may send through
 * the same number.
 */
public final class CallbackData {
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

  private final String prefix;

  /**
   * @param installation names this installation
   */
  public CallbackData(String installation) {
    this.prefix = "rasl:" + installation + ":";
  }

  /** What travels with a message of this installation. */
  public String of(long messageId) {
    return prefix + messageId;
  }

  /** The message's id; empty where the data is not ours. */
  public Optional<Long> messageId(String data) {
    if (!data.startsWith(prefix)) {
      return Optional.empty();
    }
    Matcher id = ID.matcher(data.substring(prefix.length()));
    return id.matches() ? Optional.of(Long.valueOf(id.group())) : Optional.empty();
  }
}
