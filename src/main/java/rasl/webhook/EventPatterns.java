package rasl.webhook;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which types of events an endpoint wants: exact names, families such as {@code contact.*}, or
 * {@code *}. The statuses of messages come by their own names or by {@code message.*} alone: there
 * are several of them for each message that is sent, and who asks for everything rarely means them.
 */
record EventPatterns(List<String> patterns) {
  /** RASL's own nine. */
  static final EventPatterns DEFAULT =
      new EventPatterns(
          List.of(
              "contact.created",
              "contact.updated",
              "contact.deleted",
              "source.created",
              "source.updated",
              "source.deleted",
              "status.created",
              "status.updated",
              "status.deleted"));

  static final String ALL = "*";

  private static final String FAMILY = ".*";
  private static final Set<String> STATUSES =
      Set.of(
          "message.queued",
          "message.sent",
          "message.delivered",
          "message.read",
          "message.failed",
          "message.cancelled");

  EventPatterns {
    patterns = List.copyOf(patterns);
  }

  boolean match(String type) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, type));
  }

  /** Whether some status of messages is among them. */
  boolean wantStatuses() {
    return STATUSES.stream().anyMatch(this::match);
  }

  /** Whether a pattern stands for at least one of the types that there are. */
  static boolean isKnown(String pattern, Collection<String> types) {
    return types.stream().anyMatch(type -> matches(pattern, type));
  }

  private static boolean matches(String pattern, String type) {
    if (pattern.equals(ALL)) {
      return !STATUSES.contains(type);
    }
    return pattern.endsWith(FAMILY)
        ? type.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(type);
  }
}
