package rasl.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/** Lets a call in, by its token or by the session of its cookie: who calls, and not too often. */
final class Gate {
  /** Calls a minute. */
  private static final int OPERATORS_CALLS = 600;

  private static final String BEARER = "bearer ";

  private final TokenCheck tokens;
  private final SessionGate sessions;
  private final CallLimiter limiter;

  Gate(TokenCheck tokens, SessionGate sessions, CallLimiter limiter) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.limiter = limiter;
  }

  /**
   * Who calls, on a route with a scope. A token goes before a cookie, as no page of another site
   * can send one. What is valid is never refused for the wrong ones of its address.
   */
  Caller caller(RawRequest request, String clientAddress) {
    refuseTwoTokens(request);
    Optional<String> token = request.header("authorization").flatMap(Gate::token);
    if (token.isEmpty() && sessions.cookie(request).isPresent()) {
      return sessions.member(request, person(request, clientAddress));
    }
    return token
        .flatMap(text -> tokens.check(text, clientAddress))
        .orElseThrow(() -> unknown(token, clientAddress));
  }

  /** Who has signed in, on a route about no tenant, for which there are no tokens. */
  SignedIn person(RawRequest request, String clientAddress) {
    return sessions
        .signedIn(request)
        .orElseThrow(() -> unknown(sessions.cookie(request), clientAddress));
  }

  /** Whether a caller who was let in would still be, with all the rights of then. */
  boolean stillLetsIn(Caller caller, RawRequest request, String clientAddress) {
    try {
      Caller now = caller(request, clientAddress);
      return now.tenant().equals(caller.tenant()) && now.scopes().containsAll(caller.scopes());
    } catch (RefusedException _) {
      return false;
    }
  }

  /**
   * The operator who calls.
   *
   * @throws rasl.refusal.RefusedException insufficient scope, for everybody else who is known
   */
  Principal operator(RawRequest request, String clientAddress) {
    refuseTwoTokens(request);
    Optional<String> token = request.header("authorization").flatMap(Gate::token);
    if (token.isEmpty() && sessions.cookie(request).isPresent()) {
      SignedIn person = person(request, clientAddress);
      if (!person.mayOperate()) {
        throw noOperator();
      }
      return new Principal.Person(person);
    }
    Optional<Long> id = token.flatMap(tokens::operator);
    if (id.isEmpty()) {
      var _ = caller(request, clientAddress);
      throw noOperator();
    }
    return new Principal.OperatorToken(id.get());
  }

  private static RuntimeException noOperator() {
    return new Refusal.InsufficientScope(
            Routes.Access.Operator.SCOPE, Refusal.InsufficientScope.Where.NO_OPERATOR)
        .thrown();
  }

  /** Takes one call from the operator's budget. */
  CallLimiter.Verdict spendAsOperator(Principal operator) {
    return limiter.spend(operator, OptionalInt.of(OPERATORS_CALLS));
  }

  private static void refuseTwoTokens(RawRequest request) {
    if (request.headers().getOrDefault("authorization", List.of()).size() > 1) {
      // A proxy before us may have checked the one and we the other.
      throw new BrokenRequestException(400, "The request has more than one Authorization header");
    }
  }

  /** Counts what was presented and is nobody's. */
  private RuntimeException unknown(Optional<String> secret, String clientAddress) {
    return secret
        .flatMap(_ -> limiter.wrongToken(clientAddress))
        .<Refusal>map(Refusal.RateLimited::new)
        .orElseGet(Refusal.Unauthorized::new)
        .thrown();
  }

  /** What the caller has left; a call that is refused for its scope costs nothing. */
  CallLimiter.Verdict look(Caller caller) {
    return limiter.look(caller.principal(), caller.callsPerMinute());
  }

  /** Takes one call from the budget. */
  CallLimiter.Verdict spend(Caller caller) {
    return limiter.spend(caller.principal(), caller.callsPerMinute());
  }

  /** Takes one call from the session's budget. */
  CallLimiter.Verdict spend(SignedIn person) {
    return limiter.spend(new Principal.Person(person), OptionalInt.of(person.callsPerMinute()));
  }

  private static Optional<String> token(String header) {
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    String token = header.substring(BEARER.length()).strip();
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }
}
