package rasl.http;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a member may do in a tenant: a role is a set of scopes, and this is their only table. */
public enum Role {
  OWNER("Everything, and may make other owners"),
  ADMIN("Everything but making owners"),
  DEVELOPER(
      "Connects programs and shops: tokens, webhooks, templates and messages; no people, no"
          + " settings"),
  AGENT("Talks with customers and keeps their contacts"),
  VIEWER("Reads, and changes nothing");

  private static final Set<Role> ALL = EnumSet.allOf(Role.class);
  private static final Set<Role> WHO_RUN = EnumSet.of(OWNER, ADMIN);
  private static final Set<Role> WHO_BUILD = EnumSet.of(OWNER, ADMIN, DEVELOPER);
  private static final Set<Role> WHO_WORK = EnumSet.of(OWNER, ADMIN, DEVELOPER, AGENT);

  private final String description;

  Role(String description) {
    this.description = description;
  }

  /** The role as it is written in bodies and answers, such as {@code owner}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String description() {
    return description;
  }

  /** What the role may do. */
  public Set<Scope> scopes() {
    return Arrays.stream(Scope.values())
        .filter(scope -> rolesWith(scope).contains(this))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Reads a role as {@link #text} writes it. */
  public static Optional<Role> parse(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }

  /** No default branch: a new scope does not compile until it is given to roles here. */
  private static Set<Role> rolesWith(Scope scope) {
    return switch (scope) {
      case CONTACTS_READ,
          GROUPS_READ,
          SOURCES_READ,
          STATUSES_READ,
          MESSAGES_READ,
          TEMPLATES_READ,
          MEMBERS_READ,
          ACCOUNT_READ ->
          ALL;
      case CONTACTS_WRITE, GROUPS_WRITE, MESSAGES_SEND -> WHO_WORK;
      case SOURCES_WRITE,
          STATUSES_WRITE,
          TEMPLATES_SYNC,
          TOKENS_READ,
          TOKENS_WRITE,
          WEBHOOKS_READ,
          WEBHOOKS_WRITE,
          SHOPS_READ,
          SHOPS_WRITE,
          EVENTS_READ ->
          WHO_BUILD;
      case CONTACTS_DELETE, MEMBERS_WRITE, ACCOUNT_WRITE, AUDIT_READ -> WHO_RUN;
    };
  }
}
