package rasl.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token, or a member's role, may do (contract 1.6). */
public enum Scope {
  CONTACTS_READ,
  CONTACTS_WRITE,
  CONTACTS_DELETE,
  GROUPS_READ,
  GROUPS_WRITE,
  SOURCES_READ,
  SOURCES_WRITE,
  STATUSES_READ,
  STATUSES_WRITE,
  MESSAGES_READ,
  MESSAGES_SEND,
  TEMPLATES_READ,
  TEMPLATES_SYNC,
  ACCOUNT_READ,
  ACCOUNT_WRITE,
  MEMBERS_READ,
  MEMBERS_WRITE,
  TOKENS_READ,
  TOKENS_WRITE,
  WEBHOOKS_READ,
  WEBHOOKS_WRITE,
  SHOPS_READ,
  SHOPS_WRITE,
  EVENTS_READ,
  AUDIT_READ;

  private final String text = name().toLowerCase(Locale.ROOT).replace('_', ':');

  /** The scope as it is written in tokens and answers, such as {@code contacts:read}. */
  public String text() {
    return text;
  }

  /** Reads a scope as {@link #text} writes it. */
  public static Optional<Scope> parse(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
  }
}
