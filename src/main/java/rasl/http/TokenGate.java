package rasl.http;

import java.util.List;
import java.util.Optional;
import rasl.refusal.Refusal;

/** Lets a call in by its token: who calls, and not too often. */
final class TokenGate {
  private static final String BEARER = "bearer ";

  private final TokenCheck tokens;
  private final CallLimiter limiter;

  TokenGate(TokenCheck tokens, CallLimiter limiter) {
    this.tokens = tokens;
    this.limiter = limiter;
  }

  /** Who calls. A valid token is never refused for the wrong ones of its address. */
  Caller caller(RawRequest request, String clientAddress) {
    if (request.headers().getOrDefault("authorization", List.of()).size() > 1) {
      // A proxy before us may have checked the one and we the other.
      throw new BrokenRequestException(400, "The request has more than one Authorization header");
    }
    Optional<String> token = request.header("authorization").flatMap(TokenGate::token);
    return token.flatMap(tokens::check).orElseThrow(() -> refusal(token, clientAddress).thrown());
  }

  private Refusal refusal(Optional<String> token, String clientAddress) {
    return token
        .flatMap(_ -> limiter.wrongToken(clientAddress))
        .<Refusal>map(Refusal.RateLimited::new)
        .orElseGet(Refusal.Unauthorized::new);
  }

  /** What the caller has left; a call that is refused for its scope costs nothing. */
  CallLimiter.Verdict look(Caller caller) {
    return limiter.look(caller);
  }

  /** Takes one call from the budget. */
  CallLimiter.Verdict spend(Caller caller) {
    return limiter.spend(caller);
  }

  private static Optional<String> token(String header) {
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    String token = header.substring(BEARER.length()).strip();
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }
}
