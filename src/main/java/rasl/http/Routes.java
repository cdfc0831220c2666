package rasl.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All routes of the server, as data. Each room adds its own. */
public final class Routes {
  private final List<Route> routes = new ArrayList<>();

  /** A route of the API: it needs a token, or a member's session, with the scope. */
  public Routes add(String method, String path, Scope scope, Handler handler) {
    return add(new Route(method, path, new Access.Token(scope, handler), Route.SMALL_BODY));
  }

  /** The same, of calls that may use a processor for seconds; see {@link LongCalls}. */
  public Routes addLong(String method, String path, Scope scope, Handler handler) {
    var access = new Access.Token(scope, handler);
    return add(new Route(method, path, access, Route.SMALL_BODY).thatTakesLong());
  }

  /**
   * A route without a token.
   *
   * @param reason why it needs none; shown in the documentation of the routes
   */
  public Routes addPublic(String method, String path, String reason, PublicHandler handler) {
    return add(new Route(method, path, new Access.Open(reason, handler), Route.SMALL_BODY));
  }

  /**
   * A route for everybody, answered in the envelope.
   *
   * @param reason why it needs neither token nor session; shown in the documentation of the routes
   */
  public Routes addGuest(String method, String path, String reason, GuestHandler handler) {
    return add(new Route(method, path, new Access.Guest(reason, handler), Route.SMALL_BODY));
  }

  /** A route about the person who has signed in, and no tenant. */
  public Routes addPersonal(String method, String path, PersonHandler handler) {
    return add(new Route(method, path, new Access.Person(handler), Route.SMALL_BODY));
  }

  /** A route for operators: with a token of theirs, or signed in with a second factor. */
  public Routes addOperator(String method, String path, OperatorHandler handler) {
    return add(new Route(method, path, new Access.Operator(handler), Route.SMALL_BODY));
  }

  public Routes add(Route route) {
    routes.add(route);
    return this;
  }

  public List<Route> all() {
    return List.copyOf(routes);
  }

  /**
   * One route.
   *
   * @param path with parameters in braces: {@code /api/v2/sources/{id}}
   * @param maxBody the largest body taken, in bytes, but for forms
   * @param rebuild tells the outcome of a change whose answer was not kept; see {@link Rebuild}
   * @param form where {@code multipart/form-data} is taken
   * @param takesLong whether a call may use a processor for seconds; see {@link LongCalls}
   */
  public record Route(
      String method,
      String path,
      Access access,
      int maxBody,
      Optional<Rebuild> rebuild,
      Optional<FormRule> form,
      boolean takesLong) {
    /** 1 MiB: enough for every JSON body that is not a batch. */
    public static final int SMALL_BODY = 1 << 20;

    public Route(String method, String path, Access access, int maxBody) {
      this(method, path, access, maxBody, Optional.empty(), Optional.empty(), false);
    }

    /** The same route, able to tell the outcome of a change whose answer was not kept. */
    public Route withRebuild(Rebuild how) {
      return new Route(method, path, access, maxBody, Optional.of(how), form, takesLong);
    }

    /** The same route, taking forms with files; only on routes with a token. */
    public Route withForm(FormRule rule) {
      return new Route(method, path, access, maxBody, rebuild, Optional.of(rule), takesLong);
    }

    /** The same route, whose calls take turns with other long ones of their tenant. */
    public Route thatTakesLong() {
      return new Route(method, path, access, maxBody, rebuild, form, true);
    }

    /** Whether it is answered before it is known who calls. */
    boolean isForStrangers() {
      return access instanceof Access.Open || access instanceof Access.Guest;
    }

    Optional<Scope> scope() {
      return access instanceof Access.Token token ? Optional.of(token.scope()) : Optional.empty();
    }
  }

  /** Who may call a route, and what answers. */
  public sealed interface Access {
    /** The holder of a token with the scope, or a member whose role has it. */
    record Token(Scope scope, Handler handler) implements Access {}

    /** Everybody who has signed in; a token does not. */
    record Person(PersonHandler handler) implements Access {}

    /** Operators of the installation. */
    record Operator(OperatorHandler handler) implements Access {
      /** What its refusals call the right. */
      public static final String SCOPE = "operator";
    }

    /** Everybody. */
    record Guest(String reason, GuestHandler handler) implements Access {}

    /** Everybody, with answers of any kind. */
    record Open(String reason, PublicHandler handler) implements Access {}
  }
}
