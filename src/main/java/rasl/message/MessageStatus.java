package rasl.message;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How far a message is. */
public enum MessageStatus {
  QUEUED,
  SCHEDULED,
  SENT,
  DELIVERED,
  READ,
  FAILED,
  CANCELLED,
  RECEIVED;

  /** As it stands in answers and in the database. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it may still be sent. */
  public boolean isWaiting() {
    return this == QUEUED || this == SCHEDULED;
  }

  /** The status of a name in the database. */
  public static MessageStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** The names of all statuses, as the API has them. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(MessageStatus::text).toList();
  }
}
