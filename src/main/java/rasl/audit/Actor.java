package rasl.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import rasl.http.Caller;
import rasl.http.Principal;
import rasl.http.Request;

/**
 * Who did something, and from where.
 *
 * @param id of the token or the person; empty for the command line and the server itself
 * @param name by which people know the actor, such as an e-mail address; may be empty
 * @param address of the client, where the change came by the network
 */
public record Actor(Kind kind, OptionalLong id, String name, Optional<String> address) {
  /** What kind of actor. */
  public enum Kind {
    /** A program with a token of the tenant. */
    TOKEN,
    /** A person who works for the tenant. */
    MEMBER,
    /** A person of the installation, who changes something of their own. */
    PERSON,
    /** An operator of the installation: a person, or a token made on the command line. */
    OPERATOR,
    /** Someone at the command line of the server's machine. */
    CLI,
    /** The server by itself. */
    SYSTEM;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As it is stored and answered. */
    public String text() {
      return text;
    }
  }

  /** The server itself. */
  public static final Actor SYSTEM =
      new Actor(Kind.SYSTEM, OptionalLong.empty(), "", Optional.empty());

  /**
   * Someone at the command line.
   *
   * @param user the account of the operating system
   */
  public static Actor cli(String user) {
    return new Actor(Kind.CLI, OptionalLong.empty(), user, Optional.empty());
  }

  /** An operator who makes a call. */
  public static Actor operator(Principal operator, Request request) {
    OptionalLong id =
        switch (operator) {
          case Principal.OperatorToken(long token) -> OptionalLong.of(token);
          case Principal.Person(var person) -> OptionalLong.of(person.personId());
          case Principal.Token _, Principal.Member _, Principal.Server _ -> OptionalLong.empty();
        };
    String how = operator instanceof Principal.OperatorToken ? "operator token" : "person";
    return new Actor(Kind.OPERATOR, id, how, Optional.of(request.clientAddress()));
  }

  /** Whoever makes a call. */
  public static Actor of(Caller caller, Request request) {
    Optional<String> address = Optional.of(request.clientAddress());
    return switch (caller.principal()) {
      case Principal.Server _ -> SYSTEM;
      case Principal.Token(long id) -> new Actor(Kind.TOKEN, OptionalLong.of(id), "", address);
      case Principal.Member member ->
          new Actor(Kind.MEMBER, OptionalLong.of(member.id()), "", address);
      case Principal.OperatorToken(long id) ->
          new Actor(Kind.OPERATOR, OptionalLong.of(id), "", address);
      case Principal.Person(var person) ->
          new Actor(Kind.PERSON, OptionalLong.of(person.personId()), "", address);
    };
  }
}
