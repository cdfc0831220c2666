package rasl.http;

/** Who acts: by what right a call came in. Audit and events name it. */
public sealed interface Principal {
  /** A program with a token of the tenant. */
  record Token(long id) implements Principal {}

  /**
   * A person who signed in, as a member of the tenant that the call names.
   *
   * @param id the member's, within the tenant
   */
  record Member(long id, Role role, SignedIn person) implements Principal {}

  /** A person who signed in, on a call that is about no tenant. */
  record Person(SignedIn person) implements Principal {}

  /** An operator of the installation, with a token that was made on the command line. */
  record OperatorToken(long id) implements Principal {}

  /** The server itself, such as its check of itself. */
  record Server() implements Principal {}

  /** What its calls are counted by, by {@code equals}: all tenants of one session together. */
  default Object countedBy() {
    return switch (this) {
      case Token token -> token;
      case OperatorToken token -> token;
      case Member member -> new Person(member.person());
      case Person person -> person;
      case Server server -> server;
    };
  }
}
